import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { sha256 } from '../../core/hashing.ts';
import type { Row } from '../../gateway/ledger/sql.ts';
import { ENTRY_SCHEMAS } from '../../gateway/ledger/tools/import-entries.ts';

/**
 * The file of an export: JSON lines in gzip. The first line is the head, the last one the end with
 * the hash of all lines before; each line carries the hash of its own content, so that damage is
 * found where it is, and before anything is imported.
 */
export const FILE_VERSION = 1;

export const headSchema = z.strictObject({
  kind: z.literal('head'),
  mabLedger: z.literal(FILE_VERSION),
  /** Of the tables: `LEDGER_VERSION`. */
  ledgerVersion: z.int(),
  exportedAt: z.string(),
  keyFingerprint: z.string(),
  /** Base64; absent in an archive without the key. */
  hashKey: z.base64().optional(),
});
export type ExportHead = z.infer<typeof headSchema>;

const entrySchema = z.strictObject({
  kind: z.enum(Object.keys(ENTRY_SCHEMAS) as [keyof typeof ENTRY_SCHEMAS]),
  row: z.record(z.string(), z.unknown()),
});

const endSchema = z.strictObject({
  kind: z.literal('end'),
  entries: z.int(),
  /** Of all lines before. */
  sha256: z.string(),
});

const lineSchema = z.strictObject({ sha256: z.string(), content: z.unknown() });

/** One entry, checked, as the ledger takes it. */
export type ReadEntry = {
  readonly [Table in keyof typeof ENTRY_SCHEMAS]: {
    readonly kind: Table;
    readonly row: z.infer<(typeof ENTRY_SCHEMAS)[Table]>;
  };
}[keyof typeof ENTRY_SCHEMAS];

/** A row as JSON: large numbers as texts, bytes in base64. */
export function jsonRow(row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (typeof value === 'bigint') return [column, String(value)];
      return [column, value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value];
    }),
  );
}

/** Makes the lines of one file, in their order. */
export function createLineWriter() {
  const all = createHash('sha256');
  let entries = 0;
  const line = (content: object): string => {
    const text = JSON.stringify(content);
    const whole = `{"sha256":"${sha256(text)}","content":${text}}\n`;
    all.update(whole);
    return whole;
  };
  return {
    head: (head: ExportHead): string => line(head),
    entry(kind: keyof typeof ENTRY_SCHEMAS, row: Row): string {
      entries += 1;
      return line({ kind, row: jsonRow(row) });
    },
    end: (): string => line({ kind: 'end', entries, sha256: all.copy().digest('hex') }),
  };
}

/**
 * Reads the lines of one file, in their order. `end` has to be called behind the last one.
 *
 * @throws {MabError} LEDGER_FILE_DAMAGED, LEDGER_FILE_VERSION, LEDGER_FILE_FOREIGN.
 */
export function createLineReader(path: string) {
  const all = createHash('sha256');
  let [number, entries] = [0, 0];
  let ended = false;
  const damaged = (reason: string): MabError =>
    new MabError('LEDGER_FILE_DAMAGED', `${path}, line ${number}: ${reason}.`, {
      blame: 'environment',
      hint: 'Nothing was imported. Copy the file again, or make it again with `mab ledger export`.',
    });
  const contentOf = (text: string): unknown => {
    const parsed = lineSchema.safeParse(parseJson(text));
    if (!parsed.success) throw damaged('it is no line of an export');
    const { content, sha256: expected } = parsed.data;
    if (sha256(JSON.stringify(content)) === expected) return content;
    throw damaged('it is not what was exported');
  };
  const readEnd = (content: unknown, before: string): boolean => {
    const end = endSchema.safeParse(content);
    if (!end.success) return false;
    if (end.data.entries !== entries || end.data.sha256 !== before) {
      throw damaged('lines before it are missing or were moved');
    }
    ended = true;
    return true;
  };
  return {
    head(text: string): ExportHead {
      number += 1;
      const content = parseJson(text) === undefined ? undefined : contentOf(text);
      all.update(`${text}\n`);
      return readHead(content, path);
    },
    /** @returns undefined for the end. */
    entry(text: string): ReadEntry | undefined {
      number += 1;
      if (ended) throw damaged('there is more behind the end');
      const content = contentOf(text);
      const before = all.copy().digest('hex');
      all.update(`${text}\n`);
      if (readEnd(content, before)) return undefined;
      const entry = entrySchema.safeParse(content);
      const row = entry.success
        ? ENTRY_SCHEMAS[entry.data.kind].safeParse(entry.data.row)
        : undefined;
      if (!entry.success || !row?.success) throw damaged('it is no entry of a ledger');
      entries += 1;
      return { kind: entry.data.kind, row: row.data } as ReadEntry;
    },
    end(): void {
      if (!ended) throw damaged('the file ends before its end');
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readHead(content: unknown, path: string): ExportHead {
  const version = (content as { mabLedger?: unknown } | undefined)?.mabLedger;
  if (typeof version === 'number' && version > FILE_VERSION) {
    throw new MabError('LEDGER_FILE_VERSION', `${path} is of a newer release (${version}).`, {
      hint: 'Use the release that wrote it, or a newer one.',
    });
  }
  const head = headSchema.safeParse(content);
  if (head.success) return head.data;
  throw new MabError('LEDGER_FILE_FOREIGN', `${path} is no export of a ledger.`, {
    hint: 'Give a file that `mab ledger export` has written.',
  });
}
