import type { Guess } from '../../contracts/estimate.ts';
import type { MeasuredUsage, Spread } from '../../contracts/measured-usage.ts';
import type { Phase } from '../../contracts/memory-method.ts';

/** What is asked about: calls that have not been made. */
export interface AskedUsage {
  /** As the configuration names it; snapshots of it count as it: `gpt-4o-mini-2024-07-18`. */
  readonly model: string;
  readonly dataset: string;
  readonly phase: Phase;
  readonly step: string;
  /** How many calls the answer is for: a mean of few is further off. */
  readonly calls: number;
}

/** A number out of earlier runs. */
export interface Measured {
  /** The mean of the calls that were asked about. */
  readonly guess: Guess;
  readonly replies: number;
  /** Whose calls they were. `same`: of the same model, dataset and step. */
  readonly of: 'same' | 'other datasets' | 'other models';
}

/** Two-sided 90 %: as many runs are meant to end between low and high. */
const Z90 = 1.645;

/**
 * Earlier runs as answers to questions about the next one. Calls of the same model, dataset and
 * step come first, then the model's calls of the step on other datasets, then other models' on the
 * dataset. The last two reach as far as the means of what they were taken from.
 */
export class MeasuredUsages {
  readonly #rows: readonly MeasuredUsage[];

  constructor(rows: readonly MeasuredUsage[]) {
    this.#rows = rows;
  }

  /** Output tokens of a reply; undefined where nothing like it was measured. */
  outputTokens(asked: AskedUsage): Measured | undefined {
    return this.#measured(asked, ({ outputTokens }) => outputTokens);
  }

  /** Milliseconds of a live call. */
  latencyMs(asked: AskedUsage): Measured | undefined {
    return this.#measured(asked, ({ latencyMs }) => latencyMs);
  }

  /** How often a model's vendor could have had a prompt in its cache, and how often it did. */
  cacheChances(model: string): { readonly replies: number; readonly hits: number } {
    const rows = this.#rows.filter((row) => isSameModel(row.model, model));
    return { replies: total(rows, 'cacheChances'), hits: total(rows, 'cacheHits') };
  }

  /** Sends that may have been billed without a reply, for one reply; 0 where all was answered. */
  lostPerReply(model: string): number | undefined {
    const rows = this.#rows.filter((row) => isSameModel(row.model, model));
    const replies = total(rows, 'replies');
    return replies === 0 ? undefined : total(rows, 'lostAttempts') / replies;
  }

  #measured(asked: AskedUsage, of: (row: MeasuredUsage) => Spread | undefined) {
    const { model, dataset, phase, step } = asked;
    const alike = this.#rows.filter((row) => row.phase === phase && row.step === step);
    const byModel = alike.filter((row) => isSameModel(row.model, model));
    const here = byModel.filter((row) => row.dataset === dataset);
    const spreads = (rows: readonly MeasuredUsage[]): readonly Spread[] =>
      rows.flatMap((row) => of(row) ?? []);
    return (
      measuredBy('same', spreads(here), asked.calls) ??
      measuredBy('other datasets', spreads(byModel), asked.calls) ??
      measuredBy(
        'other models',
        spreads(alike.filter((row) => row.dataset === dataset)),
        asked.calls,
      )
    );
  }
}

function measuredBy(
  of: Measured['of'],
  spreads: readonly Spread[],
  calls: number,
): Measured | undefined {
  const replies = spreads.reduce((sum, { count }) => sum + count, 0);
  if (replies === 0) return undefined;
  const expected = spreads.reduce((sum, { mean, count }) => sum + mean * count, 0) / replies;
  const apart = of === 'same' ? [] : spreads.map(({ mean }) => mean);
  // A single reply says nothing of how far others are from it.
  const deviation = replies > 1 ? Math.sqrt(variance(spreads, replies)) : expected;
  const margin = quantile(replies) * deviation * Math.sqrt(1 / replies + 1 / calls);
  const low = Math.max(0, Math.min(expected, ...apart) - margin);
  return { guess: { low, expected, high: Math.max(expected, ...apart) + margin }, replies, of };
}

/**
 * Student’s t, two-sided 90 %, by its first term: a deviation of few values is itself a guess. Off
 * by 3 % at five degrees of freedom, by 0.2 % at twenty.
 */
function quantile(values: number): number {
  return Z90 + (Z90 ** 3 + Z90) / (4 * Math.max(1, values - 1));
}

/** Of single values, within each spread. */
function variance(spreads: readonly Spread[], count: number): number {
  return spreads.reduce((sum, s) => sum + s.deviation ** 2 * s.count, 0) / count;
}

function total(
  rows: readonly MeasuredUsage[],
  field: 'replies' | 'lostAttempts' | 'cacheChances' | 'cacheHits',
): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}

/** A vendor answers for `gpt-4o-mini` as `gpt-4o-mini-2024-07-18`. */
function isSameModel(reported: string | undefined, model: string): boolean {
  if (reported === undefined) return false;
  return reported === model || reported.replace(/-(\d{4}-\d{2}-\d{2}|\d{8})$/, '') === model;
}
