import type { Phase } from './memory-method.ts';

/** What earlier calls of one kind came to: one step of one model on one dataset. */
export interface MeasuredUsage {
  /** As the vendor named it in its replies; undefined where it named none. */
  readonly model: string | undefined;
  readonly dataset: string;
  readonly phase: Phase;
  /** As the method named the call: `answer`, `extract` … */
  readonly step: string;
  /** Calls that were answered; never zero. */
  readonly replies: number;
  /** Sums over these replies; the kinds of tokens do not overlap. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  readonly embeddedTokens: number;
  /**
   * Replies whose prompt the vendor's cache could have had in large part: sent after the first
   * reply of a unit that asks all its questions on one text.
   */
  readonly cacheChances: number;
  /** Of these, replies that it had. */
  readonly cacheHits: number;
  /** Per reply, reasoning included. */
  readonly outputTokens: Spread;
  /** Per reply of the live lane, in milliseconds; undefined where all came out of batches. */
  readonly latencyMs: Spread | undefined;
  /** Sends of these calls that may have been billed and brought no reply. */
  readonly lostAttempts: number;
  /** Sends of these calls that were refused: they cost time alone. */
  readonly refusedAttempts: number;
}

/** How a number is spread over what was measured. */
export interface Spread {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of a single value (n − 1); zero for one value. */
  readonly deviation: number;
  /** Nearest rank: the smallest value that at least a tenth of all do not pass. */
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}
