import type { ContextRow, Question, RowStatus } from '../../contracts/dataset.ts';
import { MabError } from '../../core/errors.ts';
import { knownDataset } from './catalog.ts';
import { knownRow, PUBLISHED } from './known-rows.ts';
import { type OpenFile, openFile, rowCount } from './open-file.ts';
import type { ParquetFile, ParquetFolder } from './parquet-file.ts';
import { readContextRow } from './read-row.ts';

/** A row that can be used. */
export interface GoodRow {
  readonly file: string;
  /** From 0. */
  readonly row: number;
  readonly dataset: string;
  readonly contextId: string;
  readonly questions: number;
  /** In characters (UTF-16 units). */
  readonly contextLength: number;
  readonly contextSha256: string;
  readonly status: RowStatus;
  /** What the status means here, as a full sentence. */
  readonly note: string;
  /** What is odd, and no reason not to use the row, as full sentences. */
  readonly warnings: readonly string[];
}

/** A row, or a file, that cannot be used. */
export interface BadRow {
  readonly file: string;
  /** Absent: the whole file. */
  readonly row?: number;
  readonly code: string;
  readonly problem: string;
}

export type RowCheck = GoodRow | BadRow;

/**
 * Reads every row of a folder, one at a time, and goes on after those that are bad. What reading a
 * run's rows would throw is here a finding.
 */
export async function* checkRows({ files }: ParquetFolder): AsyncGenerator<RowCheck> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const open = await found(file.name, undefined, () => openFile(file));
    if ('problem' in open) {
      yield open;
      continue;
    }
    for (let row = 0; row < rowCount(open); row++) {
      yield await found(file.name, row, () => checkRow(open, row, counts));
    }
  }
}

/** The result, or the finding that stands for what was thrown. */
async function found<T>(
  file: string,
  row: number | undefined,
  read: () => Promise<T>,
): Promise<T | BadRow> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof MabError)) throw error;
    const { code, message } = error;
    return { file, ...(row !== undefined && { row }), code, problem: message };
  }
}

async function checkRow(
  open: OpenFile,
  row: number,
  counts: Map<string, number>,
): Promise<GoodRow> {
  const read = await readContextRow(open, row, (dataset) => {
    const index = counts.get(dataset) ?? 0;
    counts.set(dataset, index + 1);
    return index;
  });
  return goodRow(open.file, row, read);
}

/** A row as a finding. */
export function goodRow(
  { name, isPublished = false }: Pick<ParquetFile, 'name' | 'isPublished'>,
  row: number,
  { dataset, contextId, context, contextSha256, questions, status }: ContextRow,
): GoodRow {
  const { note } = isPublished ? PUBLISHED : knownRow(dataset, contextSha256, questions);
  return {
    ...{ file: name, row, dataset, contextId, contextSha256, status, note },
    questions: questions.length,
    contextLength: context.length,
    warnings: repeatedNames(questions),
  };
}

/** Names that stand at several questions of a row; our own ids are unique whatever they are. */
function repeatedNames(questions: readonly Question[]): string[] {
  return [
    ...repeated('qa_pair_ids', questions, ({ qaPairId }) => qaPairId),
    ...repeated('question_ids', questions, ({ sourceId }) => sourceId),
    ...repeated('questions', questions, ({ text }) => text),
  ];
}

function repeated(
  column: string,
  questions: readonly Question[],
  nameOf: (question: Question) => string | undefined,
): string[] {
  const groups = Map.groupBy(questions, nameOf);
  groups.delete(undefined);
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .map((same) => {
      const places = same.map(({ index }) => index).join(', ');
      return `The questions ${places} have the same entry in ${column}.`;
    });
}

/** What is there of a dataset, beside what the complete one has. */
export interface DatasetCount {
  readonly dataset: string;
  readonly rows: number;
  readonly questions: number;
  /** The catalogue has it. */
  readonly isKnown: boolean;
  /** Of the complete dataset; absent where nobody knows. */
  readonly rowsComplete?: number;
  readonly questionsComplete?: number;
}

/** Good rows by dataset, in the order in which datasets appear. */
export function countDatasets(rows: readonly GoodRow[]): DatasetCount[] {
  return [...Map.groupBy(rows, ({ dataset }) => dataset)].map(([dataset, group]) => {
    const known = knownDataset(dataset);
    return {
      dataset,
      rows: group.length,
      questions: group.reduce((sum, { questions }) => sum + questions, 0),
      isKnown: known !== undefined,
      ...(known?.rows !== undefined && { rowsComplete: known.rows }),
      ...(known?.questions !== undefined && { questionsComplete: known.questions }),
    };
  });
}
