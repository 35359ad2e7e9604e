import { z } from 'zod';
import type { VendorError } from '../http/status-error.ts';

const errorSchema = z.object({
  error: z.union([
    z.string(),
    z.object({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish() }),
  ]),
});

/** OpenAI's error body; servers that are compatible differ, so nothing in it is relied on. */
export function parseOpenAiError(body: string): VendorError {
  try {
    const { error } = errorSchema.parse(JSON.parse(body));
    if (typeof error === 'string') return { message: error };
    const kind = error.code === 'insufficient_quota' ? 'account-empty' : undefined;
    return { message: error.message ?? '', kind };
  } catch {
    return { message: body.slice(0, 200) };
  }
}
