import type {
  Expectations,
  ExpectedCacheUse,
  ExpectedCall,
  Guess,
  ObservedCalls,
} from '../../contracts/estimate.ts';
import { counted } from '../../core/number-text.ts';
import { NOTHING } from '../../cost/estimate/guesses.ts';
import type { Measured, MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import { cacheSharePrior, outputPrior, tokenRatioPrior } from '../../cost/estimate/output-prior.ts';
import { usesO200k } from '../../cost/input-tokens.ts';

/** What is known before anything is expected. */
export interface Knowledge {
  readonly measured: MeasuredUsages;
  /** By model. */
  readonly observed: ReadonlyMap<string, ObservedCalls>;
  /** By model: who serves it, `openai`. */
  readonly vendors: ReadonlyMap<string, string>;
  /** Whether requests of a batch read a model’s prompt cache; undefined: nobody says. */
  readonly batchCaching: (model: string) => boolean | undefined;
  readonly familyOf: (dataset: string) => string;
}

/** How many observed replies the prior of the cache's share weighs as much as. */
const PRIOR_REPLIES = 4;
/** Calls: their mean is as good as sure. */
const MANY = 1_000;
/** Two-sided 90 %. */
const Z90 = 1.645;
/** Prompts of one model differ so much in tokens for one of o200k_base. */
const RATIO_SPREAD = 0.01;

/** What is expected, and what of it was measured. */
export class Known implements Expectations {
  readonly #knowledge: Knowledge;
  readonly #notes = new Set<string>();
  /** What is said of output tokens, by step and source: of which datasets. */
  readonly #outputNotes = new Map<string, Set<string>>();
  readonly #outputs = new Map<string, Guess>();

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /** In words: what earlier runs have told, or what had to be assumed. */
  notes(kind: 'measured' | 'assumed'): readonly string[] {
    const outputs = [...this.#outputNotes].map(
      ([what, datasets]) => `output tokens on ${[...datasets].sort().join(', ')} ${what}`,
    );
    const notes = [...outputs, ...this.#notes].filter((note) => note.includes(`: ${kind}`)).sort();
    return notes.map((note) => note.replace(/: assumed$/, ''));
  }

  output(call: ExpectedCall): Guess {
    const { model, dataset, phase, step, maxOutputTokens } = call;
    const key = JSON.stringify([model, dataset, phase, step, maxOutputTokens]);
    const known = this.#outputs.get(key) ?? this.#outputOf(call);
    this.#outputs.set(key, known);
    return known;
  }

  #outputOf(call: ExpectedCall): Guess {
    const { model, dataset, phase, step, maxOutputTokens } = call;
    const measured = this.#knowledge.measured.outputTokens(call);
    const family = this.#knowledge.familyOf(dataset);
    const { low, expected, high } =
      measured?.guess ?? outputPrior({ model, family, phase, step, maxOutputTokens });
    const what = `(${step}): ${sourceOf(measured)}`;
    this.#outputNotes.set(what, (this.#outputNotes.get(what) ?? new Set()).add(dataset));
    return { low, expected, high: Math.min(high, maxOutputTokens) };
  }

  cacheShare({ model, lane }: ExpectedCacheUse): Guess {
    const { vendors, batchCaching } = this.#knowledge;
    const vendor = vendors.get(model) ?? '';
    if (lane === 'batch') return batchShare(batchCaching(model));
    const prior = cacheSharePrior(vendor, model);
    const { replies, hits } = this.#cacheChances(model);
    if (replies === 0) {
      this.#notes.add(`prompt cache of ${vendor}: assumed`);
      return prior;
    }
    this.#notes.add(`prompt cache of ${vendor}: measured, ${replies} replies`);
    const weight = replies + PRIOR_REPLIES;
    const expected = (hits + prior.expected * PRIOR_REPLIES) / weight;
    const margin = Z90 * Math.sqrt((expected * (1 - expected)) / weight);
    return { low: Math.max(0, expected - margin), expected, high: Math.min(1, expected + margin) };
  }

  /** The ledger's own units, or the calls that the walk has met: whichever are more. */
  #cacheChances(model: string): { readonly replies: number; readonly hits: number } {
    const { observed, measured } = this.#knowledge;
    const before = measured.cacheChances(model);
    const { cacheableReplies = 0, hits = 0 } = observed.get(model) ?? {};
    const met = { replies: cacheableReplies, hits };
    return met.replies > before.replies ? met : before;
  }

  lostPerReply(model: string): number {
    return this.#knowledge.measured.lostPerReply(model) ?? 0;
  }

  tokenRatio(model: string): Guess {
    const observed = this.#knowledge.observed.get(model);
    if (observed && observed.replies > 0) {
      this.#notes.add(`tokens of ${model}: measured, ${observed.replies} replies`);
      const expected = observed.billedTokens / observed.countedTokens;
      return {
        low: expected * (1 - RATIO_SPREAD),
        ...{ expected, high: expected * (1 + RATIO_SPREAD) },
      };
    }
    this.#notes.add(`tokens of ${model}: ${usesO200k(model) ? 'counted' : 'assumed'}`);
    return tokenRatioPrior(model);
  }

  /** Of an answer or a verdict, where earlier runs have measured it. */
  latencyMs(model: string, dataset: string, step: 'answer' | 'verdict'): Guess | undefined {
    const phase = step === 'answer' ? 'answer' : 'judge';
    const asked = { model, dataset, phase, step, calls: MANY } as const;
    return this.#knowledge.measured.latencyMs(asked)?.guess;
  }
}

/** Caches work by chance inside batches, and with some models not at all. */
function batchShare(batchCaching: boolean | undefined): Guess {
  return batchCaching === false ? NOTHING : { low: 0, expected: 0.3, high: 0.9 };
}

function sourceOf(measured: Measured | undefined): string {
  if (!measured) return 'assumed';
  const from =
    measured.of === 'same'
      ? ''
      : ` on ${measured.of}`.replace('on other models', 'of other models');
  return `measured${from}, ${counted(measured.replies, 'reply', 'replies')}`;
}
