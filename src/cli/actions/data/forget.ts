import { MabError } from '../../../core/errors.ts';
import { counted } from '../../../core/number-text.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

interface ForgetFlags {
  readonly workspace: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * `mab data forget DATASET`: deletes the replies to a dataset's calls.
 * @throws {MabError} CONFIRMATION_MISSING without `--yes`: bought replies would have to be bought
 *   again.
 */
export async function dataForgetAction(
  dataset: string,
  { workspace, yes = false, json = false }: ForgetFlags,
  io: CliIo,
): Promise<ExitCode> {
  if (!yes) {
    throw new MabError(
      'CONFIRMATION_MISSING',
      `Replies on ${dataset} would be deleted from the ledger.`,
      {
        hint:
          'Add --yes to delete them. What finished units have sealed in the store stays: delete ' +
          'their folders below store/units as well, where nothing may be left.',
      },
    );
  }
  const { calls } = await (await io.loadCommands()).forgetDataset(workspace, dataset);
  io.stdout.write(
    json
      ? `${JSON.stringify({ dataset, calls })}\n`
      : `Deleted from the ledger on ${dataset}: ${counted(calls, 'call')}.\n`,
  );
  return 0;
}
