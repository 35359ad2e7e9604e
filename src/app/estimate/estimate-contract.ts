import type { RunEstimate } from '../../contracts/estimate.ts';
import type { Lane } from '../../contracts/lane.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { WalkProgress } from '../../run/estimate/walk-run.ts';
import type { ConfigPlace } from '../config-place.ts';
import type { BenchmarkEstimate, BenchmarkEstimateOptions } from './benchmark-contract.ts';
import type { ClusterChoice } from './cluster.ts';

export interface EstimateOptions extends ConfigPlace {
  /** Whose ledger is free; it need not be there. */
  readonly workspace: string;
  /** Instead of the configuration's. */
  readonly lane?: Lane;
  /** Files of prices, the last one first. */
  readonly prices?: readonly string[];
  /** Where the run is to take place; absent: on this machine. */
  readonly cluster?: ClusterChoice;
  /** The run is one of so many that divide the budget; absent: 1. */
  readonly share?: number;
  readonly onProgress: (progress: WalkProgress) => void;
  readonly signal: AbortSignal;
}

/** What is known before a run. */
export interface RunForecast {
  /** Undefined where none of the models costs anything: then there is nothing to ask. */
  readonly estimate: RunEstimate | undefined;
  /** What may keep the run from its end, or the estimate from being right. */
  readonly warnings: readonly string[];
  /** Above it the configuration wants somebody to be asked. */
  readonly confirmAbove: PicoUsd;
  /** The most that the run may spend, by its budget; undefined: no limit. */
  readonly spendable: PicoUsd | undefined;
}

/** What is predicted of runs. */
export interface EstimateCommands {
  /**
   * Walks a configuration as `runBenchmark` would run it. Sends and writes nothing.
   * @throws {MabError} CONFIG_…; DATA_…; LANE_UNAVAILABLE; the signal's reason.
   */
  estimateRun(options: EstimateOptions): Promise<RunEstimate>;
  /** The same for a run that is about to start; walks nothing where nothing costs money. */
  forecastRun(options: EstimateOptions): Promise<RunForecast>;
  /**
   * All of the published benchmark, from counts of its rows. Sends, reads and writes no data.
   * @throws {MabError} METHOD_UNKNOWN; MODEL_UNKNOWN; what opening the catalogue throws.
   */
  estimateBenchmark(
    options: BenchmarkEstimateOptions,
    prices: { readonly workspace: string; readonly files: readonly string[] },
  ): Promise<BenchmarkEstimate>;
}
