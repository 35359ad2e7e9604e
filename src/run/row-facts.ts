import type { ContextRow, DatasetSource, Question } from '../contracts/dataset.ts';
import { MabError } from '../core/errors.ts';
import { hashValue } from '../core/hashing.ts';
import type { RowFacts } from './unit-plan.ts';

/** Of a row that has been read: what the plan keeps, without the text. */
export function rowFacts(row: ContextRow): RowFacts {
  const { dataset, contextId, contextSha256, questions, status, items } = row;
  return {
    ...{ dataset, contextId, contextSha256, status },
    questionsSha256: hashValue(questions.map(questionFacts)),
    questions: questions.length,
    ...(items ? { itemsSha256: hashValue([items.ids, items.names]) } : {}),
  };
}

/** All that can change an answer or what a judge says of it; nothing is added where it has none. */
function questionFacts({ text, answers, evidence, ...others }: Question): readonly unknown[] {
  const { type, sourceId, date, keypoints } = others;
  const judged = { type, sourceId, date, keypoints };
  const hasAny = Object.values(judged).some((value) => value !== undefined);
  return [text, answers, evidence, ...(hasAny ? [judged] : [])];
}

/**
 * Reads the rows of a dataset once before anything is bought: whatever is wrong in them shows now,
 * and the plan can name what it will run on.
 *
 * @throws {MabError} DATASET_EMPTY, and what the source throws for unreadable rows.
 */
export async function surveyRows(
  source: DatasetSource,
  dataset: string,
  contextsMax: number | undefined,
): Promise<RowFacts[]> {
  const facts: RowFacts[] = [];
  for await (const row of takeRows(source, dataset, contextsMax)) facts.push(rowFacts(row));
  if (facts.length > 0) return facts;
  throw new MabError('DATASET_EMPTY', `${source.label} has no row of ${dataset}.`, {
    hint: 'Run `mab data list` on the folder to see which datasets it holds.',
  });
}

/** The first `max` rows of a dataset, one in memory at a time. */
export async function* takeRows(
  source: DatasetSource,
  dataset: string,
  max: number | undefined,
): AsyncGenerator<ContextRow> {
  let taken = 0;
  for await (const row of source.rows(dataset)) {
    yield row;
    taken += 1;
    if (taken === max) return;
  }
}
