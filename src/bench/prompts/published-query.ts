import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { bareQuestion } from './bare-question.ts';

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
 * fits the templates of three families, and the questions of LongMemEval and DetectiveQA, which
 * hold the mark themselves; for all others it searches with the whole prompt, instructions
 * included.
 *
 * @param text     The question as the dataset has it.
 * @param message  The question inside its prompt.
 * Source: `_extract_retrieval_query` in `agent.py` of the reference. Deviation: the prompt is our
 *   own wording, and a marked question comes without the cue that follows it.
 */
export function publishedQuery(family: DatasetFamily, text: string, message: string): string {
  if (MARKED.has(family)) return text;
  const bare = bareQuestion(text);
  return bare === text ? message : bare;
}
