import { z } from 'zod';
import type { RunManifest } from '../manifest.ts';

const identitySchema = z.object({
  rows: z.array(z.object({ contextId: z.string(), contextSha256: z.string() })),
});

/** The contexts of a run by the hashes that they had; none where its manifest is too old. */
export function answeredContexts({
  identity,
}: Pick<RunManifest, 'identity'>): ReadonlyMap<string, string> {
  const { success, data } = identitySchema.safeParse(identity);
  return new Map(
    success ? data.rows.map(({ contextId, contextSha256 }) => [contextId, contextSha256]) : [],
  );
}
