import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { PUBLISHED_SCHEMA } from '../published-schema.ts';

type Texts = readonly (string | null)[];

/** One turn of a conversation. */
export interface Turn {
  readonly content: string | null;
  readonly has_answer: boolean | null;
  readonly role: string;
}

/** One row with all published columns; `null` and wrong lengths make bad rows. */
export interface PublishedRow {
  readonly context: string | null;
  readonly questions: Texts | null;
  readonly answers: readonly (Texts | null)[] | null;
  readonly metadata: PublishedMetadata;
}

export interface PublishedMetadata {
  readonly demo: string | null;
  readonly haystack_sessions: readonly (readonly (readonly Turn[])[])[] | null;
  readonly keypoints: Texts | null;
  readonly previous_events: Texts | null;
  readonly qa_pair_ids: Texts | null;
  readonly question_dates: Texts | null;
  readonly question_ids: Texts | null;
  readonly question_types: Texts | null;
  readonly source: string;
}

export const NO_METADATA: Omit<PublishedMetadata, 'source'> = {
  ...{ demo: null, haystack_sessions: null, keypoints: null, previous_events: null },
  ...{ qa_pair_ids: null, question_dates: null, question_ids: null, question_types: null },
};

/** As the published ones are named. */
export function pairIds(dataset: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${dataset}_no${index}`);
}

/** The published columns and no others: `metadata` ends with `source`. */
const SCHEMA = publishedColumns(PUBLISHED_SCHEMA);

function publishedColumns(schema: readonly SchemaElement[]): SchemaElement[] {
  const last = schema.findIndex(({ name }) => name === 'source');
  return schema
    .slice(0, last + 1)
    .map((element) => (element.name === 'metadata' ? { ...element, num_children: 9 } : element));
}

/**
 * A parquet file as the published ones are.
 *
 * @param rowGroupRows  The published files have one row group; small ones can be read row by row.
 */
export function publishedFile(
  rows: readonly PublishedRow[],
  { rowGroupRows = rows.length }: { readonly rowGroupRows?: number } = {},
): ArrayBuffer {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: SCHEMA, statistics: false });
  for (let at = 0; at < rows.length; at += rowGroupRows) {
    const group = rows.slice(at, at + rowGroupRows);
    const names = ['context', 'questions', 'answers', 'metadata'] as const;
    writer.write({ columnData: names.map((name) => ({ name, data: group.map((r) => r[name]) })) });
  }
  writer.finish();
  return bytes.getBuffer();
}
