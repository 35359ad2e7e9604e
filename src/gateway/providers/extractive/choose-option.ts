import { sha256 } from '../../../core/hashing.ts';
import { contentTerms } from './content-terms.ts';
import type { ReadSentence } from './memory-block.ts';
import type { Searchable } from './memory-view.ts';
import type { OverlapIndex } from './overlap-index.ts';

/** Sentences on either side that support a sentence. */
const REACH = 1;
/**
 * What a term counts that all options share: it places the event, but does not tell options apart.
 */
const SHARED_WEIGHT = 0.2;

/**
 * The option with the best support in one place of memory: the largest share of its idf-weighted
 * terms that three neighbouring sentences hold. Of equal options the first one wins.
 *
 * @param options  At least one.
 */
export function chooseOption(
  options: readonly string[],
  { index }: Searchable<ReadSentence>,
): string {
  const termsOf = options.map((option) => [...new Set(contentTerms(option))]);
  const isShared = (term: string): boolean => termsOf.every((terms) => terms.includes(term));
  const supports = termsOf.map((terms) => {
    const weights = new Map(
      terms.map((term) => [term, index.idf(term) * (isShared(term) ? SHARED_WEIGHT : 1)]),
    );
    return bestSupport(weights, index);
  });
  return options[supports.indexOf(Math.max(...supports))] ?? '';
}

function bestSupport(weights: ReadonlyMap<string, number>, index: OverlapIndex): number {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  const sums = index.overlapAround([...weights.keys()], REACH, (term) => weights.get(term) ?? 0);
  return sums.reduce((best, sum) => Math.max(best, sum), 0) / total;
}

/** A choice without any memory: fixed for a question, but by chance over questions. */
export function chooseBlindly(options: readonly string[], question: string): string {
  const drawn = Number.parseInt(sha256(question).slice(0, 8), 16);
  return options[drawn % options.length] ?? '';
}
