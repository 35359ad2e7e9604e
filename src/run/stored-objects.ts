import type { ObjectRef } from '../contracts/records.ts';
import type { BlobStore } from '../contracts/store.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';

/**
 * Writes an object of a unit under a name with its hash, so that a late or duplicate worker
 * overwrites nothing.
 *
 * @param name  `records.jsonl` becomes `records-0123456789abcdef.jsonl`.
 */
export async function putObject(
  store: BlobStore,
  unitId: string,
  name: string,
  data: string | Uint8Array,
): Promise<ObjectRef> {
  const hash = sha256(data);
  const [stem, ...extensions] = name.split('.');
  const key = `units/${unitId}/${stem}-${hash.slice(0, 16)}.${extensions.join('.')}`;
  await store.put(key, data);
  return { key, sha256: hash };
}

/** @throws {MabError} STORE_DAMAGED where it is missing, or is not what was committed. */
export async function readObject(
  store: BlobStore,
  { key, sha256: expected }: ObjectRef,
): Promise<Uint8Array> {
  const bytes = await store.get(key);
  if (bytes && sha256(bytes) === expected) return bytes;
  throw damaged(key, bytes ? 'it is not what was committed' : 'it is missing');
}

/** The values of an object with one JSON text a line. @throws {MabError} as `readObject`. */
export async function readLines<T>(
  store: BlobStore,
  ref: ObjectRef,
  parse: (stored: unknown) => T,
): Promise<T[]> {
  const text = textOf(await readObject(store, ref));
  const lines = text.split('\n').filter((line) => line !== '');
  return parseStored(ref.key, () => lines.map((line) => parse(JSON.parse(line))));
}

/** Members stay in the order in which the code builds them, which is the same in every process. */
export function jsonLines(items: readonly object[]): string {
  const bigintAsText = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? String(value) : value;
  return items.map((item) => `${JSON.stringify(item, bigintAsText)}\n`).join('');
}

/** What `parse` gives. @throws {MabError} STORE_DAMAGED for whatever is no MabError. */
export function parseStored<T>(key: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MabError) throw error;
    throw damaged(key, errorMessage(error));
  }
}

function damaged(key: string, reason: string): MabError {
  return new MabError('STORE_DAMAGED', `The object ${key} cannot be used: ${reason}.`, {
    blame: 'environment',
    hint: 'Restore the workspace from a backup, or delete the folder of this unit and run again.',
  });
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
