/** One thing in a fused ranking. */
export interface FusedHit {
  readonly index: number;
  readonly score: number;
}

/** How much the first places count more than later ones. Source: Cormack et al. 2009, section 2. */
export const RRF_K = 60;

/**
 * Joins rankings by reciprocal rank fusion: a thing's score is the sum of 1 / (k + rank) over the
 * rankings that hold it, rank from 1. Scores of the rankings themselves are not looked at, so they
 * need not be comparable.
 *
 * @param rankings  Indexes, best first; an index at most once in each.
 * @param k         Above 0.
 * @returns All things, best first; of equal scores the lower index comes first.
 * Source: Cormack, Clarke, Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual
 *   Rank Learning Methods", SIGIR 2009.
 */
export function fuseRankings(rankings: readonly (readonly number[])[], k = RRF_K): FusedHit[] {
  const scores = new Map<number, number>();
  for (const ranking of rankings) {
    for (const [at, index] of ranking.entries()) {
      scores.set(index, (scores.get(index) ?? 0) + 1 / (k + at + 1));
    }
  }
  return [...scores]
    .map(([index, score]) => ({ index, score }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}
