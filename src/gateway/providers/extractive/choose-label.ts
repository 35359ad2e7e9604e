import { formTerms } from './content-terms.ts';
import type { ReadDemonstration } from './memory-block.ts';
import type { Searchable } from './memory-view.ts';

const NEIGHBOURS = 8;

/**
 * Labels a text like its nearest labelled examples: idf-weighted overlap of words and word pairs,
 * related to the weight of both texts together (Dice), and a vote of the nearest eight in which
 * nearness counts to the fourth power.
 *
 * @returns undefined when no example shares a word with the text.
 */
export function chooseLabel(
  text: string,
  { units, index }: Searchable<ReadDemonstration>,
): string | undefined {
  const terms = formTerms(text);
  const own = [...new Set(terms)].reduce((sum, term) => sum + index.idf(term), 0);
  const shared = index.overlap(terms);
  const nearest = units
    .map(({ label }, at) => {
      const overlap = shared[at] as number;
      return { label, nearness: overlap / (own + (index.mass[at] as number) || 1) };
    })
    .filter(({ nearness }) => nearness > 0)
    .sort((a, b) => b.nearness - a.nearness)
    .slice(0, NEIGHBOURS);
  return heaviest(nearest.map(({ label, nearness }) => [label, nearness ** 4]));
}

/** The name with the largest sum; the first one met among equals. */
function heaviest(votes: readonly (readonly [string, number])[]): string | undefined {
  const sums = new Map<string, number>();
  for (const [name, weight] of votes) sums.set(name, (sums.get(name) ?? 0) + weight);
  return [...sums].reduce<readonly [string, number] | undefined>(
    (best, entry) => (best && best[1] >= entry[1] ? best : entry),
    undefined,
  )?.[0];
}
