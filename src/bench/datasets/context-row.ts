import type { Competency, ContextRow, ItemTable, Question } from '../../contracts/dataset.ts';
import { sha256 } from '../../core/hashing.ts';
import type { DatasetFamily } from './dataset-entry.ts';
import { knownRow, PUBLISHED } from './known-rows.ts';
import { questionFacts, type ReadRow } from './question-columns.ts';
import { type RawRow, type RawTexts, type RowPlace, requiredText, rowInvalid } from './raw-row.ts';

export interface RowIdentity {
  readonly dataset: string;
  /** Undefined for a dataset that the catalogue does not know. */
  readonly family: DatasetFamily | undefined;
  readonly competency: Competency;
  /** Position among the rows of this dataset, from 0. */
  readonly index: number;
  /** The whole file is known to be the published one. */
  readonly isPublished: boolean;
}

/**
 * A row of the file as the rest of the program knows it.
 * @throws {MabError} ROW_INVALID for an empty context, no questions, a question without text or
 *   without answers, an empty answer, bytes that are not UTF-8, and what `questionFacts` refuses.
 */
export function toContextRow(raw: RawRow, identity: RowIdentity, place: RowPlace): ContextRow {
  const { dataset, family, competency, index, isPublished } = identity;
  const contextId = `${dataset}#${index}`;
  const context = requiredText(raw.context, 'context', place);
  const questions = toQuestions({ raw, context, family, place }, contextId);
  const contextSha256 = sha256(context);
  const { status } = isPublished ? PUBLISHED : knownRow(dataset, contextSha256, questions);
  const items = toItems(raw, place);
  return {
    ...{ dataset, competency, contextId, context, contextSha256, questions, status },
    ...(items && { items }),
  };
}

function toQuestions(row: ReadRow, contextId: string): Question[] {
  const { raw, place } = row;
  const questions = raw.questions ?? [];
  const answers = answersOf(raw);
  if (questions.length === 0) throw rowInvalid(place, 'has no questions');
  if (questions.length !== answers.length) {
    const counts = `${questions.length} questions and ${answers.length} sets of answers`;
    throw rowInvalid(place, `has ${counts}, which have to be as many`);
  }
  const facts = questionFacts(row, questions.length);
  return questions.map((bytes, index) => ({
    id: `${contextId}/q${index}`,
    index,
    text: requiredText(bytes, `question ${index}`, place),
    answers: toAnswers(answers[index], index, place),
    ...facts[index],
  }));
}

/**
 * The sets of accepted answers. Several sets with a single question are all its own, as in the
 * reference (`_create_query_answer_pairs`), which there hands the whole list to the scorer.
 */
function answersOf({ questions, answers }: RawRow): readonly RawTexts[] {
  if (questions?.length !== 1 || !answers || answers.length < 2) return answers ?? [];
  return [answers.flatMap((set) => set ?? [])];
}

function toAnswers(golds: RawTexts, index: number, place: RowPlace): string[] {
  if (!golds || golds.length === 0) throw rowInvalid(place, `has no answer to question ${index}`);
  return golds.map((bytes) => requiredText(bytes, `answer to question ${index}`, place));
}

function toItems(raw: RawRow, place: RowPlace): ItemTable | undefined {
  const { item_ids: ids, item_names: names } = raw.metadata ?? {};
  if (!ids && !names) return undefined;
  if (ids?.length !== names?.length) {
    throw rowInvalid(place, `has ${ids?.length ?? 0} ids and ${names?.length ?? 0} names of items`);
  }
  return {
    ids: (ids ?? []).map((bytes, at) => requiredText(bytes, `item id ${at}`, place)),
    names: (names ?? []).map((bytes, at) => requiredText(bytes, `item name ${at}`, place)),
  };
}
