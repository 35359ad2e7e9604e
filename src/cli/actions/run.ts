import { styleText } from 'node:util';
import type { RunOptions } from '../../app/commands-contract.ts';
import type { ConfigPlace } from '../../app/config-place.ts';
import { reportText } from '../../app/report-text.ts';
import type { RunEvent } from '../../contracts/events.ts';
import { MabError } from '../../core/errors.ts';
import { configPlace } from '../config-place.ts';
import { type ExitCode, exitCodeOfReport } from '../exit-codes.ts';
import { printFailure, toMabError } from '../failure.ts';
import { type ForecastFlags, forecast } from '../forecast.ts';
import { isStop, watchInterrupts } from '../interrupts.ts';
import { type CliIo, type OutputStream, WORKSPACE, widthOf } from '../io.ts';
import { createProgress, type Progress } from '../progress.ts';
import { budgetWarning } from '../progress-line.ts';
import type { UpstreamFlags } from '../upstream-options.ts';

interface RunFlags extends ForecastFlags, UpstreamFlags {
  readonly printConfig?: boolean;
  readonly workspace: string;
  readonly json?: boolean;
  readonly retryFailed?: boolean;
  readonly acceptDiverged?: boolean;
  readonly share?: number;
  readonly lane?: RunOptions['lane'];
  readonly member?: string;
  readonly prices: readonly string[];
}

/** `mab run CONFIG`: progress on standard error, the report on standard output. */
export async function runAction(
  config: string | undefined,
  flags: RunFlags,
  io: CliIo,
): Promise<ExitCode> {
  const place = await configPlace(config, flags, io);
  if (flags.printConfig !== true) return await startRun(place, flags, io);
  if (place.configText === undefined) {
    throw new MabError('USAGE', '--print-config says nothing of a configuration of mab.', {
      hint: 'It goes with --upstream-agent.',
    });
  }
  io.stdout.write(place.configText);
  return 0;
}

async function startRun(place: ConfigPlace, flags: RunFlags, io: CliIo): Promise<ExitCode> {
  const { workspace, json = false, retryFailed = false, acceptDiverged = false, share = 1 } = flags;
  const progress = createProgress({ stream: io.stderr, clock: io.clock });
  const isTold = !json || io.stderr.isTTY === true;
  using interrupts = watchInterrupts(io, (text) => progress.note(text));
  try {
    const commands = await io.loadCommands();
    const { prices } = flags;
    const planned = { ...place, workspace, prices, ...(flags.lane ? { lane: flags.lane } : {}) };
    const { signal } = interrupts;
    const note = (text: string): void => (isTold ? progress.note(text) : undefined);
    if (!(await forecast({ ...planned, share, signal }, flags, { io, note }))) {
      progress.note('not started: nothing was spent');
      return 7;
    }
    const report = await commands.runBenchmark({
      ...{ ...place, workspace, prices, retryFailed, acceptDiverged, share },
      ...(flags.lane === undefined ? {} : { lane: flags.lane }),
      ...(flags.member === undefined ? {} : { member: flags.member }),
      onEvent: isTold ? progress.onEvent : (event) => warnOnly(event, progress),
      signal: interrupts.signal,
    });
    progress.close();
    io.stdout.write(reportText(report, json ? 'json' : 'terminal', terminalOptions(io.stdout)));
    return exitCodeOfReport(report);
  } catch (thrown) {
    if (progress.runId() !== '') progress.note(soFar(progress.runId(), workspace));
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    const error = toMabError(thrown);
    // The note has said it already; for programs it is the result.
    if (!isStop(error) || json) printFailure(error, { exitCode, json, io });
    return exitCode;
  } finally {
    progress.close();
  }
}

/** A program that reads the report still is to see that the money goes. */
export function warnOnly(event: RunEvent, progress: Progress): void {
  if (event.type === 'budget-warning') progress.note(budgetWarning(event));
}

/** The command that shows what there is, as it has to be typed. */
function soFar(runId: string, workspace: string): string {
  const place = workspace === WORKSPACE ? '' : ` --workspace ${workspace}`;
  return `so far: mab report ${runId}${place}`;
}

/** Width and colours of a stream; `NO_COLOR` and `FORCE_COLOR` are honoured by Node. */
export function terminalOptions(stream: OutputStream) {
  return {
    width: widthOf(stream),
    style: (format: 'bold' | 'dim' | 'yellow' | 'red', text: string) =>
      styleText(format, text, { stream }),
  };
}
