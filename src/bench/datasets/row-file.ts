import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Competency, ContextRow, Question } from '../../contracts/dataset.ts';
import { fileOfCompetency } from './parquet-file.ts';
import { PUBLISHED_SCHEMA } from './published-schema.ts';

/** A parquet file of the published layout that is being made, in memory. */
export interface RowFile {
  /** `Conflict_Resolution-00000-of-00001.parquet`. */
  readonly name: string;
  /** Rows of this file's competency only; a row group each, so that each can be read alone. */
  add(row: ContextRow): void;
  /** The whole file; nothing can be added after that. */
  finish(): Uint8Array;
}

/** @param label  Where the rows come from; noted in the file as `mab.source`. */
export function createRowFile(competency: Competency, label: string): RowFile {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [...PUBLISHED_SCHEMA],
    createdBy: 'mab',
    kvMetadata: [{ key: 'mab.source', value: label }],
    // Smallest and largest contexts help nobody.
    statistics: false,
  });
  return {
    name: fileOfCompetency(competency),
    add(row) {
      writer.write({ columnData: columnsOf(row) });
    },
    finish() {
      writer.finish();
      return bytes.getBytes();
    },
  };
}

function columnsOf({ dataset, context, questions, items }: ContextRow) {
  const metadata = {
    source: dataset,
    // As the published ones are named.
    qa_pair_ids: questions.map(({ qaPairId, index }) => qaPairId ?? `${dataset}_no${index}`),
    question_types: perQuestion(questions, ({ type }) => type),
    question_ids: perQuestion(questions, ({ sourceId }) => sourceId),
    question_dates: perQuestion(questions, ({ date }) => date),
    // Of the row: all its questions have the same.
    keypoints: questions[0]?.keypoints ?? null,
    evidence: perQuestion(questions, ({ evidence }) => evidence),
    item_ids: items?.ids ?? null,
    item_names: items?.names ?? null,
  };
  return [
    { name: 'context', data: [context] },
    { name: 'questions', data: [questions.map(({ text }) => text)] },
    { name: 'answers', data: [questions.map(({ answers }) => answers)] },
    { name: 'metadata', data: [metadata] },
  ];
}

/** A column of the questions' own; null where none of them has it. */
function perQuestion<T>(questions: readonly Question[], of: (question: Question) => T | undefined) {
  const values = questions.map((question) => of(question) ?? null);
  return values.some((value) => value !== null) ? values : null;
}
