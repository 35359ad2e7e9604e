import type { CostReport, SpentBy } from '../../contracts/cost-report.ts';

/** What `mab cost` asks of the application. */
export interface CostCommands {
  /**
   * What was paid, and what the work would cost alone.
   * @throws {MabError} WORKSPACE_MISSING, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID, DAYS_INVALID.
   */
  report(workspace: string, options: CostOptions): Promise<CostReport>;
  /** What was paid, for programs. Throws as `report`. @returns a CSV file. */
  focusCsv(workspace: string, options: Omit<CostOptions, 'by'>): Promise<string>;
}

export interface CostOptions {
  /** Run ids, starts that fit one run only, or `latest`; undefined: the whole workspace. */
  readonly runs: readonly string[] | undefined;
  /** Days in UTC, both included: `2026-11-24`. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Told apart by all of these together; none: an overview in several tables. */
  readonly by: readonly SpentBy[];
}
