import type { ContextRow, Question } from '../../../contracts/dataset.ts';
import { sha256 } from '../../../core/hashing.ts';
import type { DatasetEntry } from '../dataset-entry.ts';
import { knownRow } from '../known-rows.ts';

/** A question before it has a place. */
export type AskedQuestion = Omit<Question, 'id' | 'index'>;

/** A context with its questions, as the rest of the program knows it; `index` is from 0. */
export function askedRow(
  { id: dataset, competency }: DatasetEntry,
  index: number,
  context: string,
  asked: readonly AskedQuestion[],
): ContextRow {
  const contextId = `${dataset}#${index}`;
  const contextSha256 = sha256(context);
  const questions = asked.map((question, at) => ({
    ...{ id: `${contextId}/q${at}`, index: at },
    ...question,
  }));
  const { status } = knownRow(dataset, contextSha256, questions);
  return { dataset, competency, contextId, context, contextSha256, questions, status };
}

/** Where a row of each dataset stands among its like, from 0. */
export function createCounter(): (dataset: string) => number {
  const counts = new Map<string, number>();
  return (dataset) => {
    const index = counts.get(dataset) ?? 0;
    counts.set(dataset, index + 1);
    return index;
  };
}
