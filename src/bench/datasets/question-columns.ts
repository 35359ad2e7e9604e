import type { Question } from '../../contracts/dataset.ts';
import type { DatasetFamily } from './dataset-entry.ts';
import { type RawRow, type RawTexts, type RowPlace, requiredText, rowInvalid } from './raw-row.ts';
import { sessionEvidence } from './session-evidence.ts';

/** What a question has beside text and answers. */
type QuestionFacts = Omit<Question, 'id' | 'index' | 'text' | 'answers'>;

/** The kinds of question that LongMemEval has; its judge has a rule for each. */
export const LONGMEMEVAL_TYPES: readonly string[] = [
  'single-session-user',
  'single-session-assistant',
  'single-session-preference',
  'multi-session',
  'temporal-reasoning',
  'knowledge-update',
];

/** A row that is being read, of a dataset whose family may not be known. */
export interface ReadRow {
  readonly raw: RawRow;
  readonly context: string;
  readonly family: DatasetFamily | undefined;
  readonly place: RowPlace;
}

/**
 * What the columns of `metadata` say of each of `count` questions.
 *
 * @throws {MabError} ROW_INVALID for a column with more or fewer entries than questions, and where
 *   a family lacks what its judge goes by: types and ids of LongMemEval, key points of a summary.
 */
export function questionFacts(row: ReadRow, count: number): QuestionFacts[] {
  const { raw, family, place } = row;
  const { question_types, question_ids, question_dates, keypoints } = raw.metadata ?? {};
  const types = perQuestion(question_types, 'question_types', count, place);
  const sourceIds = perQuestion(question_ids, 'question_ids', count, place);
  const dates = perQuestion(question_dates, 'question_dates', count, place);
  const qaPairIds = toQaPairIds(raw, count, place);
  const evidence = toEvidence(row, count);
  const points = family === 'infbench-sum' ? toKeypoints(keypoints, place) : undefined;
  if (family === 'longmemeval') requireTypes(types, sourceIds, place);
  return Array.from({ length: count }, (_, index) => ({
    ...(qaPairIds && { qaPairId: qaPairIds[index] }),
    ...(evidence?.[index] && { evidence: evidence[index] }),
    ...(types && { type: types[index] }),
    ...(sourceIds && { sourceId: sourceIds[index] }),
    ...(dates && { date: dates[index] }),
    ...(points && { keypoints: points }),
  }));
}

/** A column of one text for each question; undefined where the row has none. */
function perQuestion(
  column: RawTexts,
  name: string,
  count: number,
  place: RowPlace,
): string[] | undefined {
  if (!column || column.length === 0) return undefined;
  if (column.length !== count) {
    throw rowInvalid(place, `has ${count} questions and ${column.length} ${name}`);
  }
  return column.map((bytes, index) => requiredText(bytes, `${name} ${index}`, place));
}

function requireTypes(
  types: readonly string[] | undefined,
  sourceIds: readonly string[] | undefined,
  place: RowPlace,
): void {
  if (!types) throw rowInvalid(place, 'has no question_types, by which its judge goes');
  if (!sourceIds) throw rowInvalid(place, 'has no question_ids, which tell abstentions');
  const unknown = types.findIndex((type) => !LONGMEMEVAL_TYPES.includes(type));
  if (unknown === -1) return;
  const known = LONGMEMEVAL_TYPES.join(', ');
  const type = JSON.stringify(types[unknown]);
  throw rowInvalid(place, `has ${type} as type of question ${unknown}, which is none of ${known}`);
}

function toKeypoints(keypoints: RawTexts, place: RowPlace): string[] {
  if (!keypoints || keypoints.length === 0) {
    throw rowInvalid(place, 'has no keypoints, by which its judge goes');
  }
  return keypoints.map((bytes, at) => requiredText(bytes, `keypoints ${at}`, place));
}

/** Undefined unless there is one for every question: they are names only, and not unique ones. */
function toQaPairIds(raw: RawRow, count: number, place: RowPlace): string[] | undefined {
  const ids = raw.metadata?.qa_pair_ids ?? [];
  if (ids.length !== count || ids.some((id) => !id?.length)) return undefined;
  return ids.map((id, index) => requiredText(id, `qa_pair_id ${index}`, place));
}

/** Per question: our own column, or what the sessions of LongMemEval mark. */
function toEvidence(
  { raw, context, place }: ReadRow,
  count: number,
): (readonly string[] | undefined)[] | undefined {
  const { evidence: all, haystack_sessions: haystacks } = raw.metadata ?? {};
  // Only where there is one for each question can it be told whose the marks are.
  if (!all && haystacks?.length === count) {
    return haystacks.map((sessions, index) => {
      const named = { ...place, what: `haystack_sessions ${index}` };
      return sessionEvidence(sessions, context, named);
    });
  }
  if (!all) return undefined;
  if (all.length !== count) {
    throw rowInvalid(place, `has ${count} questions and evidence for ${all.length}`);
  }
  return all.map((passages, index) =>
    passages?.map((bytes) => requiredText(bytes, `evidence of question ${index}`, place)),
  );
}
