import { type Interval, intervalOfMean, NORMAL_QUANTILE } from './interval-of-mean.ts';

/** One question's score in [0, 1]. */
export interface QuestionScore {
  readonly contextId: string;
  readonly score: number;
}

/**
 * The mean score over questions with its 95 % interval, both in [0, 1].
 *
 * With two contexts or more the interval is clustered by context. With one context it is Wilson's
 * for scores of 0 and 1, else the t interval over questions, and `basis` is `questions`: a report
 * has to say that variation between contexts is not covered. Bounds are clipped to [0, 1]; with few
 * contexts they may well be all of it. Equal scores do not give an interval of width 0; see
 * `intervalOfMean`.
 *
 * @returns Undefined without scores.
 * @throws {MabError} SCORE_OUT_OF_RANGE for a score outside [0, 1] or NaN.
 * Source: Wilson 1927; `intervalOfMean` for the rest.
 */
export function clusteredInterval(scores: readonly QuestionScore[]): Interval | undefined {
  const values = scores.map(({ contextId, score }) => ({ contextId, value: score }));
  const interval = intervalOfMean(values, { from: 0, to: 1 });
  if (interval?.basis !== 'questions') return interval;
  const isBinary = scores.every(({ score }) => score === 0 || score === 1);
  return isBinary ? { ...interval, ...wilsonBounds(interval.mean, interval.questions) } : interval;
}

function wilsonBounds(share: number, questions: number) {
  const square = NORMAL_QUANTILE ** 2;
  const centre = (share + square / (2 * questions)) / (1 + square / questions);
  const variance = (share * (1 - share)) / questions + square / (4 * questions ** 2);
  const margin = (NORMAL_QUANTILE * Math.sqrt(variance)) / (1 + square / questions);
  // Rounding may leave the bound of a perfect score at 1 - 1e-16, outside its own mean.
  return {
    low: share === 0 ? 0 : Math.max(0, centre - margin),
    high: share === 1 ? 1 : Math.min(1, centre + margin),
  };
}
