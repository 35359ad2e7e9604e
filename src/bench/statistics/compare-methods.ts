import { holmAdjusted } from './holm.ts';
import { type ClusteredError, type ClusteredValue, clusteredError } from './interval-of-mean.ts';
import {
  type NamedQuestionScore,
  type PairedDifference,
  pairedDifference,
  pairedValues,
} from './paired-difference.ts';
import { clustersToFind, detectableDifference, type Spread } from './sample-size.ts';
import { signFlipPValue } from './sign-flip-test.ts';
import { studentPValue } from './student-t.ts';

/** Two methods on the questions that both were scored on. */
export interface MethodComparison extends Omit<PairedDifference, 'first'> {
  /** `undecided` unless the interval leaves out 0 and the adjusted p-value is below 0.05. */
  readonly better: 'first' | 'second' | 'undecided';
  /** Two-sided, of there being no difference. */
  readonly pValue: number;
  /** The same for one test of a family; of a single test it is `pValue`. See `holmAdjusted`. */
  readonly adjustedPValue: number;
  /**
   * `mcnemar` and `sign-flip` are for a single context, or where contexts do not differ;
   * `clustered-t` is Student's over contexts.
   */
  readonly test: 'mcnemar' | 'sign-flip' | 'clustered-t';
  /** Paired questions on which the first, the second, and neither method has the higher score. */
  readonly firstHigher: number;
  readonly secondHigher: number;
  readonly equal: number;
  readonly spread: Spread;
  /** The smallest difference that this much would find with 80 % chance; absent: not known. */
  readonly detectable?: number;
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

/** The chance of a false finding that a family of tests may have. */
export const LEVEL = 0.05;

/** A comparison before it is known how many others there are. */
export type MethodTest = Omit<
  MethodComparison,
  'better' | 'adjustedPValue' | 'detectable' | 'toSettle'
> & { readonly side: PairedDifference['first'] };

/**
 * Compares two methods on one dataset, question by question: the mean difference (first minus
 * second) with its interval, a p-value, and how many questions would settle a difference that is
 * now inside the noise. A single test; for several see `testMethods` and `decideFamily`.
 *
 * @returns Undefined when no question has both scores.
 * @throws {MabError} as `pairedDifference`. Trials of one question have to be averaged before.
 */
export function compareMethods(
  first: readonly NamedQuestionScore[],
  second: readonly NamedQuestionScore[],
): MethodComparison | undefined {
  const test = testMethods(first, second);
  return test && decideFamily([test])[0];
}

/**
 * The test of one pair, before it is judged among others.
 *
 * With several contexts the test is Student's t on the clustered standard error, which is what the
 * interval is made of. With one context it is McNemar's for scores of 0 and 1, the sign-flip test
 * for others.
 *
 * Source: McNemar 1947; Miller 2024 (arXiv 2411.00640, paired and clustered analysis of evals).
 */
export function testMethods(
  first: readonly NamedQuestionScore[],
  second: readonly NamedQuestionScore[],
): MethodTest | undefined {
  const difference = pairedDifference(first, second);
  if (!difference) return undefined;
  const { first: side, ...interval } = difference;
  const { values } = pairedValues(first, second);
  const error = clusteredError(values);
  return {
    ...interval,
    side,
    ...testOf(values, error),
    firstHigher: values.filter(({ value }) => value > 0).length,
    secondHigher: values.filter(({ value }) => value < 0).length,
    equal: values.filter(({ value }) => value === 0).length,
    spread: {
      deviation: error.standardError * Math.sqrt(error.clusters),
      clusters: error.clusters,
    },
  };
}

/**
 * Judges tests that are looked at together: of m of them each has to be more certain (Holm), finds
 * only larger differences, and needs more questions to settle (both at the level divided by m,
 * which is Holm's for the first of them).
 *
 * To settle: the smallest N of clusters (contexts, or questions of a single context) above today's
 * that would find the difference with 80 % chance if it is as large as it looks now. That is an
 * estimate from an estimate; show it as "about".
 */
export function decideFamily(tests: readonly MethodTest[]): MethodComparison[] {
  const adjusted = holmAdjusted(tests.map(({ pValue }) => pValue));
  const level = LEVEL / tests.length;
  return tests.map(({ side, ...test }, at) => {
    const adjustedPValue = adjusted[at] ?? 1;
    const decided = side !== 'undecided' && adjustedPValue < LEVEL;
    const detectable = detectableDifference(test.spread, level);
    const settle = decided ? undefined : questionsToFind(test, test.mean, level);
    return {
      ...test,
      adjustedPValue,
      better: decided ? SIDES[side] : 'undecided',
      ...(detectable === undefined ? {} : { detectable }),
      ...(settle ? { toSettle: settle } : {}),
    };
  });
}

const SIDES = { higher: 'first', lower: 'second' } as const;

function testOf(
  values: readonly ClusteredValue[],
  { mean, standardError, clusters, basis }: ClusteredError,
): Pick<MethodComparison, 'test' | 'pValue'> {
  if (basis === 'contexts' && standardError > 0) {
    return { test: 'clustered-t', pValue: studentPValue(mean / standardError, clusters - 1) };
  }
  // Without variation between contexts their common sign is all there is to count.
  const units = basis === 'contexts' ? Array<number>(clusters).fill(mean) : allOf(values);
  const isBinary = basis === 'questions' && units.every((unit) => Math.abs(unit) % 1 === 0);
  return { test: isBinary ? 'mcnemar' : 'sign-flip', pValue: signFlipPValue(units) };
}

const allOf = (values: readonly ClusteredValue[]): number[] => values.map(({ value }) => value);

/**
 * How much has to be asked in all, and more than now, to find a difference of this size.
 *
 * @returns Undefined where that is not known; see `clustersToFind`.
 */
export function questionsToFind(
  { spread, questions, basis }: Pick<MethodTest, 'spread' | 'questions' | 'basis'>,
  difference: number,
  level: number,
): QuestionsToSettle | undefined {
  const enough = clustersToFind(difference, spread, level);
  if (enough === undefined) return undefined;
  const needed = Math.max(spread.clusters + 1, enough);
  return basis === 'contexts'
    ? { contexts: needed, questions: Math.ceil((needed * questions) / spread.clusters) }
    : { contexts: 1, questions: needed };
}
