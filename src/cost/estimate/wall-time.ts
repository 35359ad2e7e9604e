import type { Guess } from '../../contracts/estimate.ts';
import { NOTHING, plus, times } from './guesses.ts';

/** Calls of one kind that are still to be made. */
export interface WallWork {
  readonly calls: Guess;
  /** As the limit counts them: input alone, input with the most output, … */
  readonly limitTokens: Guess;
  /** Seconds of one call. */
  readonly latencySeconds: Guess;
  /** Calls that have to wait for each other: chunks that a method takes in order. Absent: none. */
  readonly inARow?: number;
  /** Whoever shares the name shares the limits. */
  readonly limitName: string;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

type Bound = keyof Guess;

/**
 * Seconds that the work takes at least: the largest of tokens / TPM and calls / RPM of each limit,
 * of all calls × latency / parallel, and of the longest row of calls that wait for each other.
 * Low, expected and high are of all inputs together.
 *
 * @param parallel  Calls in flight, 1 or more.
 */
export function wallSeconds(works: readonly WallWork[], parallel: number): Guess {
  const limits = [...Map.groupBy(works, ({ limitName }) => limitName).values()];
  const at = (bound: Bound): number =>
    Math.max(
      ...limits.map((sharing) => limitedSeconds(sharing, bound)),
      works.reduce((sum, { calls, latencySeconds }) => {
        return sum + (calls[bound] * latencySeconds[bound]) / parallel;
      }, 0),
      ...works.map(({ inARow = 0, latencySeconds }) => inARow * latencySeconds[bound]),
      0,
    );
  return { low: at('low'), expected: at('expected'), high: at('high') };
}

/** Works with one limit: the tightest that any of them names holds for all. */
function limitedSeconds(works: readonly WallWork[], bound: Bound): number {
  const total = (of: (work: WallWork) => Guess): number =>
    works.reduce((all, work) => plus(all, of(work)), NOTHING)[bound];
  const rpm = tightest(works.map(({ requestsPerMinute }) => requestsPerMinute));
  const tpm = tightest(works.map(({ tokensPerMinute }) => tokensPerMinute));
  return Math.max(
    (total(({ calls }) => calls) / rpm) * 60,
    (total(({ limitTokens }) => limitTokens) / tpm) * 60,
  );
}

/** Infinite where none is given: it does not bind. */
function tightest(limits: readonly (number | undefined)[]): number {
  return Math.min(...limits.map((limit) => limit ?? Number.POSITIVE_INFINITY));
}

/** What a vendor counts against its limit of tokens, of calls with so much input and output. */
export function limitTokens(
  counting: 'used' | 'reserved' | 'uncached' | 'input',
  work: {
    readonly uncached: Guess;
    readonly cached: Guess;
    readonly output: Guess;
    /** Calls × the most output that each asks for. */
    readonly outputMax: number;
  },
): Guess {
  const { uncached, cached, output, outputMax } = work;
  const input = plus(uncached, cached);
  switch (counting) {
    case 'used':
      return plus(input, output);
    case 'reserved':
      return plus(input, times({ low: 1, expected: 1, high: 1 }, outputMax));
    case 'uncached':
      return plus(uncached, output);
    case 'input':
      return input;
  }
}
