import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { checkColumns, type TextColumn, withColumns } from './parquet-columns.ts';
import { type ParquetFile, reading } from './parquet-file.ts';
import { readRawRows } from './parquet-text.ts';
import { type RawRow, rawRowSchema } from './raw-row.ts';

/** The usual footer is smaller; hyparquet's own half megabyte would reach into the contexts. */
const initialFetchSize = 64 * 1024;

/** A file whose footer has been read, and has the columns that we need. */
export interface OpenFile {
  readonly file: ParquetFile;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
}

/** @throws {MabError} DATA_UNREADABLE, and what the caller's `open` throws. */
export async function openFile(file: ParquetFile): Promise<OpenFile> {
  const open = await reading(file.name, async () => {
    const buffer = await file.open();
    return { file, buffer, metadata: await parquetMetadataAsync(buffer, { initialFetchSize }) };
  });
  checkColumns(file.name, open.metadata);
  return open;
}

export function rowCount({ metadata }: OpenFile): number {
  return Number(metadata.num_rows);
}

/** @throws {MabError} DATA_UNREADABLE. */
export function readRows(
  { file, buffer, metadata }: OpenFile,
  columns: readonly TextColumn[],
  start: number,
  end: number,
): Promise<RawRow[]> {
  return reading(file.name, async () => {
    const rows = await readRawRows(buffer, withColumns(metadata, columns), start, end);
    return rows.map((row) => rawRowSchema.parse(row));
  });
}
