import type { GrowthInput } from '../../cost/forecast/assumptions.ts';

/** What a forecast begins with; flags win over what was measured or estimated. */
export interface ForecastOptions {
  readonly growth: Partial<GrowthInput>;
  /** Folder that holds the run. */
  readonly workspace: string;
  /** A run id, a start that fits one run only, or `latest`. */
  readonly fromRun?: string | undefined;
  /** A configuration, or a file that `mab estimate --json` has written. */
  readonly fromEstimate?: string | undefined;
}
