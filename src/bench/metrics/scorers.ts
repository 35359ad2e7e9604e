import type { Scorer } from '../../contracts/metric.ts';
import { MabError } from '../../core/errors.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { type AnswerScores, answerScores } from './answer-scores.ts';
import { eventQaRecall } from './eventqa-recall.ts';
import { labelMatch } from './icl-label.ts';
import { parseOutput } from './parse-output.ts';

/** One way to score, with the names of the scores that it gives. */
export interface ScorerEntry {
  /** Exactly the keys of `QuestionScores.scores`, in this order. */
  readonly metrics: readonly [string, ...string[]];
  readonly score: Scorer;
}

const ANSWER_METRICS = ['exact_match', 'f1', 'substring_exact_match'] as const;

/** Each score is the higher of the whole reply's and the parsed answer's. */
const scoreShortAnswer: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const scores = higherOf(answerScores(reply, answers), answerScores(parsed, answers));
  return { parsed, scores: { ...scores } };
};

function higherOf(a: AnswerScores, b: AnswerScores): AnswerScores {
  return {
    exact_match: Math.max(a.exact_match, b.exact_match),
    f1: Math.max(a.f1, b.f1),
    substring_exact_match: Math.max(a.substring_exact_match, b.substring_exact_match),
  };
}

/** The parsed answer only; `label_match` is our addition, see `icl-label.ts`. */
const scoreIcl: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const scores = { ...answerScores(parsed, answers), label_match: labelMatch(reply, answers) };
  return { parsed, scores };
};

/** The parsed answer, and recall over the whole reply. */
const scoreEventQa: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const scores = {
    ...answerScores(parsed, answers),
    eventqa_recall: eventQaRecall(reply, answers),
  };
  return { parsed, scores };
};

/**
 * All scorers. What each computes is what the reference's `post_process` computes for its datasets
 * (ROUGE left out), but for `label_match`.
 */
export const SCORERS = {
  'short-answer': { metrics: ANSWER_METRICS, score: scoreShortAnswer },
  icl: { metrics: [...ANSWER_METRICS, 'label_match'], score: scoreIcl },
  eventqa: { metrics: [...ANSWER_METRICS, 'eventqa_recall'], score: scoreEventQa },
} as const satisfies Readonly<Record<string, ScorerEntry>>;

const SCORER_OF_FAMILY: Readonly<Partial<Record<DatasetFamily, ScorerEntry>>> = {
  'ruler-qa': SCORERS['short-answer'],
  'fact-consolidation': SCORERS['short-answer'],
  'whole-corpus': SCORERS['short-answer'],
  icl: SCORERS.icl,
  eventqa: SCORERS.eventqa,
};

/**
 * The scorer of a dataset family. There is no default: the other families need a judge model or a
 * table.
 *
 * @throws {MabError} SCORER_UNAVAILABLE for a family that cannot be scored here.
 */
export function scorerOf(family: DatasetFamily): ScorerEntry {
  const entry = SCORER_OF_FAMILY[family];
  if (entry) return entry;
  throw new MabError(
    'SCORER_UNAVAILABLE',
    `Answers of "${family}" datasets cannot be scored yet.`,
    {
      hint: 'See docs/reference/configuration.md for the datasets that can be scored.',
    },
  );
}
