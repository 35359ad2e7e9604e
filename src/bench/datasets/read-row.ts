import type { ContextRow } from '../../contracts/dataset.ts';
import { knownDataset } from './catalog.ts';
import { toContextRow } from './context-row.ts';
import { type OpenFile, readRows } from './open-file.ts';
import { ALL_COLUMNS, HAYSTACK } from './parquet-columns.ts';
import { dataUnreadable } from './parquet-file.ts';
import { type RawRow, requiredText } from './raw-row.ts';

/**
 * Reads one row and nothing else of the file.
 *
 * @param row      From 0, in the file.
 * @param indexOf  Position among the rows of a dataset, from 0.
 * @throws {MabError} DATA_UNREADABLE, ROW_INVALID.
 */
export async function readContextRow(
  open: OpenFile,
  row: number,
  indexOf: (dataset: string) => number,
): Promise<ContextRow> {
  const { name, competency, isPublished = false } = open.file;
  const raw = await readRawRow(open, row);
  const place = { file: name, row };
  const dataset = requiredText(raw.metadata?.source, 'metadata.source', place);
  const family = knownDataset(dataset)?.family;
  const haystack = family === 'longmemeval' ? await readHaystack(open, row) : {};
  const whole = { ...raw, metadata: { ...raw.metadata, ...haystack } };
  const identity = { dataset, family, competency, index: indexOf(dataset), isPublished };
  return toContextRow(whole, identity, { ...place, dataset });
}

async function readRawRow(open: OpenFile, row: number): Promise<RawRow> {
  const [raw] = await readRows(open, ALL_COLUMNS, row, row + 1);
  if (raw === undefined) throw dataUnreadable(open.file.name, `row ${row} is missing`);
  return raw;
}

async function readHaystack(open: OpenFile, row: number): Promise<RawRow['metadata']> {
  const [raw] = await readRows(open, [HAYSTACK], row, row + 1);
  return { haystack_sessions: raw?.metadata?.haystack_sessions };
}
