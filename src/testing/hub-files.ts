import { createHash } from 'node:crypto';
import type { HubFault, HubServerOptions } from './hub-server.ts';

/** A commit of the imitated dataset; also its branch `main`. */
export const HUB_COMMIT = '0123456789abcdef0123456789abcdef01234567';
export const HUB_REPO = 'ai-hyz/MemoryAgentBench';
/** The largest file, half a megabyte. */
export const BIG = 'data/Accurate_Retrieval-00000-of-00001.parquet';

/** Files of a hub: bytes for transfers, not parquet that could be read. */
export const HUB_FILES: Readonly<Record<string, Uint8Array>> = {
  [BIG]: noise('big', 512 * 1024),
  'data/Conflict_Resolution-00000-of-00001.parquet': noise('other', 10_000),
  'entity2id.json': Buffer.from(JSON.stringify({ Heat: 1, Ronin: 2 })),
  'README.md': Buffer.from('# Not data\n'),
};

/** A hub with these files, and what goes wrong with its transfers. */
export function hubOf(
  faults?: (transfer: number, path: string) => HubFault | undefined,
  files = HUB_FILES,
): HubServerOptions {
  return {
    repo: HUB_REPO,
    revisions: { [HUB_COMMIT]: files },
    names: { main: HUB_COMMIT },
    ...(faults && { faults }),
  };
}

/** Bytes that nothing can compress, the same each time. */
function noise(seed: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed}${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}
