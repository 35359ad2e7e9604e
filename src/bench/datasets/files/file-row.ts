import type { ContextRow } from '../../../contracts/dataset.ts';
import { MabError } from '../../../core/errors.ts';

/** Where a row stands in a file of text. */
export interface FilePlace {
  readonly file: string;
  /** From 0, among the rows of the file. */
  readonly row: number;
  /** As people find it: `Line 3`, `Entry 2 (question_id "q1")`. */
  readonly name: string;
}

/** A row that can be used, or why it cannot. */
export type FileRow =
  | {
      readonly place: FilePlace;
      readonly row: ContextRow;
      /** What is odd, and no reason not to use the row, as full sentences. */
      readonly warnings: readonly string[];
    }
  | { readonly place: FilePlace; readonly error: MabError };

/**
 * Rows of one or more files, one in memory at a time. Whoever reads goes on after a bad row; only
 * what hides all that follows is thrown.
 */
export interface FileRows {
  /** For people: a file or a folder. */
  readonly label: string;
  /** @throws {MabError} DATA_UNREADABLE, FILE_…. */
  read(): AsyncIterable<FileRow>;
}

/** ROW_INVALID. `problem` completes the sentence "Line 3 of mine.jsonl …". */
export function placeInvalid({ file, row, name }: FilePlace, problem: string): MabError {
  return new MabError('ROW_INVALID', `${name} of ${file} ${problem}.`, {
    hint: 'Mend it and run `mab data check` on the file; docs/guide/own-data.md has the format.',
    details: { file, row },
  });
}
