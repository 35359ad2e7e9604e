import type { PowerReport } from '../../contracts/power.ts';
import type { TerminalOptions } from '../../run/report-format/terminal.ts';

/** What `mab power` asks of the application. */
export interface PowerCommands {
  /**
   * What would settle which method is better.
   * @param run  A run id, a start that fits one run only, or `latest`.
   * @throws {MabError} WORKSPACE_MISSING, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID,
   *   JUDGING_UNKNOWN.
   */
  power(workspace: string, run: string, options: PowerOptions): Promise<PowerReport>;
  /** For a terminal. */
  powerText(report: PowerReport, options: TerminalOptions): string;
}

export interface PowerOptions {
  /** What has to be found, in (0, 1]; absent: what each pair shows today. */
  readonly difference?: number;
  /** Every pair of methods; else the best of each dataset against the others. */
  readonly allPairs: boolean;
  /** The start of a judging's id; absent: the newest. */
  readonly judging?: string;
}
