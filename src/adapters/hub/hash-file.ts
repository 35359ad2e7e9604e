import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { HubFile } from '../../contracts/hub.ts';
import { contentHash } from './content-hash.ts';

/** Whether the content of a file of this machine hashes to `oid`. Streamed: a file may be large. */
export async function fileHashesTo(
  file: Pick<HubFile, 'oid' | 'size'>,
  path: string,
): Promise<boolean> {
  const hash = contentHash(file);
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex') === file.oid;
}
