import type { Guess } from '../../contracts/estimate.ts';
import { plus, times } from './guesses.ts';

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
  /** Calls × latency / calls in flight that the limit allows. Absent: it does not say. */
  readonly limitSeconds?: Guess;
}

type Bound = keyof Guess;

/**
 * Seconds that the work takes at least: the largest of tokens / TPM, calls / RPM and calls ×
 * latency / calls in flight of each limit, of all calls × latency / parallel, and of the longest
 * row of calls that wait for each other.
 * Low, expected and high are of all inputs together.
 *
 * @param parallel  Calls in flight, 1 or more.
 */
export function wallSeconds(works: readonly WallWork[], parallel: number): Guess {
  const at = (bound: Bound): number =>
    Math.max(0, ...loads(works, parallel, bound).map((load) => total(load)));
  return { low: at('low'), expected: at('expected'), high: at('high') };
}

/**
 * What part of `wallSeconds` each work takes: its part of whatever is expected to bind.
 *
 * @returns one share in [0, 1] for each work; together 1, or 0 where nothing takes time.
 */
export function wallShares(works: readonly WallWork[], parallel: number): number[] {
  const none = works.map(() => 0);
  const binding = loads(works, parallel, 'expected').reduce(
    (most, load) => (total(load) > total(most) ? load : most),
    none,
  );
  const seconds = total(binding);
  return seconds === 0 ? none : binding.map((load) => load / seconds);
}

/** Of whatever may bind, the seconds that each work adds to it, in the order of the works. */
function loads(works: readonly WallWork[], parallel: number, bound: Bound): number[][] {
  const limits = Map.groupBy(works, ({ limitName }) => limitName);
  return [
    works.map(({ calls, latencySeconds }) => (calls[bound] * latencySeconds[bound]) / parallel),
    ...[...limits].flatMap(([name, sharing]) => limitLoads(works, { name, sharing, bound })),
    ...works.flatMap(({ inARow = 0, latencySeconds }, at) =>
      inARow === 0 ? [] : [works.map((_, of) => (of === at ? inARow * latencySeconds[bound] : 0))],
    ),
  ];
}

/** Of a limit that some share: the tightest that any of them names holds for all. */
function limitLoads(
  works: readonly WallWork[],
  { name, sharing, bound }: { name: string; sharing: readonly WallWork[]; bound: Bound },
): number[][] {
  const rpm = tightest(sharing.map(({ requestsPerMinute }) => requestsPerMinute));
  const tpm = tightest(sharing.map(({ tokensPerMinute }) => tokensPerMinute));
  const of = (seconds: (work: WallWork) => number): number[] =>
    works.map((work) => (work.limitName === name ? seconds(work) : 0));
  return [
    of(({ calls }) => (calls[bound] / rpm) * 60),
    of(({ limitTokens }) => (limitTokens[bound] / tpm) * 60),
    of(({ limitSeconds }) => limitSeconds?.[bound] ?? 0),
  ];
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((all, one) => all + one, 0);
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
