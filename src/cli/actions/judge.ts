import type { JudgeOptions, JudgeResult } from '../../app/commands-contract.ts';
import { reportText } from '../../app/report-text.ts';
import type { JudgedCell } from '../../contracts/report.ts';
import { type ExitCode, exitCodeOfReport } from '../exit-codes.ts';
import { printFailure, toMabError } from '../failure.ts';
import { isStop, watchInterrupts } from '../interrupts.ts';
import type { CliIo } from '../io.ts';
import { createProgress } from '../progress.ts';
import { terminalOptions, warnOnly } from './run.ts';

interface JudgeFlags
  extends Pick<JudgeOptions, 'workspace' | 'rubric' | 'data' | 'lane' | 'member' | 'prices'> {
  readonly judges?: string;
  readonly labels?: string;
  readonly json?: boolean;
  readonly retryFailed?: boolean;
  readonly acceptDiverged?: boolean;
  readonly checkBias?: boolean;
  readonly share: number;
  readonly seed: number;
}

/** `mab judge RUN`: progress on standard error, the report on standard output. */
export async function judgeAction(run: string, flags: JudgeFlags, io: CliIo): Promise<ExitCode> {
  const { judges, labels, json = false, retryFailed = false, acceptDiverged = false } = flags;
  const { workspace, rubric, data, lane, member, prices } = flags;
  const { checkBias = false, share, seed } = flags;
  const progress = createProgress({ stream: io.stderr, clock: io.clock });
  const isTold = !json || io.stderr.isTTY === true;
  using interrupts = watchInterrupts(io, (text) => progress.note(text));
  try {
    const result = await (await io.loadCommands()).judgeRun({
      ...{ run, workspace, rubric, data, lane, member, prices, retryFailed, acceptDiverged },
      ...(checkBias ? { checkBias: { share, seed } } : {}),
      ...{ judgesPath: judges, labelsPath: labels, signal: interrupts.signal },
      onEvent: isTold ? progress.onEvent : (event) => warnOnly(event, progress),
    });
    const isLabelsOnly = labels !== undefined && judges === undefined && !checkBias;
    if (isTold) progress.note(isLabelsOnly ? 'labels kept beside the run' : endText(result));
    progress.close();
    const options = terminalOptions(io.stdout);
    io.stdout.write(reportText(result.report, json ? 'json' : 'terminal', options));
    return result.missing + result.unprobed > 0 ? 3 : exitCodeOfReport(result.report);
  } catch (thrown) {
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    const error = toMabError(thrown);
    if (!isStop(error) || json) printFailure(error, { exitCode, json, io });
    return exitCode;
  } finally {
    progress.close();
  }
}

function endText({ judged, missing, report }: JudgeResult): string {
  const unscored = report.cells.reduce((sum, cell) => sum + unscoredOf(cell.judged), 0);
  const rest = [
    ...(unscored > 0 ? [`; ${unscored} of the run have no verdict that can be used`] : []),
    ...(missing > 0 ? [`; ${missing} are still to be judged`] : []),
  ].join('');
  if (judged > 0) return `${judged} answers judged${rest}`;
  return missing > 0
    ? `nothing was judged${rest}`
    : `nothing to do: all answers are judged already${rest}`;
}

function unscoredOf(judged: JudgedCell | undefined): number {
  return Object.values(judged?.unscored ?? {}).reduce((sum, count) => sum + count, 0);
}
