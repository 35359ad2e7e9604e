import type { PriceChanges, RefreshOptions } from '../../../app/prices/prices-contract.ts';
import { MabError } from '../../../core/errors.ts';
import { counted } from '../../../core/number-text.ts';
import { agrees } from '../../dialog.ts';
import type { ExitCode } from '../../exit-codes.ts';
import { printFailure, toMabError } from '../../failure.ts';
import { isStop, watchInterrupts } from '../../interrupts.ts';
import type { CliIo } from '../../io.ts';
import { changesText } from './changes-text.ts';

interface RefreshFlags {
  readonly workspace: string;
  readonly source: RefreshOptions['sources'];
  readonly region?: readonly string[];
  readonly from?: string;
  readonly offline?: boolean;
  readonly allMachines?: boolean;
  readonly gcpKeyEnv: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `mab prices diff`. */
export async function pricesDiffAction(flags: RefreshFlags, io: CliIo): Promise<ExitCode> {
  return stoppable(flags, io, async (signal) => {
    print(await find(flags, io, signal), flags, io);
  });
}

/**
 * `mab prices refresh`: shows what changes, asks, and writes.
 * @throws {MabError} CONFIRMATION_MISSING without `--yes` where nobody can be asked.
 */
export async function pricesRefreshAction(flags: RefreshFlags, io: CliIo): Promise<ExitCode> {
  return stoppable(flags, io, async (signal) => {
    const { workspace, yes = false } = flags;
    const changes = await find(flags, io, signal);
    print(changes, flags, io);
    if (!yes && !(await isConfirmed(changes, io))) {
      io.stderr.write('Nothing was written.\n');
      return;
    }
    const path = await (await (await io.loadCommands()).prices()).save(workspace, changes);
    io.stderr.write(`written to ${path}\n`);
  });
}

async function find(flags: RefreshFlags, io: CliIo, signal: AbortSignal): Promise<PriceChanges> {
  const prices = await (await io.loadCommands()).prices();
  const { workspace, source: sources, region: regions = [], from, gcpKeyEnv } = flags;
  const { offline = false, allMachines = false } = flags;
  return prices.find({
    ...{ workspace, sources, regions, from, offline, allMachines, gcpKeyEnv, signal },
  });
}

function print(changes: PriceChanges, { json = false }: RefreshFlags, io: CliIo): void {
  const { snapshot: _, ...shown } = changes;
  io.stdout.write(json ? `${JSON.stringify(shown, null, 2)}\n` : changesText(changes));
}

async function isConfirmed({ snapshot }: PriceChanges, io: CliIo): Promise<boolean> {
  const what = counted(snapshot.prices.length, 'price');
  using dialog = io.openDialog();
  if (!dialog) {
    throw new MabError('CONFIRMATION_MISSING', `A refresh with ${what} is ready to be written.`, {
      hint: 'Add --yes to write it; `mab prices diff` only shows it.',
    });
  }
  return await agrees(dialog, `Write ${what}?`);
}

/** Ctrl-C stops the fetching; nothing is written before all is there. */
async function stoppable(
  { json = false }: RefreshFlags,
  io: CliIo,
  act: (signal: AbortSignal) => Promise<void>,
): Promise<ExitCode> {
  using interrupts = watchInterrupts(io, (text) => io.stderr.write(`${text}\n`));
  try {
    await act(interrupts.signal);
    return 0;
  } catch (thrown) {
    const exitCode = interrupts.exitCode();
    if (exitCode === undefined) throw thrown;
    const error = toMabError(thrown);
    if (!isStop(error) || json) printFailure(error, { exitCode, json, io });
    return exitCode;
  }
}
