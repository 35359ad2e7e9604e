import type { AnswerSpace, Scorer } from '../../contracts/metric.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { ANSWER_METRICS, type AnswerScores, answerScores, higherScores } from './answer-scores.ts';
import { choiceMatch } from './choice-match.ts';
import { eventQaRecall, eventQaRecallLenient } from './eventqa-recall.ts';
import { labelMatch, labelNotes } from './icl-label.ts';
import { lenientMatch } from './lenient-match.ts';
import { locomoF1 } from './locomo-f1.ts';
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
function betterScores(reply: string, parsed: string, answers: readonly string[]): AnswerScores {
  const ofReply = answerScores(reply, answers);
  return parsed === reply ? ofReply : higherScores(ofReply, answerScores(parsed, answers));
}

const scoreShortAnswer: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  const strict = betterScores(reply, parsed, answers);
  const lenient = lenientMatch({ reply, parsed, isExact: strict.exact_match === 1 }, answers);
  return {
    parsed,
    scores: { ...strict, ...lenient.scores },
    notes: lenient.abstained ? ['abstained'] : [],
  };
};

/** The whole reply, as the published evaluation of LoCoMo does. */
const scoreLocomo: Scorer = (reply, question) => {
  const short = scoreShortAnswer(reply, question);
  return { ...short, scores: { locomo_f1: locomoF1(reply, question), ...short.scores } };
};

/** No lenient companion: nobody writes a summary word for word. */
const scoreSummary: Scorer = (reply, { answers }) => {
  const parsed = parseOutput(reply);
  return { parsed, scores: { ...betterScores(reply, parsed, answers) }, notes: [] };
};

/** `choice_match` is our addition, see `choice-match.ts`. */
const scoreChoice: Scorer = (reply, question) => {
  const parsed = parseOutput(reply);
  const strict = betterScores(reply, parsed, question.answers);
  const choice_match = strict.exact_match === 1 ? 1 : choiceMatch(reply, question);
  return { parsed, scores: { ...strict, choice_match }, notes: [] };
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
 * `label_match`, `choice_match` and what ends in `_lenient` are our additions.
 */
export const SCORERS = {
  'short-answer': {
    metrics: [...ANSWER_METRICS, 'exact_match_lenient', 'substring_lenient'],
    create: () => scoreShortAnswer,
  },
  locomo: {
    metrics: ['locomo_f1', ...ANSWER_METRICS, 'exact_match_lenient', 'substring_lenient'],
    create: () => scoreLocomo,
  },
  icl: { metrics: [...ANSWER_METRICS, 'label_match'], create: createIclScorer },
  eventqa: {
    metrics: [...ANSWER_METRICS, 'eventqa_recall', 'eventqa_recall_lenient'],
    create: () => scoreEventQa,
  },
  summary: { metrics: ANSWER_METRICS, create: () => scoreSummary },
  choice: { metrics: [...ANSWER_METRICS, 'choice_match'], create: () => scoreChoice },
  recommendation: { metrics: RECOMMENDATION_METRICS, create: createRecommendationScorer },
} as const satisfies Readonly<Record<string, ScorerEntry>>;

const SCORER_OF_FAMILY: Readonly<Record<DatasetFamily, ScorerEntry>> = {
  'ruler-qa': SCORERS['short-answer'],
  longmemeval: SCORERS['short-answer'],
  'fact-consolidation': SCORERS['short-answer'],
  'whole-corpus': SCORERS['short-answer'],
  icl: SCORERS.icl,
  eventqa: SCORERS.eventqa,
  recsys: SCORERS.recommendation,
  'infbench-sum': SCORERS.summary,
  'detective-qa': SCORERS.choice,
  'own-qa': SCORERS['short-answer'],
  'own-choice': SCORERS.choice,
  'own-summary': SCORERS.summary,
  locomo: SCORERS.locomo,
};

/**
 * The scorer of a dataset family. It gives no `judge_…`: those scores come from a judge, after
 * answering.
 */
export function scorerOf(family: DatasetFamily): ScorerEntry {
  return SCORER_OF_FAMILY[family];
}
