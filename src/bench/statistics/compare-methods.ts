import type { ClusteredError, ClusteredValue } from './interval-of-mean.ts';
import { clusteredError, NORMAL_QUANTILE } from './interval-of-mean.ts';
import {
  type NamedQuestionScore,
  type PairedDifference,
  pairedDifference,
  pairedValues,
} from './paired-difference.ts';
import { signFlipPValue } from './sign-flip-test.ts';
import { studentPValue, studentQuantile } from './student-t.ts';

/** Two methods on the questions that both were scored on. */
export interface MethodComparison extends Omit<PairedDifference, 'first'> {
  /** `undecided` unless the interval leaves out 0 and the p-value is below 0.05. */
  readonly better: 'first' | 'second' | 'undecided';
  /** Two-sided, of there being no difference. */
  readonly pValue: number;
  /**
   * `mcnemar` and `sign-flip` are exact and for a single context; `t` is Student's over the
   * questions of a single context, `clustered-t` over contexts.
   */
  readonly test: 'mcnemar' | 'sign-flip' | 't' | 'clustered-t';
  /** Paired questions on which the first, the second, and neither method has the higher score. */
  readonly firstHigher: number;
  readonly secondHigher: number;
  readonly equal: number;
  /**
   * Absent where the difference is decided, is 0 or as good as 0 (a thousand million clusters would
   * not settle it), or was the same on every question.
   */
  readonly toSettle?: QuestionsToSettle;
}

/** How much would have to be asked in all, not in addition, to tell the two methods apart. */
export interface QuestionsToSettle {
  readonly questions: number;
  /** With as many questions each as now; 1 where there is a single context. */
  readonly contexts: number;
}

/** The usual chance to find a difference that is there. */
const POWER = 0.8;
const LEVEL = 0.05;

/**
 * Compares two methods on one dataset, question by question: the mean difference (first minus
 * second) with its interval, a p-value, and how many questions would settle a difference that is
 * now inside the noise.
 *
 * With several contexts the test is Student's t on the clustered standard error, which is what the
 * interval is made of. With one context it is exact: McNemar's for scores of 0 and 1, the sign-flip
 * test for others, t only where that has more than 20 unlike differences.
 *
 * To settle: the smallest N of clusters (contexts, or questions of a single context) above today's
 * with (t(0.975, N - 1) + t(0.8, N - 1)) * s / sqrt(N) <= |mean|, s the standard deviation of
 * today's clusters: the difference would then be found with 80 % chance if it is as large as it
 * looks now. That is an estimate from an estimate; show it as "about".
 *
 * @returns Undefined when no question has both scores.
 * @throws {MabError} as `pairedDifference`. Trials of one question have to be averaged before.
 * Source: McNemar 1947; Miller 2024 (arXiv 2411.00640, paired and clustered analysis of evals);
 *   the usual sample-size formula of the paired t test.
 */
export function compareMethods(
  first: readonly NamedQuestionScore[],
  second: readonly NamedQuestionScore[],
): MethodComparison | undefined {
  const difference = pairedDifference(first, second);
  if (!difference) return undefined;
  const { first: side, ...interval } = difference;
  const { values } = pairedValues(first, second);
  const error = clusteredError(values);
  const { test, pValue } = testOf(values, error);
  const decided = side !== 'undecided' && pValue < LEVEL;
  const settle = decided ? undefined : toSettle(error);
  return {
    ...interval,
    better: decided ? SIDES[side] : 'undecided',
    ...{ test, pValue },
    firstHigher: values.filter(({ value }) => value > 0).length,
    secondHigher: values.filter(({ value }) => value < 0).length,
    equal: values.filter(({ value }) => value === 0).length,
    ...(settle ? { toSettle: settle } : {}),
  };
}

const SIDES = { higher: 'first', lower: 'second' } as const;

function testOf(
  values: readonly ClusteredValue[],
  { mean, standardError, clusters, basis }: ClusteredError,
): Pick<MethodComparison, 'test' | 'pValue'> {
  const byError = (): number => studentPValue(mean / standardError, clusters - 1);
  if (basis === 'contexts' && standardError > 0) return { test: 'clustered-t', pValue: byError() };
  // Without variation between contexts their common sign is all there is to count.
  const units = basis === 'contexts' ? Array<number>(clusters).fill(mean) : allOf(values);
  const exact = signFlipPValue(units);
  if (exact === undefined) return { test: 't', pValue: byError() };
  const isBinary = basis === 'questions' && units.every((unit) => Math.abs(unit) % 1 === 0);
  return { test: isBinary ? 'mcnemar' : 'sign-flip', pValue: exact };
}

const allOf = (values: readonly ClusteredValue[]): number[] => values.map(({ value }) => value);

/** Beyond it a difference is rounding noise, and counting upwards by one would never end. */
const CLUSTERS_MAX = 1e9;

function toSettle(error: ClusteredError): QuestionsToSettle | undefined {
  const { mean, standardError, clusters, questions, basis } = error;
  const deviation = standardError * Math.sqrt(clusters);
  if (standardError === 0 || (deviation / mean) ** 2 > CLUSTERS_MAX) return undefined;
  const enough = (count: number): boolean =>
    (studentQuantile(1 - LEVEL / 2, count - 1) + studentQuantile(POWER, count - 1)) * deviation <=
    Math.abs(mean) * Math.sqrt(count);
  const needed = Math.max(clusters + 1, smallest(enough, (deviation / mean) ** 2));
  return basis === 'contexts'
    ? { contexts: needed, questions: Math.ceil((needed * questions) / clusters) }
    : { contexts: 1, questions: needed };
}

/** Quantile of the standard normal distribution at 0.8. */
const NORMAL_POWER = 0.8416212335729143;

/** The smallest count that is enough, searched upwards from what large samples would need. */
function smallest(enough: (count: number) => boolean, squaredRatio: number): number {
  let count = Math.max(2, Math.floor((NORMAL_QUANTILE + NORMAL_POWER) ** 2 * squaredRatio));
  while (!enough(count)) count += 1;
  return count;
}
