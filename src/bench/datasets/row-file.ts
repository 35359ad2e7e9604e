import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Competency, ContextRow } from '../../contracts/dataset.ts';
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
  const hasEvidence = questions.some(({ evidence }) => evidence !== undefined);
  const metadata = {
    source: dataset,
    // As the published ones are named.
    qa_pair_ids: questions.map(({ qaPairId, index }) => qaPairId ?? `${dataset}_no${index}`),
    evidence: hasEvidence ? questions.map(({ evidence }) => evidence ?? null) : null,
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
