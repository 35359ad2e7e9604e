import { CELL_SHARE, type FoundCell, type SeedResult } from './estimate-result.ts';

/** What `Known` gives the prior of the cache's share: so many replies, with this share of hits. */
const PRIOR = { replies: 4, share: 0.85 };
/** Of the full price: what a token out of the cache is let off. */
const DISCOUNT = 0.75;

/**
 * How many cells an estimator is to miss by luck alone that knows everything but the cache: the
 * share of hits from `m` replies of the trial, then `n` calls of the cell, each a draw of its own.
 * Of cells that ask everything on one text; others are hardly a matter of luck.
 */
export function luckMisses(results: readonly SeedResult[]): number {
  return results.reduce((sum, { hidden, estimate, cells }) => {
    const trialReplies = measuredReplies(estimate.measured);
    const chances = cells.filter(isOnOneText).map(({ cellId }) => {
      const questions = estimate.cells.find((cell) => cell.cellId === cellId)?.questions ?? 0;
      return missChance({ questions, trialReplies, share: hidden.cacheHitShare });
    });
    return sum + chances.reduce((a, b) => a + b, 0);
  }, 0);
}

/** Calls of a cell, replies of the trial, and the share of hits of both in the long run. */
export interface Draws {
  readonly questions: number;
  readonly trialReplies: number;
  readonly share: number;
}

/** The chance that such a cell ends more than a fifth away from what was expected of it. */
export function missChance({ questions, trialReplies, share }: Draws): number {
  const before = binomial(trialReplies, share);
  const after = binomial(questions - 1, share);
  const cost = (hits: number): number => questions - DISCOUNT * hits;
  return before.reduce((sum, chance, hits) => {
    const weight = trialReplies + PRIOR.replies;
    const expected = (hits + PRIOR.share * PRIOR.replies) / weight;
    const said = cost(expected * (questions - 1));
    const missed = after.filter((_, found) => Math.abs(said / cost(found) - 1) > CELL_SHARE);
    return sum + chance * missed.reduce((a, b) => a + b, 0);
  }, 0);
}

/** Chances of 0 to n hits. */
function binomial(n: number, share: number): number[] {
  let chances = [1];
  for (let draw = 0; draw < n; draw++) {
    chances = Array.from(
      { length: draw + 2 },
      (_, hits) => (chances[hits] ?? 0) * (1 - share) + (chances[hits - 1] ?? 0) * share,
    );
  }
  return chances;
}

/** Most of what it sent was in the cache. */
function isOnOneText({ usage: { inputTokens, cachedInputTokens } }: FoundCell): boolean {
  return cachedInputTokens > inputTokens;
}

/** `prompt cache of openai: measured, 197 replies` */
function measuredReplies(measured: readonly string[]): number {
  const note = measured.find((text) => text.startsWith('prompt cache of')) ?? '';
  return Number(/(\d+) replies/.exec(note)?.[1] ?? 0);
}
