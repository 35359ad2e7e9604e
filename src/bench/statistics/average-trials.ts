import type { NamedQuestionScore } from './paired-difference.ts';

/**
 * One score per question, the mean over its trials, in the order in which questions first occur.
 * Trials of one question are not independent questions, so they are averaged before intervals and
 * comparisons.
 */
export function averageTrials(scores: readonly NamedQuestionScore[]): NamedQuestionScore[] {
  return [...Map.groupBy(scores, ({ questionId }) => questionId).values()].flatMap((trials) => {
    const score = trials.reduce((sum, trial) => sum + trial.score, 0) / trials.length;
    return trials.slice(0, 1).map((first) => ({ ...first, score }));
  });
}
