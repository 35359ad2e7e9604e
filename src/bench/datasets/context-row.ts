import type { Competency, ContextRow, ItemTable, Question } from '../../contracts/dataset.ts';
import { sha256 } from '../../core/hashing.ts';
import { knownRow, PUBLISHED } from './known-rows.ts';
import { type RawRow, type RowPlace, requiredText, rowInvalid } from './raw-row.ts';

export interface RowIdentity {
  readonly dataset: string;
  readonly competency: Competency;
  /** Position among the rows of this dataset, from 0. */
  readonly index: number;
  /** The whole file is known to be the published one. */
  readonly isPublished: boolean;
}

/**
 * A row of the file as the rest of the program knows it.
 * @throws {MabError} ROW_INVALID for an empty context, no questions, a question without text or
 *   without answers, an empty answer, and bytes that are not UTF-8.
 */
export function toContextRow(raw: RawRow, identity: RowIdentity, place: RowPlace): ContextRow {
  const { dataset, competency, index, isPublished } = identity;
  const contextId = `${dataset}#${index}`;
  const context = requiredText(raw.context, 'context', place);
  const questions = toQuestions(raw, contextId, place);
  const contextSha256 = sha256(context);
  const { status } = isPublished ? PUBLISHED : knownRow(dataset, contextSha256, questions);
  const items = toItems(raw, place);
  return {
    ...{ dataset, competency, contextId, context, contextSha256, questions, status },
    ...(items && { items }),
  };
}

function toQuestions(raw: RawRow, contextId: string, place: RowPlace): Question[] {
  const questions = raw.questions ?? [];
  const answers = raw.answers ?? [];
  if (questions.length === 0) throw rowInvalid(place, 'has no questions');
  if (questions.length !== answers.length) {
    const counts = `${questions.length} questions and ${answers.length} sets of answers`;
    throw rowInvalid(place, `has ${counts}, which have to be as many`);
  }
  const qaPairIds = toQaPairIds(raw, questions.length, place);
  const evidence = toEvidence(raw, questions.length, place);
  return questions.map((bytes, index) => ({
    id: `${contextId}/q${index}`,
    index,
    text: requiredText(bytes, `question ${index}`, place),
    answers: toAnswers(answers[index], index, place),
    ...(qaPairIds === undefined ? {} : { qaPairId: qaPairIds[index] }),
    ...(evidence?.[index] && { evidence: evidence[index] }),
  }));
}

function toAnswers(
  golds: readonly (Uint8Array | null | undefined)[] | null | undefined,
  index: number,
  place: RowPlace,
): string[] {
  if (!golds || golds.length === 0) throw rowInvalid(place, `has no answer to question ${index}`);
  return golds.map((bytes) => requiredText(bytes, `answer to question ${index}`, place));
}

/** Undefined unless there is one for every question: they are names only, and not unique ones. */
function toQaPairIds(raw: RawRow, count: number, place: RowPlace): string[] | undefined {
  const ids = raw.metadata?.qa_pair_ids ?? [];
  if (ids.length !== count || ids.some((id) => !id?.length)) return undefined;
  return ids.map((id, index) => requiredText(id, `qa_pair_id ${index}`, place));
}

/** Per question; undefined where the file has none. */
function toEvidence(
  raw: RawRow,
  count: number,
  place: RowPlace,
): (readonly string[] | undefined)[] | undefined {
  const all = raw.metadata?.evidence;
  if (!all) return undefined;
  if (all.length !== count) {
    throw rowInvalid(place, `has ${count} questions and evidence for ${all.length}`);
  }
  return all.map((passages, index) =>
    passages?.map((bytes) => requiredText(bytes, `evidence of question ${index}`, place)),
  );
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
