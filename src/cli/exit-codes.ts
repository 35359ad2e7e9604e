import type { WorkGuess } from '../contracts/estimate.ts';
import type { RunReport } from '../contracts/report.ts';
import type { Blame, MabError } from '../core/errors.ts';

/** What the exit codes of `mab` mean. Stable over releases; `mab --help` prints this table. */
export const EXIT_CODES = [
  { code: 0, meaning: 'done; for a run: every cell has a score' },
  { code: 1, meaning: 'a fault of mab itself' },
  { code: 2, meaning: 'bad input: configuration, data, flags' },
  {
    code: 3,
    meaning: 'incomplete: the run has ended, but cells are blank; or an estimate lacks a price',
  },
  { code: 4, meaning: 'the environment: disk, permission, missing key' },
  { code: 5, meaning: 'the model provider refused or could not be reached' },
  { code: 6, meaning: 'the budget is reached' },
  { code: 7, meaning: 'nobody has agreed; nothing was spent, written or deleted' },
  { code: 130, meaning: 'stopped by Ctrl-C (SIGINT)' },
  { code: 143, meaning: 'stopped by SIGTERM' },
] as const;

export type ExitCode = (typeof EXIT_CODES)[number]['code'];

const BY_BLAME: Readonly<Record<Blame, ExitCode>> = {
  bug: 1,
  input: 2,
  environment: 4,
  provider: 5,
};

/**
 * Stopping is told by the signal, see `watchInterrupts`; any other way to stop counts as Ctrl-C.
 */
const BY_CODE: Readonly<Record<string, ExitCode>> = {
  ...{ BUDGET_REACHED: 6, CONFIRMATION_MISSING: 7, INTERRUPTED: 130 },
};

/** The exit code of a command that ended with this error. */
export function exitCodeOfError({ code, blame }: MabError): ExitCode {
  return BY_CODE[code] ?? BY_BLAME[blame];
}

/** The exit code of an estimate: a total that nobody knows is no result for a script. */
export function exitCodeOfEstimate({ total }: { readonly total: WorkGuess }): ExitCode {
  return total.money === undefined ? 3 : 0;
}

/** The exit code of a run that ended with this report. */
export function exitCodeOfReport({ cells }: RunReport): ExitCode {
  return cells.every(({ outcome }) => outcome === 'scored') ? 0 : 3;
}
