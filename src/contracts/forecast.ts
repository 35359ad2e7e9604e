import type { AdviceInput, UsedFormula } from './advice.ts';

/**
 * What evaluating will cost while datasets and methods are added, quarter by quarter. Money is in
 * US dollars; a dataset and a method make a cell, which is evaluated as often as it is repeated.
 */
export interface Forecast {
  readonly v: 1;
  readonly inputs: readonly AdviceInput[];
  readonly quarters: readonly ForecastQuarter[];
  readonly total: Readonly<Record<ForecastReading, ReadingSum>> & {
    readonly infrastructureUsd: number;
  };
  readonly formulas: readonly UsedFormula[];
  /** What a published forecast of the same kind says, and what its own drivers give. */
  readonly published: PublishedForecast;
  readonly warnings: readonly string[];
}

/**
 * `fullMatrix`: every cell is evaluated anew, so many times a month. `newCells`: only cells that
 * were not there the month before; the ledger has the others.
 */
export type ForecastReading = 'fullMatrix' | 'newCells';

/** Evaluations and their money in a quarter or in all of them. */
export interface ReadingSum {
  /** Cells × repetitions. */
  readonly evaluations: number;
  /** Of model calls. */
  readonly callsUsd: number;
  /** With infrastructure. */
  readonly usd: number;
}

/** A quarter of a forecast. */
export interface ForecastQuarter extends Readonly<Record<ForecastReading, ReadingSum>> {
  /** From 1 on. */
  readonly quarter: number;
  /** In its last month. */
  readonly datasets: number;
  readonly methods: number;
  readonly infrastructureUsd: number;
  /** Model calls of the full matrix against those of the first quarter. */
  readonly growth: number;
}

/** Quarters as they were published, and as the drivers that were published with them compute. */
export interface PublishedForecast {
  readonly source: string;
  readonly quarters: readonly PublishedQuarter[];
  readonly total: { readonly stated: UsdRange; readonly computed: UsdRange };
}

/** A quarter that was published. */
export interface PublishedQuarter {
  readonly quarter: number;
  readonly stated: UsdRange;
  readonly statedGrowth: number;
  /** The first quarter × what the drivers make of it. */
  readonly computed: UsdRange;
  readonly computedGrowth: number;
}

/** Dollars from low to high. */
export interface UsdRange {
  readonly low: number;
  readonly high: number;
}
