import { createHash, type Hash } from 'node:crypto';
import type { HubFile } from '../../contracts/hub.ts';

/**
 * The hash that a file's `oid` is compared with, to be fed with the content.
 *
 * Source: git hashes `blob <size>` and a zero byte before the content (git-scm.com, "Git Objects").
 */
export function contentHash({ oid, size }: Pick<HubFile, 'oid' | 'size'>): Hash {
  return oid.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}

/** Whether these bytes are the file. */
export function isContent(file: Pick<HubFile, 'oid' | 'size'>, bytes: Uint8Array): boolean {
  return bytes.length === file.size && contentHash(file).update(bytes).digest('hex') === file.oid;
}
