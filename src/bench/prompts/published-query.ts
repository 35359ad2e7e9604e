import type { DatasetFamily } from '../datasets/dataset-entry.ts';

/**
 * Families whose published template marks where the question begins; `whole-corpus`, which has no
 * published template, is searched by the bare question too.
 */
const MARKED: ReadonlySet<DatasetFamily> = new Set([
  'ruler-qa',
  'fact-consolidation',
  'recsys',
  'whole-corpus',
]);

/**
 * What the published code searches with. It cuts the question out of its prompt by a pattern that
 * fits the templates of three families; for all others it searches with the whole prompt,
 * instructions included.
 *
 * @param text     The bare question.
 * @param message  The question inside its prompt.
 * Source: `_extract_retrieval_query` in `agent.py` of the reference. Deviation: the prompt is our
 *   own wording, and a marked question comes without the cue that follows it.
 */
export function publishedQuery(family: DatasetFamily, text: string, message: string): string {
  return MARKED.has(family) ? text : message;
}
