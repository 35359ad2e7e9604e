import { MabError } from '../../../core/errors.ts';
import type { FilePlace, FileRow, FileRows } from './file-row.ts';
import { readJsonArray } from './json-array.ts';
import type { TextFile } from './text-file.ts';

/** Rows of a file that is one JSON array; what `toRows` throws is the entry's problem. */
export function arrayRows(
  label: string,
  file: TextFile,
  createReader: () => (entry: unknown, place: FilePlace) => FileRow[],
): FileRows {
  return {
    label,
    async *read() {
      const toRows = createReader();
      let row = 0;
      for await (const entry of readJsonArray(file)) {
        const place = { file: file.name, row, name: `Entry ${row}` };
        yield* rowsOf(() => toRows(entry, place), place);
        row += 1;
      }
    },
  };
}

function rowsOf(read: () => FileRow[], place: FilePlace): FileRow[] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MabError)) throw error;
    return [{ place, error }];
  }
}
