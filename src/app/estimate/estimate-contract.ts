import type { RunEstimate } from '../../contracts/estimate.ts';
import type { Lane } from '../../contracts/lane.ts';
import type { WalkProgress } from '../../run/estimate/walk-run.ts';

export interface EstimateOptions {
  readonly configPath: string;
  /** Whose ledger is free; it need not be there. */
  readonly workspace: string;
  /** Instead of the configuration's. */
  readonly lane?: Lane;
  readonly onProgress: (progress: WalkProgress) => void;
  readonly signal: AbortSignal;
}

/** What is predicted of runs. */
export interface EstimateCommands {
  /**
   * Walks a configuration as `runBenchmark` would run it. Sends and writes nothing.
   * @throws {MabError} CONFIG_…; DATA_…; LANE_UNAVAILABLE; the signal's reason.
   */
  estimateRun(options: EstimateOptions): Promise<RunEstimate>;
}
