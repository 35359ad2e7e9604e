import { deflateRawSync } from 'node:zlib';
import { sha256 } from '../../core/hashing.ts';
import { all, type Sql } from './sql.ts';

/**
 * Keeps a request's text in parts by their hash, so that a context asked a hundred times is stored
 * once.
 *
 * @param texts  The messages' contents, in order.
 */
export function* storeRequest(key: string, texts: readonly string[]): Sql<undefined> {
  const hashes: string[] = [];
  for (const part of texts.flatMap(splitIntoParts)) {
    const hash = sha256(part);
    hashes.push(hash);
    const body = deflateRawSync(part);
    yield* all('INSERT INTO parts VALUES (?, ?) ON CONFLICT (hash) DO NOTHING', hash, body);
  }
  yield* all(
    `INSERT INTO requests VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET parts = excluded.parts`,
    ...[key, JSON.stringify(hashes)],
  );
  return undefined;
}

/** Characters. */
const LONG_LINE = 500;

/**
 * Cuts text behind long lines (a retrieved chunk often is one) and behind lines whose hash ends in
 * five zero bits, about one in 32. These are the same places wherever the same lines stand, so that
 * texts which share passages share parts.
 */
export function splitIntoParts(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    const line = text.slice(text.lastIndexOf('\n', end - 1) + 1, end);
    if (line.length < LONG_LINE && lineHash(line) % 32 !== 0) continue;
    parts.push(text.slice(start, end + 1));
    start = end + 1;
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

/** FNV-1a, 32 bits, mixed: only spreads lines over parts, protects nothing. */
function lineHash(line: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < line.length; at++) {
    hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193);
  }
  // The last bits of the sum depend on the last bits of the text only; this brings the others in.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Deletes everything of a dataset that could be read again: replies, requests, orphaned parts, and
 * the places in the journal that would lead nowhere.
 */
export function* forgetDataset(dataset: string): Sql<{ calls: number }> {
  yield* all(
    'DELETE FROM requests WHERE key IN (SELECT key FROM calls WHERE dataset = ?)',
    dataset,
  );
  yield* removeOrphanedParts();
  yield* all('DELETE FROM uses WHERE key IN (SELECT key FROM calls WHERE dataset = ?)', dataset);
  const gone = yield* all('DELETE FROM calls WHERE dataset = ? RETURNING key', dataset);
  return { calls: gone.length };
}

/** Deletes parts that no request has any more. */
export function* removeOrphanedParts(): Sql<undefined> {
  const requests = yield* all('SELECT parts FROM requests');
  const used = new Set(requests.flatMap((row) => JSON.parse(String(row.parts)) as string[]));
  for (const { hash } of yield* all('SELECT hash FROM parts')) {
    if (!used.has(String(hash))) yield* all('DELETE FROM parts WHERE hash = ?', String(hash));
  }
  return undefined;
}
