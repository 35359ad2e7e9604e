import type { DataListing } from '../../app/commands-contract.ts';
import { printable } from '../../app/printable.ts';
import { MabError } from '../../core/errors.ts';
import { alignColumns } from '../columns.ts';
import { counted } from '../counted.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { CliIo } from '../io.ts';

/** `mab data list SOURCE`: what a folder, or the open corpus, holds. */
export async function dataListAction(
  source: string,
  { json = false }: { readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const listing = await (await io.loadCommands()).listData(source);
  io.stdout.write(json ? `${JSON.stringify(listing, null, 2)}\n` : listingText(listing));
  return 0;
}

function listingText({ label, datasets }: DataListing): string {
  const table = alignColumns([
    ['dataset', 'competency', 'contexts', 'questions'],
    ...datasets.map(({ dataset, competency, rows, questions }) => [
      printable(dataset),
      competency,
      String(rows),
      String(questions),
    ]),
  ]);
  return `${printable(label)}\n\n${table}`;
}

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
