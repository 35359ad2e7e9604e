import type { DataListing } from '../../../app/commands-contract.ts';
import { printable } from '../../../app/printable.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

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
