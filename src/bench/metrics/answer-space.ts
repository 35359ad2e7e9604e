import type { ContextRow } from '../../contracts/dataset.ts';
import type { AnswerSpace } from '../../contracts/metric.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { readDemonstrations } from '../methods/passages/demonstrations.ts';

/** What answers to questions of a row are held against: its items, the labels of its examples. */
export function answerSpaceOf(
  family: DatasetFamily,
  { context, items }: Pick<ContextRow, 'context' | 'items'>,
): AnswerSpace {
  return {
    ...(items ? { items } : {}),
    ...(family === 'icl' ? labelsOf(context) : {}),
  };
}

/** A context without examples says nothing of which labels there are. */
function labelsOf(context: string): Pick<AnswerSpace, 'labels'> {
  const labels = new Set(readDemonstrations(context).map(({ label }) => label));
  return labels.size === 0 ? {} : { labels };
}
