import { MabError } from '../../core/errors.ts';
import { studentQuantile } from './student-t.ts';

/** A mean with its 95 % confidence interval, on the scale of the values. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /**
   * `contexts`: the interval covers variation between contexts. `questions`: there is one context
   * only, so it covers other questions on that context and nothing more.
   */
  readonly basis: 'contexts' | 'questions';
  /** Number of values. */
  readonly questions: number;
  /** Number of different contexts among them. */
  readonly contexts: number;
}

/** One value with the context that it belongs to. */
export interface ClusteredValue {
  readonly contextId: string;
  readonly value: number;
}

/** What the values can be at most and at least; the interval is clipped to it. */
export interface ValueRange {
  readonly from: number;
  readonly to: number;
}

/** Standard normal quantile of 0.975. */
export const NORMAL_QUANTILE = 1.959963984540054;

/** Below this a standard error is rounding noise: values lie in a range of length 2 at most. */
const NO_VARIATION = 1e-12;

/**
 * The mean over all values (not of context means), with a 95 % interval clustered by context.
 *
 * Variance G / (G - 1) * sum over clusters of (sum of (value - mean))^2 / n^2, with Student's t of
 * G - 1 degrees of freedom. Clusters are the G contexts; with a single context each of the n
 * questions is one, which is the usual t interval.
 *
 * Where no variation between clusters was seen (all means equal, or one cluster only) the variance
 * says nothing. Then the share of clusters that would differ is at most u = z^2 / (G + z^2),
 * Wilson's upper bound for 0 of G, and the interval reaches from `mean - u * (mean - from)` to
 * `mean + u * (to - mean)`. For G equal scores of 0 or 1 that is Wilson's interval.
 *
 * @returns Undefined when there are no values: there is no number then, least of all 0.
 * @throws {MabError} SCORE_OUT_OF_RANGE for a value outside `range` or NaN.
 * Source: Liang and Zeger 1986, Cameron and Miller 2015 (sections II and VI); Wilson 1927.
 */
export function intervalOfMean(
  values: readonly ClusteredValue[],
  range: ValueRange,
): Interval | undefined {
  if (values.length === 0) return undefined;
  for (const { value } of values) checkValue(value, range);
  const { mean, standardError, clusters, ...facts } = clusteredError(values);
  const bounds =
    standardError > 0
      ? boundsByError(mean, studentQuantile(0.975, clusters - 1) * standardError)
      : boundsWithoutVariation(mean, clusters, range);
  return {
    mean,
    low: Math.max(range.from, bounds.low),
    high: Math.min(range.to, bounds.high),
    ...facts,
  };
}

/** A mean with its standard error, before any interval is made of them. */
export interface ClusteredError
  extends Pick<Interval, 'mean' | 'basis' | 'questions' | 'contexts'> {
  /** 0 where no variation between clusters was seen, or could be: that says nothing. */
  readonly standardError: number;
  /** Contexts, or the questions of a single one. */
  readonly clusters: number;
}

/** The mean over all values and its standard error clustered by context; see `intervalOfMean`. */
export function clusteredError(values: readonly ClusteredValue[]): ClusteredError {
  const questions = values.length;
  const contexts = new Set(values.map(({ contextId }) => contextId)).size;
  const basis = contexts > 1 ? 'contexts' : 'questions';
  const clusters = contexts > 1 ? contexts : questions;
  const mean = meanOf(values);
  const error = clusters > 1 ? errorOf(residualSums(values, mean, basis), questions) : 0;
  const standardError = error > NO_VARIATION ? error : 0;
  return { mean, standardError, clusters, basis, questions, contexts };
}

function checkValue(value: number, { from, to }: ValueRange): void {
  if (value >= from && value <= to) return;
  throw new MabError('SCORE_OUT_OF_RANGE', `A score is ${value}, outside ${from} to ${to}.`, {
    blame: 'bug',
  });
}

function meanOf(values: readonly ClusteredValue[]): number {
  return values.reduce((sum, { value }) => sum + value, 0) / values.length;
}

/** Per cluster the sum of what its values lie above the mean. */
function residualSums(
  values: readonly ClusteredValue[],
  mean: number,
  basis: Interval['basis'],
): number[] {
  if (basis === 'questions') return values.map(({ value }) => value - mean);
  const sums = new Map<string, number>();
  for (const { contextId, value } of values) {
    sums.set(contextId, (sums.get(contextId) ?? 0) + value - mean);
  }
  return [...sums.values()];
}

function errorOf(residuals: readonly number[], questions: number): number {
  const clusters = residuals.length;
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return Math.sqrt((clusters / (clusters - 1)) * squares) / questions;
}

function boundsByError(mean: number, margin: number) {
  return { low: mean - margin, high: mean + margin };
}

function boundsWithoutVariation(mean: number, clusters: number, { from, to }: ValueRange) {
  const square = NORMAL_QUANTILE ** 2;
  const unseenShare = square / (clusters + square);
  return { low: mean - unseenShare * (mean - from), high: mean + unseenShare * (to - mean) };
}
