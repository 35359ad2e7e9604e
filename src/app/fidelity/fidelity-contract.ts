import type { FidelityReport } from '../../contracts/fidelity.ts';
import type { TerminalOptions } from '../../run/report-format/terminal.ts';

/** What `mab fidelity` asks of the application. */
export interface FidelityCommands {
  /**
   * How each score of a run relates to the published one.
   * @param run  A run id, a start that fits one run only, or `latest`.
   * @param judging  The start of a judging's id; absent: the newest.
   * @throws {MabError} WORKSPACE_MISSING, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID,
   *   JUDGING_UNKNOWN.
   */
  fidelity(workspace: string, run: string, judging?: string): Promise<FidelityReport>;
  /** For a terminal. */
  fidelityText(report: FidelityReport, options: TerminalOptions): string;
}
