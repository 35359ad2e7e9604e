import { NORMAL_QUANTILE } from '../../bench/statistics/interval-of-mean.ts';
import type { IntervalReport } from '../../contracts/report.ts';

/** Ours less the published score, and up to where a gap is as good as none. */
export interface ScoreGap {
  readonly difference: number;
  readonly within: number;
  readonly agrees: boolean;
}

/**
 * Holds a score against a published one of which only the mean is known.
 *
 * Both are scores of the same questions, so each has an error of its own: ours is half the width of
 * its 95 % interval by 1.96; of the published one it is that of a share, sqrt(p (1 - p) / n), or
 * ours where that is larger (contexts differ, or the score is no share). The gap is as good as none
 * up to 1.96 * sqrt(ours^2 + published^2). As both asked the same questions their errors go
 * together and the true error of the gap is smaller: so `agrees` says "no difference could be
 * seen", and a `differs` is the more certain.
 *
 * @param questions  Of the complete dataset: what the published score is a mean of.
 * @param step  To which the paper rounds.
 * Source: the usual test of two independent means; Miller 2024 (arXiv 2411.00640), section on
 *   unpaired comparisons.
 */
export function scoreGap(
  ours: IntervalReport,
  published: number,
  { questions, step }: { readonly questions: number; readonly step: number },
): ScoreGap {
  const error = (ours.high - ours.low) / 2 / NORMAL_QUANTILE;
  const share = Math.sqrt((published * (1 - published)) / questions);
  const within = NORMAL_QUANTILE * Math.hypot(error, Math.max(share, error)) + step / 2;
  const difference = ours.mean - published;
  return { difference, within, agrees: Math.abs(difference) <= within };
}
