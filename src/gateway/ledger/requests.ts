import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync } from 'node:zlib';
import { sha256 } from '../../core/hashing.ts';

/**
 * Keeps a request's text in parts by their hash, so that a context asked a hundred times is stored
 * once.
 *
 * @param texts  The messages' contents, in order.
 */
export function storeRequest(database: DatabaseSync, key: string, texts: readonly string[]): void {
  const insert = database.prepare('INSERT OR IGNORE INTO parts VALUES (?, ?)');
  const hashes = texts.flatMap(splitIntoParts).map((part) => {
    const hash = sha256(part);
    insert.run(hash, deflateRawSync(part));
    return hash;
  });
  database
    .prepare('INSERT OR REPLACE INTO requests VALUES (?, ?)')
    .run(key, JSON.stringify(hashes));
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

/** Deletes everything of a dataset that could be read again: replies, requests, orphaned parts. */
export function forgetDataset(database: DatabaseSync, dataset: string): { calls: number } {
  // Overwrites what is deleted, which would otherwise stay readable in the file.
  database.exec('PRAGMA secure_delete = ON');
  database
    .prepare('DELETE FROM requests WHERE key IN (SELECT key FROM calls WHERE dataset = ?)')
    .run(dataset);
  const used = new Set(
    database
      .prepare('SELECT parts FROM requests')
      .all()
      .flatMap((row) => JSON.parse(String(row.parts)) as string[]),
  );
  const remove = database.prepare('DELETE FROM parts WHERE hash = ?');
  for (const { hash } of database.prepare('SELECT hash FROM parts').all()) {
    if (!used.has(String(hash))) remove.run(String(hash));
  }
  const { changes } = database.prepare('DELETE FROM calls WHERE dataset = ?').run(dataset);
  return { calls: Number(changes) };
}
