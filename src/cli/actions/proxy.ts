import type { ProxyOptions, ProxySession } from '../../app/commands-contract.ts';
import type { EventSink } from '../../contracts/events.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import { MabError } from '../../core/errors.ts';
import { counted } from '../../core/number-text.ts';
import type { ExitCode } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { CliIo } from '../io.ts';
import { LiveLine } from '../live-line.ts';
import { moneyParts } from '../progress-line.ts';
import { NOT_STARTED, nextProgress, type ProgressState } from '../progress-state.ts';
import {
  billText,
  notProved,
  provedText,
  type ReplayProof,
  startJson,
  startText,
} from '../proxy-text.ts';

type ProxyCall = Parameters<ProxyOptions['onCall']>[0];

interface ProxyFlags {
  readonly workspace: string;
  readonly port: number;
  readonly phase: Phase;
  readonly unit: string;
  readonly replay?: string;
  readonly member?: string;
  readonly json?: boolean;
  readonly prove?: boolean;
  readonly volatile: readonly string[];
  readonly prices: readonly string[];
}

/**
 * `mab proxy CONFIG [-- COMMAND]`: where it is on standard output, calls and money as they come on
 * standard error, and the bill at the end, which Ctrl-C or the end of the command brings.
 */
export async function proxyAction(
  configPath: string,
  command: readonly string[],
  { json = false, prove = false, volatile, ...flags }: ProxyFlags,
  io: CliIo,
): Promise<ExitCode> {
  if (prove && command.length === 0) throw nothingToProve();
  const live = new LiveLine(io.stderr);
  const meter = createMeter(live, io);
  using interrupts = watchInterrupts(io, () =>
    live.note('stopping: calls that were sent are waited for'),
  );
  const { signal } = interrupts;
  const commands = await io.loadCommands();
  const onEvent = json && io.stderr.isTTY !== true ? () => {} : meter.onEvent;
  const session = await commands.openProxy({
    ...{ ...flags, configPath, onEvent, signal },
    onCall: meter.onCall,
  });
  meter.start(session);
  io.stdout.write(json ? startJson(session) : startText(session, { ...flags, command }));
  let exitCode = 0;
  let proof: ReplayProof | undefined;
  try {
    if (prove) proof = await session.prove(command, volatile);
    else if (command.length === 0) await stopped(signal);
    else exitCode = await session.run(command);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    live.close();
    const bill = await session.close();
    live.close();
    io.stdout.write(json ? `${JSON.stringify({ bill, proof }, bigintAsText)}\n` : billText(bill));
  }
  const isCut = command.length > 0 && signal.aborted;
  if (exitCode !== 0 && !isCut) throw failed(command, exitCode);
  if (proof && !proof.passed) throw notProved(proof);
  if (proof && !json) io.stdout.write(provedText(proof));
  return isCut ? (interrupts.exitCode() ?? 0) : 0;
}

/** Stopping is how a proxy without a command ends, so it is no failure. */
function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function nothingToProve(): MabError {
  return new MabError('USAGE', '--prove needs a command to run twice.', {
    hint: 'Give it after --: mab proxy CONFIG --prove -- python my_memory.py.',
  });
}

function failed([name = '']: readonly string[], exitCode: number): MabError {
  return new MabError('COMMAND_FAILED', `${name} ended with exit code ${exitCode}.`, {
    blame: 'environment',
    hint: 'What it has spent stands above; its own messages say what went wrong.',
  });
}

/** Calls and money since the start, and the first refusal for each reason. */
function createMeter(live: LiveLine, { clock }: CliIo) {
  let state: ProgressState = NOT_STARTED;
  const onEvent: EventSink = (event) => {
    state = nextProgress(state, event);
    live.show(clock.elapsed(), () =>
      [counted(state.calls, 'call'), ...moneyParts(state)].join('  '),
    );
  };
  const told = new Set<string>();
  const onCall = ({ kind, error }: ProxyCall): void => {
    if (!error || told.has(error.code)) return;
    told.add(error.code);
    live.note(`refused ${kind}: ${error.code}: ${error.message}`);
  };
  const start = ({ paidPicoUsd, budgetPicoUsd }: ProxySession): void => {
    state = { ...state, paidPicoUsd, budgetPicoUsd };
  };
  return { onEvent, onCall, start };
}
