import { z } from 'zod';
import { MabError } from '../../core/errors.ts';
import { decodeUtf8 } from './parquet-text.ts';

const text = z.instanceof(Uint8Array).nullish();
const texts = z.array(text).nullish();

/** One turn of a conversation; `has_answer` marks what a question was made from. */
const turn = z.object({ content: text, has_answer: z.boolean().nullish() }).nullish();
const sessions = z.array(z.array(turn).nullish()).nullish();

/** The columns of a row that we use, texts as bytes. Lenient: other columns are not looked at. */
export const rawRowSchema = z.object({
  context: text,
  questions: texts,
  answers: z.array(texts).nullish(),
  metadata: z
    .object({
      source: text,
      qa_pair_ids: texts,
      question_types: texts,
      question_ids: texts,
      question_dates: texts,
      keypoints: texts,
      haystack_sessions: z.array(sessions).nullish(),
      evidence: z.array(texts).nullish(),
      item_ids: texts,
      item_names: texts,
    })
    .nullish(),
});
export type RawRow = z.infer<typeof rawRowSchema>;
export type RawTexts = z.infer<typeof texts>;
export type RawSessions = z.infer<typeof sessions>;

/** Where a row stands, for messages. */
export interface RowPlace {
  readonly file: string;
  /** From 0. */
  readonly row: number;
  readonly dataset?: string;
}

/** ROW_INVALID: this row is at fault. `problem` completes the sentence "Row 3 … ". */
export function rowInvalid({ file, row, dataset }: RowPlace, problem: string): MabError {
  const of = dataset === undefined ? '' : ` (${dataset})`;
  return new MabError('ROW_INVALID', `Row ${row}${of} of ${file} ${problem}.`, {
    hint: 'Rows are counted from 0. Repair the row, or fetch the file again.',
    details: { file, row, ...(dataset === undefined ? {} : { dataset }) },
  });
}

/**
 * @throws {MabError} ROW_INVALID when `bytes` are missing, not UTF-8, or nothing but white space.
 */
export function requiredText(
  bytes: Uint8Array | null | undefined,
  what: string,
  place: RowPlace,
): string {
  if (!bytes) throw rowInvalid(place, `has no ${what}`);
  const decoded = decodeUtf8(bytes);
  if (decoded === undefined) throw rowInvalid(place, `has bytes in its ${what} that are not UTF-8`);
  if (decoded.trim() === '') throw rowInvalid(place, `has an empty ${what}`);
  return decoded;
}
