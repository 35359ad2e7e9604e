import { counted } from '../../../core/number-text.ts';
import { bytesText } from '../../bytes-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface ExportFlags {
  readonly workspace: string;
  readonly run?: string;
  readonly dataset?: string;
  readonly withoutKey?: boolean;
  readonly keyOnly?: boolean;
  readonly json?: boolean;
}

/** `mab ledger export FILE`. */
export async function ledgerExportAction(
  file: string,
  { workspace, run, dataset, withoutKey = false, keyOnly = false, json = false }: ExportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const ledger = await (await io.loadCommands()).ledger();
  const options = { run, dataset, keyOnly, withKey: !withoutKey };
  const done = await ledger.export(workspace, file, options);
  if (json) {
    io.stdout.write(`${JSON.stringify(done)}\n`);
    return 0;
  }
  const { calls, attempts, requests, bytes, hasKey, openAttempts } = done;
  const what = keyOnly
    ? 'the key'
    : `${counted(calls, 'call')}, ${counted(attempts, 'attempt')}, ${counted(requests, 'request')}`;
  io.stdout.write(`Exported to ${file}: ${what} (${bytesText(bytes)}).\n`);
  const holds = [...(calls > 0 ? ['replies'] : []), ...(hasKey ? ['the key of the ledger'] : [])];
  if (holds.length > 0) io.stdout.write(`It holds ${holds.join(' and ')}: keep it to yourself.\n`);
  if (openAttempts > 0 && !keyOnly) {
    const open = counted(openAttempts, 'attempt');
    io.stdout.write(`Not in it: ${open} without an outcome yet.\n`);
  }
  return 0;
}
