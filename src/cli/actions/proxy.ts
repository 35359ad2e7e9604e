import type { ProxyBill, ProxySession } from '../../app/commands-contract.ts';
import type { EventSink } from '../../contracts/events.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import { MabError } from '../../core/errors.ts';
import { formatUsd } from '../../core/money.ts';
import { alignColumns } from '../columns.ts';
import { counted } from '../counted.ts';
import type { ExitCode } from '../exit-codes.ts';
import { bigintAsText } from '../failure.ts';
import { watchInterrupts } from '../interrupts.ts';
import type { CliIo } from '../io.ts';
import { LiveLine } from '../live-line.ts';
import { moneyParts } from '../progress-line.ts';
import { NOT_STARTED, nextProgress, type ProgressState } from '../progress-state.ts';

interface ProxyFlags {
  readonly workspace: string;
  readonly port: number;
  readonly phase: Phase;
  readonly unit: string;
  readonly replay?: string;
  readonly json?: boolean;
}

/**
 * `mab proxy CONFIG [-- COMMAND]`: where it is on standard output, calls and money as they come on
 * standard error, and the bill at the end, which Ctrl-C or the end of the command brings.
 */
export async function proxyAction(
  configPath: string,
  command: readonly string[],
  { json = false, ...flags }: ProxyFlags,
  io: CliIo,
): Promise<ExitCode> {
  const live = new LiveLine(io.stderr);
  const meter = createMeter(live, io);
  using interrupts = watchInterrupts(io, () =>
    live.note('stopping: calls that were sent are waited for'),
  );
  const { signal } = interrupts;
  const commands = await io.loadCommands();
  const onEvent = json && io.stderr.isTTY !== true ? () => {} : meter.onEvent;
  const session = await commands.openProxy({ ...flags, configPath, onEvent, signal });
  meter.start(session);
  io.stdout.write(json ? startJson(session) : startText(session, { ...flags, command }));
  let exitCode = 0;
  try {
    if (command.length === 0) await stopped(signal);
    else exitCode = await session.run(command);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    live.close();
    const bill = await session.close();
    live.close();
    io.stdout.write(json ? `${JSON.stringify({ bill }, bigintAsText)}\n` : billText(bill));
  }
  const isCut = command.length > 0 && signal.aborted;
  if (exitCode !== 0 && !isCut) throw failed(command, exitCode);
  return isCut ? (interrupts.exitCode() ?? 0) : 0;
}

/** Stopping is how a proxy without a command ends, so it is no failure. */
function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function failed([name = '']: readonly string[], exitCode: number): MabError {
  return new MabError('COMMAND_FAILED', `${name} ended with exit code ${exitCode}.`, {
    blame: 'environment',
    hint: 'What it has spent stands above; its own messages say what went wrong.',
  });
}

/** Calls and money since the start. */
function createMeter(live: LiveLine, { clock }: CliIo) {
  let state: ProgressState = NOT_STARTED;
  const onEvent: EventSink = (event) => {
    state = nextProgress(state, event);
    live.show(clock.elapsed(), () =>
      [counted(state.calls, 'call'), ...moneyParts(state)].join('  '),
    );
  };
  const start = ({ paidPicoUsd, budgetPicoUsd }: ProxySession): void => {
    state = { ...state, paidPicoUsd, budgetPicoUsd };
  };
  return { onEvent, start };
}

function startJson({ run: _run, close: _close, ...facts }: ProxySession): string {
  return `${JSON.stringify({ proxy: facts }, bigintAsText)}\n`;
}

function startText(
  { runId, baseUrl, apiKey, models, budgetPicoUsd }: ProxySession,
  { unit, phase, replay, command }: Omit<ProxyFlags, 'json'> & { command: readonly string[] },
): string {
  const budget = budgetPicoUsd === undefined ? 'no budget' : `budget ${formatUsd(budgetPicoUsd)}`;
  const buying =
    replay === undefined
      ? 'every request is bought'
      : `what was bought before is replayed, as proved for ${replay}`;
  return [
    `proxy ${runId}: unit ${unit}, phase ${phase}; ${budget}; ${buying}`,
    `models: ${models.join(', ')}`,
    ...(command.length > 0
      ? []
      : [
          '',
          `export OPENAI_BASE_URL=${baseUrl}`,
          `export OPENAI_API_KEY=${apiKey}`,
          '',
          'Ctrl-C stops it and prints the bill.',
        ]),
    '',
  ].join('\n');
}

function billText({ runId, unit, phases, paidPicoUsd, unknownPicoUsd, budgetPicoUsd }: ProxyBill) {
  const rows = Object.entries(phases).map(
    ([phase, { calls, embeddedTexts = 0, usage, ...money }]) => [
      ...[unit, phase, String(calls), String(embeddedTexts)],
      String(usage.inputTokens + usage.cachedInputTokens + usage.cacheWriteTokens),
      ...[String(usage.outputTokens), String(usage.embeddedTokens ?? 0)],
      formatUsd(BigInt(money.paidPicoUsd)),
    ],
  );
  const unknown =
    unknownPicoUsd === '0'
      ? ''
      : `, and up to ${formatUsd(BigInt(unknownPicoUsd))} of unknown outcome`;
  const budget = budgetPicoUsd === undefined ? '' : ` of ${formatUsd(BigInt(budgetPicoUsd))}`;
  const heads = ['unit', 'phase', 'chats', 'texts', 'tokens in', 'out', 'embedded', 'paid'];
  return [
    ...(rows.length === 0 ? ['no calls\n'] : [alignColumns([heads, ...rows])]),
    `${runId} has paid ${formatUsd(BigInt(paidPicoUsd))}${budget}${unknown}, all its starts together\n`,
  ].join('');
}
