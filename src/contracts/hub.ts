import { z } from 'zod';

/**
 * What a pull is held to. A lock names every byte before the first one is asked for: the client of
 * a hub fetches by it, the cache of the machine stores by it, `mab data check` compares with it.
 */

/** One file of a dataset on a hub. */
const hubFileSchema = z.strictObject({
  path: z
    .string()
    .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\\0]+$/)
    .describe('In the repository: `data/Conflict_Resolution-00000-of-00001.parquet`.'),
  size: z.int().min(0).describe('In bytes.'),
  oid: z
    .string()
    .regex(/^(?:[0-9a-f]{64}|[0-9a-f]{40})$/)
    .describe(
      'Hexadecimal hash of the content: 64 digits are its SHA-256. 40 are the SHA-1 that git gives ' +
        'a file, which is all that a hub tells of its small files.',
    ),
});
export type HubFile = z.infer<typeof hubFileSchema>;

/** The files of one revision; also the file that stands beside pulled data. */
export const hubLockSchema = z.strictObject({
  v: z.literal(1),
  repo: z.string().min(1).describe('`owner/name` on the hub.'),
  revision: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .describe('A commit, never a branch.'),
  files: z.array(hubFileSchema),
});
export type HubLock = z.infer<typeof hubLockSchema>;
