import type { Competency, ContextRow, Question } from '../../contracts/dataset.ts';
import { sha256 } from '../../core/hashing.ts';
import { knownRow } from './known-rows.ts';
import { type RawRow, type RowPlace, requiredText, rowInvalid } from './raw-row.ts';

export interface RowIdentity {
  readonly dataset: string;
  readonly competency: Competency;
  /** Position among the rows of this dataset, from 0. */
  readonly index: number;
}

/**
 * A row of the file as the rest of the program knows it.
 * @throws {MabError} ROW_INVALID for an empty context, no questions, a question without text or
 *   without answers, an empty answer, and bytes that are not UTF-8.
 */
export function toContextRow(raw: RawRow, identity: RowIdentity, place: RowPlace): ContextRow {
  const { dataset, competency, index } = identity;
  const contextId = `${dataset}#${index}`;
  const context = requiredText(raw.context, 'context', place);
  const questions = toQuestions(raw, contextId, place);
  const contextSha256 = sha256(context);
  const { status } = knownRow(dataset, contextSha256, questions);
  return { dataset, competency, contextId, context, contextSha256, questions, status };
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
  return questions.map((bytes, index) => ({
    id: `${contextId}/q${index}`,
    index,
    text: requiredText(bytes, `question ${index}`, place),
    answers: toAnswers(answers[index], index, place),
    ...(qaPairIds === undefined ? {} : { qaPairId: qaPairIds[index] }),
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
