import { counted } from '../../../core/number-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface ImportFlags {
  readonly workspace: string;
  readonly json?: boolean;
}

/** `mab ledger import FILE`. */
export async function ledgerImportAction(
  file: string,
  { workspace, json = false }: ImportFlags,
  io: CliIo,
): Promise<ExitCode> {
  const ledger = await (await io.loadCommands()).ledger();
  const done = await ledger.import(workspace, file);
  if (json) {
    io.stdout.write(`${JSON.stringify(done)}\n`);
    return 0;
  }
  const { calls, attempts, known, key } = done;
  if (key === 'adopted') io.stdout.write('The ledger has the key of the file now.\n');
  io.stdout.write(`Imported: ${counted(calls, 'call')}, ${counted(attempts, 'attempt')}.\n`);
  if (known > 0) io.stdout.write(`Here before: ${counted(known, 'call')}; their replies stand.\n`);
  return 0;
}
