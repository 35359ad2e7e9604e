import type { CachedRevision, CacheListing, DataListing } from '../../../app/data/data-contract.ts';
import { printable } from '../../../app/printable.ts';
import { bytesText } from '../../bytes-text.ts';
import { alignColumns } from '../../columns.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { CliIo } from '../../io.ts';

/** `mab data list [SOURCE]`: what a source holds; without one, what the cache does. */
export async function dataListAction(
  source: string | undefined,
  { json = false }: { readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  const commands = await io.loadCommands();
  if (source === undefined) {
    const listing = await commands.listCache();
    io.stdout.write(json ? jsonText(listing) : cacheText(listing));
  } else {
    const listing = await commands.listData(source);
    io.stdout.write(json ? jsonText(listing) : listingText(listing));
  }
  return 0;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function listingText({ label, datasets }: DataListing): string {
  const table = alignColumns([
    ['dataset', 'competency', 'contexts', 'questions', 'rows are'],
    ...datasets.map(({ dataset, competency, rows, questions, statuses }) => [
      printable(dataset),
      competency,
      String(rows),
      String(questions),
      statuses.join(', ') || 'unreadable: see `mab data check`',
    ]),
  ]);
  return `${printable(label)}\n\n${table}`;
}

function cacheText({ folder, revisions }: CacheListing): string {
  const head = `Cache: ${printable(folder)}\n`;
  if (revisions.length === 0) {
    return `${head}Nothing is cached yet. \`mab data pull\` fetches the published dataset.\n`;
  }
  return `${head}${revisions.map(revisionText).join('')}`;
}

function revisionText({ repo, revision, pinned, files }: CachedRevision): string {
  const table = alignColumns([
    ['file', 'size', 'on disk', 'state'],
    ...files.map(({ path, size, storedBytes, state }) => [
      printable(path),
      bytesText(size),
      storedBytes === undefined ? '' : bytesText(storedBytes),
      state,
    ]),
  ]);
  const source = pinned ? 'hub' : `hub:${revision}`;
  return `\n${printable(repo)} at ${revision} (${source})\n\n${table}`;
}
