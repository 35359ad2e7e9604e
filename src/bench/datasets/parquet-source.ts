import type { DatasetListing, DatasetSource, ItemTable } from '../../contracts/dataset.ts';
import { invariant } from '../../core/errors.ts';
import { knownDataset } from './catalog.ts';
import { datasetUnknown } from './dataset-unknown.ts';
import { withItems } from './item-table.ts';
import { type OpenFile, openFile, readRows, rowCount } from './open-file.ts';
import { QUESTIONS, SOURCE } from './parquet-columns.ts';
import type { ParquetFile, ParquetFolder } from './parquet-file.ts';
import { requiredText } from './raw-row.ts';
import { readContextRow } from './read-row.ts';

/** A row before its context is read. */
interface RowEntry {
  readonly dataset: string;
  readonly file: OpenFile;
  /** Position in the file, from 0. */
  readonly row: number;
  readonly questions: number;
}

/**
 * The published layout as a source of rows. One row is in memory at a time; listing reads no
 * context. Files are opened once, when first needed. Datasets that the catalogue does not know
 * are listed too.
 */
export function parquetSource(folder: ParquetFolder): DatasetSource {
  let loading: Promise<readonly RowEntry[]> | undefined;
  const load = (): Promise<readonly RowEntry[]> => {
    loading ??= indexFiles(folder.files);
    return loading;
  };
  let table: Promise<ItemTable> | undefined;
  const items = async (): Promise<ItemTable | undefined> => {
    table ??= folder.itemTable?.();
    return table;
  };
  return {
    label: folder.label,
    list: async () => listings(await load()),
    async *rows(dataset) {
      const entries = await load();
      const wanted = entries.filter((entry) => entry.dataset === dataset);
      if (wanted.length === 0) {
        const known = [...new Set(entries.map((entry) => entry.dataset))];
        throw datasetUnknown(dataset, known, folder.label);
      }
      for (const [index, entry] of wanted.entries()) {
        const row = await readContextRow(entry.file, entry.row, () => index);
        yield needsItems(dataset) ? withItems(row, row.items ?? (await items())) : row;
      }
    },
  };
}

/** Whether answers are ids of items; of a dataset that the catalogue does not know: no. */
function needsItems(dataset: string): boolean {
  return knownDataset(dataset)?.family === 'recsys';
}

function listings(entries: readonly RowEntry[]): DatasetListing[] {
  return [...Map.groupBy(entries, (entry) => entry.dataset)].map(([dataset, rows]) => ({
    dataset,
    competency: firstOf(rows).file.file.competency,
    rows: rows.length,
    questions: rows.reduce((sum, row) => sum + row.questions, 0),
  }));
}

function firstOf(rows: readonly RowEntry[]): RowEntry {
  const [row] = rows;
  invariant(row, 'a group of rows is empty');
  return row;
}

async function indexFiles(files: readonly ParquetFile[]): Promise<RowEntry[]> {
  const entries: RowEntry[] = [];
  for (const file of files) entries.push(...(await indexFile(file)));
  return entries;
}

async function indexFile(file: ParquetFile): Promise<RowEntry[]> {
  const open = await openFile(file);
  const rows = await readRows(open, [SOURCE, QUESTIONS], 0, rowCount(open));
  return rows.map((raw, row) => ({
    dataset: requiredText(raw.metadata?.source, 'metadata.source', { file: file.name, row }),
    file: open,
    row,
    questions: raw.questions?.length ?? 0,
  }));
}
