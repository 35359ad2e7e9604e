import type { AsyncBuffer } from 'hyparquet';
import type { Competency, ItemTable } from '../../contracts/dataset.ts';
import { errorMessage, invariant, MabError } from '../../core/errors.ts';

/** One parquet file of the published layout. Reading bytes is the caller's business. */
export interface ParquetFile {
  /** For people, and for the competency: `Accurate_Retrieval-00000-of-00001.parquet`. */
  readonly name: string;
  readonly competency: Competency;
  /** Its bytes have been compared, by hash, with those of the published dataset. */
  readonly isPublished?: boolean;
  /**
   * Called at most once per source; the buffer needs no closing. A missing file or a refused
   * permission is best thrown as a MabError with a hint of its own; it is passed on as it is.
   */
  open(): Promise<AsyncBuffer>;
}

/** A folder in the published layout: one parquet file, or several, per competency. */
export interface ParquetFolder {
  /** For people: the folder's path. */
  readonly label: string;
  /** In the order in which rows are to be numbered; sort by name. */
  readonly files: readonly ParquetFile[];
  /**
   * The table that answers to recommendations are ids of; called when such a row is read.
   * @throws {MabError} ITEM_TABLE_MISSING, ITEM_TABLE_INVALID.
   */
  readonly itemTable?: () => Promise<ItemTable>;
}

const PREFIXES = new Map<string, Competency>([
  ['Accurate_Retrieval', 'accurate-retrieval'],
  ['Test_Time_Learning', 'test-time-learning'],
  ['Long_Range_Understanding', 'long-range-understanding'],
  ['Conflict_Resolution', 'conflict-resolution'],
]);

/**
 * The competency that a file name of the published layout stands for
 * (`Conflict_Resolution-….parquet`); undefined for every other file.
 */
export function competencyOfFile(name: string): Competency | undefined {
  const prefix = /^([A-Za-z_]+)-.*\.parquet$/.exec(name)?.[1];
  return prefix === undefined ? undefined : PREFIXES.get(prefix);
}

/** The name of the only file of a competency, as it is published. */
export function fileOfCompetency(competency: Competency): string {
  const found = [...PREFIXES].find(([, known]) => known === competency);
  invariant(found, `${competency} has no file`);
  return `${found[0]}-00000-of-00001.parquet`;
}

/** DATA_UNREADABLE: the file as such is at fault. */
export function dataUnreadable(file: string, problem: string, cause?: unknown): MabError {
  return new MabError('DATA_UNREADABLE', `Cannot read ${file}: ${problem}.`, {
    hint: 'Fetch the file again; it has to be a complete parquet file of the published dataset.',
    details: { file },
    cause,
  });
}

/**
 * Runs something that reads the file; whatever it throws becomes DATA_UNREADABLE, but for errors
 * that already say what is wrong.
 */
export async function reading<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MabError) throw error;
    throw dataUnreadable(file, errorMessage(error).replace(/\.$/, ''), error);
  }
}
