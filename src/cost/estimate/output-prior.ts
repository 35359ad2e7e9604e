import type { Guess } from '../../contracts/estimate.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import { atMost, NOTHING, plus } from './guesses.ts';

/** Where a prior stems from, and how far to trust it. */
export interface OutputPrior extends Guess {
  readonly source: string;
  readonly confidence: 'medium' | 'low';
}

const GOLD =
  'Lengths of the accepted answers, counted by scripts/count-rows.ts; a reply adds a bit.';

function prior(
  low: number,
  expected: number,
  high: number,
  source: string,
  confidence: OutputPrior['confidence'] = 'low',
): OutputPrior {
  return { low, expected, high, source, confidence };
}

/**
 * Mean output tokens of an answer, by family of datasets. `low` and `high` are meant to hold the
 * mean of nine in ten readers, not single replies.
 */
const ANSWERS: Readonly<Record<string, OutputPrior>> = {
  'ruler-qa': prior(3, 6, 15, `${GOLD} Accepted: 3.0.`, 'medium'),
  eventqa: prior(12, 16, 24, `${GOLD} Accepted: 14.6; copied word for word.`, 'medium'),
  icl: prior(1, 2, 5, `${GOLD} Accepted: 1.0, a bare number.`, 'medium'),
  'fact-consolidation': prior(2, 4, 8, `${GOLD} Accepted: 2.7.`, 'medium'),
  longmemeval: prior(10, 25, 50, `${GOLD} Accepted: 16.4, of stand-in questions.`),
  recsys: prior(100, 160, 260, 'Twenty titles of 5 to 13 tokens with their numbers.'),
  'infbench-sum': prior(500, 900, 1_200, 'Summaries of up to 1,200 tokens (Table 14).'),
  'detective-qa': prior(20, 150, 500, 'Reasons and a letter, up to 500 tokens (Table 14).'),
  'whole-corpus': prior(1, 4, 10, 'A number or a name is asked for.', 'medium'),
  locomo: prior(
    4,
    9,
    25,
    'Lengths of its 1,542 accepted answers; a reply adds a bit. Accepted: 6.6.',
  ),
  'own-qa': prior(3, 10, 40, 'Assumed: a few words, as other questions ask for.'),
  'own-choice': prior(2, 12, 24, 'Assumed: one of the choices, as of EventQA.'),
  'own-summary': prior(300, 700, 1_200, 'Assumed: as the summaries of the benchmark.'),
};

/** Output of the calls that memories make, as `docs/reference/cost-formulas.md` assumes. */
const STEPS: Readonly<Record<string, OutputPrior>> = {
  summarize: prior(200, 400, 800, 'Assumed for RAPTOR: s = 400.'),
  extract: prior(150, 300, 600, 'Assumed for Mem0: f = 30 facts of e = 15 tokens a chunk.'),
  judge: prior(5, 10, 30, 'A verdict of a word or a line.'),
};

/** Output of judges, JSON of the forms in `src/bench/judges`. */
const VERDICTS: Readonly<Record<string, OutputPrior>> = {
  verdict: prior(5, 7, 30, 'A verdict of one field.', 'medium'),
  fluency: prior(5, 7, 30, 'A verdict of one field.', 'medium'),
  recall: prior(40, 150, 500, 'Reasons in short, and the numbers of key points.'),
  precision: prior(60, 250, 900, 'Reasons in short, and the numbers of sentences.'),
};

/** Of a reply that nobody knows anything about, as shares of its limit. */
const UNKNOWN_SHARE = { low: 0.05, expected: 0.3, high: 1 };

/** Tokens that models think before they write; all vendors bill them as output. */
const THINKING: Guess = { low: 100, expected: 600, high: 3_000 };

/** Models that think unless they are told not to. */
const THINKS = /^(o\d|gpt-5(?!.*chat)|gemini-(2\.5-pro|3)|deepseek-r|qwq)/;

/**
 * What an answer's output comes to where no earlier run has measured it.
 *
 * @param asked  `family` of the dataset, `step` of the method, or of a judge in its phase; the
 *   limit is the request's own.
 */
export function outputPrior(asked: {
  readonly model: string;
  readonly family: string;
  readonly phase?: Phase;
  readonly step: string;
  readonly maxOutputTokens: number;
}): OutputPrior {
  const { model, family, phase, step, maxOutputTokens } = asked;
  const steps = phase === 'judge' ? VERDICTS : STEPS;
  const text = (step === 'answer' ? ANSWERS[family] : steps[step]) ?? unknown(maxOutputTokens);
  if (!THINKS.test(model)) return { ...text, ...atMost(text, maxOutputTokens) };
  return {
    ...atMost(plus(text, THINKING), maxOutputTokens),
    ...{ confidence: 'low', source: `${text.source} And 100 to 3,000 tokens of thinking.` },
  };
}

function unknown(limit: number): OutputPrior {
  const { low, expected, high } = UNKNOWN_SHARE;
  const source = 'Nothing is known of it: 5, 30 and 100 % of its limit.';
  return prior(low * limit, expected * limit, high * limit, source);
}

/** Google caches by itself from 2.5 on. */
const NO_IMPLICIT_CACHE = /^gemini-(1|2\.0)/;

/** Share of what a vendor's prompt cache could serve that it does serve, 0 to 1. */
export function cacheSharePrior(vendor: string, model = ''): Guess {
  if (NO_IMPLICIT_CACHE.test(model)) return NOTHING;
  switch (vendor) {
    // Automatic; spills to a cold machine above about 15 requests a minute on one prefix.
    case 'openai':
    case 'azure':
      return { low: 0.5, expected: 0.85, high: 1 };
    // Asked for by the request, and then certain within its lifetime.
    case 'anthropic':
      return { low: 0.8, expected: 0.95, high: 1 };
    // Implicit since 2.5, without a promise.
    case 'gemini':
    case 'google':
      return { low: 0.2, expected: 0.6, high: 0.95 };
    default:
      return { low: 0, expected: 0, high: 0.9 };
  }
}

/**
 * Billed tokens for one token of o200k_base. Exactly one for models whose own tokenizer that is;
 * for others English text is known to differ by a tenth or two.
 */
export function tokenRatioPrior(model: string): Guess {
  if (/^(gpt-4o|gpt-4\.1|gpt-5|o[134])/.test(model)) return { low: 1, expected: 1, high: 1 };
  if (/^(text-embedding|gpt-4|gpt-3)/.test(model)) return { low: 0.97, expected: 1.01, high: 1.06 };
  if (model.startsWith('claude')) return { low: 1.05, expected: 1.15, high: 1.4 };
  if (model.startsWith('gemini')) return { low: 0.95, expected: 1.03, high: 1.15 };
  return { low: 0.9, expected: 1.05, high: 1.3 };
}
