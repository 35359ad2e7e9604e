import type { AnswerSpace, Scorer } from '../../contracts/metric.ts';
import { MabError } from '../../core/errors.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { ANSWER_METRICS, answerScores, higherScores } from './answer-scores.ts';
import { eventQaRecall, eventQaRecallLenient } from './eventqa-recall.ts';
import { labelMatch, labelNotes } from './icl-label.ts';
import { lenientMatch } from './lenient-match.ts';
import { parseOutput } from './parse-output.ts';
import { createRecommendationScorer, RECOMMENDATION_METRICS } from './recommendation-recall.ts';

/**
 * Raised whenever a scorer may give the same answer another score: part of a unit's identity, so
 * that one number is never made of scores of two kinds. Scoring anew costs nothing; the replies are
 * in the ledger.
 */
export const SCORING_VERSION = 2;

/** One way to score, with the names of the scores that it gives. */
export interface ScorerEntry {
  /** Exactly the keys of `QuestionScores.scores`, in this order. */
  readonly metrics: readonly [string, ...string[]];
  /** Prepared once for all answers to the questions of one context. */
  create(space: AnswerSpace): Scorer;
}

/** Each score is the higher of the whole reply's and the parsed answer's. */
const scoreShortAnswer: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const ofReply = answerScores(reply, answers);
  const strict = parsed === reply ? ofReply : higherScores(ofReply, answerScores(parsed, answers));
  const lenient = lenientMatch({ reply, parsed, isExact: strict.exact_match === 1 }, answers);
  return {
    parsed,
    scores: { ...strict, ...lenient.scores },
    notes: lenient.abstained ? ['abstained'] : [],
  };
};

/** The parsed answer only; `label_match` is our addition, see `icl-label.ts`. */
function createIclScorer({ labels }: AnswerSpace): Scorer {
  return (reply, { answers }) => {
    const parsed = parseOutput(reply);
    const strict = answerScores(parsed, answers);
    const isExact = strict.exact_match === 1;
    const scores = { ...strict, label_match: isExact ? 1 : labelMatch(parsed, answers) };
    return { parsed, scores, notes: labelNotes(parsed, labels) };
  };
}

/** The parsed answer, and recall over the whole reply. */
const scoreEventQa: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const scores = {
    ...answerScores(parsed, answers),
    eventqa_recall: eventQaRecall(reply, answers),
    eventqa_recall_lenient: eventQaRecallLenient(reply, answers),
  };
  return { parsed, scores, notes: [] };
};

/**
 * All scorers. What each computes is what the reference's `post_process` computes for its datasets;
 * `label_match` and what ends in `_lenient` are our additions.
 */
export const SCORERS = {
  'short-answer': {
    metrics: [...ANSWER_METRICS, 'exact_match_lenient', 'substring_lenient'],
    create: () => scoreShortAnswer,
  },
  icl: { metrics: [...ANSWER_METRICS, 'label_match'], create: createIclScorer },
  eventqa: {
    metrics: [...ANSWER_METRICS, 'eventqa_recall', 'eventqa_recall_lenient'],
    create: () => scoreEventQa,
  },
  recommendation: { metrics: RECOMMENDATION_METRICS, create: createRecommendationScorer },
} as const satisfies Readonly<Record<string, ScorerEntry>>;

const SCORER_OF_FAMILY: Readonly<Partial<Record<DatasetFamily, ScorerEntry>>> = {
  'ruler-qa': SCORERS['short-answer'],
  'fact-consolidation': SCORERS['short-answer'],
  'whole-corpus': SCORERS['short-answer'],
  icl: SCORERS.icl,
  eventqa: SCORERS.eventqa,
  recsys: SCORERS.recommendation,
};

/**
 * The scorer of a dataset family. There is no default: the other families need a judge model.
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
