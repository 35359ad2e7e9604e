import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { errorMessage, MabError } from '../../core/errors.ts';
import type { Ledger } from '../../gateway/ledger/ledger.ts';
import type { AttemptHere, ImportEntries } from '../../gateway/ledger/tools/import-entries.ts';
import { fileError } from '../file-error.ts';
import { openWorkspace } from '../workspace.ts';
import type { ImportResult } from './ledger-contract.ts';
import { createLineReader, type ExportHead, type ReadEntry } from './ledger-lines.ts';

/** Entries that share a transaction. */
const AT_ONCE = 500;

/**
 * Merges a file into the ledger of a workspace, which is made where there is none. The file is read
 * to its end first: where anything is wrong in it, nothing is imported.
 */
export async function importLedger(folder: string, file: string): Promise<ImportResult> {
  const head = await checkFile(file);
  await using workspace = await openWorkspace(folder, { create: true });
  const { ledger } = workspace;
  const key = await ledger.perform('adoptKey', {
    fingerprint: head.keyFingerprint,
    hashKey: head.hashKey === undefined ? undefined : Buffer.from(head.hashKey, 'base64'),
  });
  if (key === 'differs') throw keyDiffers(file, head);
  return { key, ...(await importEntries(ledger, file)) };
}

/** Reads everything, keeps nothing. */
async function checkFile(file: string): Promise<ExportHead> {
  let head: ExportHead | undefined;
  for await (const item of readEntries(file)) {
    if ('mabLedger' in item) head = item;
  }
  return head as ExportHead;
}

async function importEntries(ledger: Ledger, file: string): Promise<Omit<ImportResult, 'key'>> {
  const sums = { calls: 0, known: 0, attempts: 0, uses: 0, requests: 0 };
  const numbers = new Map<number, AttemptHere>();
  let waiting: ReadEntry[] = [];
  const flush = async (): Promise<void> => {
    const done = await ledger.perform('importEntries', batchOf(waiting, numbers));
    for (const [before, now] of done.numbers) numbers.set(before, now);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += done[name];
    waiting = [];
  };
  for await (const item of readEntries(file)) {
    if ('mabLedger' in item) continue;
    waiting.push(item);
    if (waiting.length === AT_ONCE) await flush();
  }
  if (waiting.length > 0) await flush();
  return sums;
}

function batchOf(
  entries: readonly ReadEntry[],
  numbers: ReadonlyMap<number, AttemptHere>,
): ImportEntries {
  const rows = <Kind extends ReadEntry['kind']>(kind: Kind) =>
    entries.flatMap((entry) => (entry.kind === kind ? [entry.row] : [])) as Extract<
      ReadEntry,
      { kind: Kind }
    >['row'][];
  const calls = rows('calls');
  // Only what these calls ask for: the map of a whole ledger would be copied for every batch.
  const asked = calls.flatMap(({ attempt }) => {
    const here = numbers.get(Number(attempt));
    return here ? [[Number(attempt), here] as const] : [];
  });
  return {
    ...{ calls, attempts: rows('attempts'), uses: rows('uses'), requests: rows('requests') },
    ...{ parts: rows('parts'), lengths: rows('lengths'), numbers: new Map(asked) },
  };
}

/** The head, then the entries. @throws {MabError} LEDGER_FILE_…, FILE_…. */
async function* readEntries(file: string): AsyncGenerator<ExportHead | ReadEntry> {
  const reader = createLineReader(file);
  let first = true;
  for await (const line of readLines(file)) {
    if (first) yield reader.head(line);
    else {
      const entry = reader.entry(line);
      if (entry) yield entry;
    }
    first = false;
  }
  if (first) throw foreign(file);
  reader.end();
}

async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip()).setEncoding('utf8');
  let missing: MabError | undefined;
  source.on('error', (error) => {
    missing = fileError(error, file);
    text.destroy(missing);
  });
  let [rest, isGzip] = ['', false];
  try {
    for await (const chunk of text) {
      isGzip = true;
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof MabError) throw error;
    throw missing ?? (isGzip ? unreadable(file, errorMessage(error)) : foreign(file));
  }
  if (rest !== '') throw unreadable(file, 'it ends inside of a line');
}

function foreign(file: string): MabError {
  return new MabError('LEDGER_FILE_FOREIGN', `${file} is no export of a ledger.`, {
    hint: 'Give a file that `mab ledger export` has written.',
  });
}

function unreadable(file: string, reason: string): MabError {
  return new MabError('LEDGER_FILE_DAMAGED', `${file} is damaged: ${reason}.`, {
    blame: 'environment',
    hint: 'Nothing was imported. Copy the file again, or make it again with `mab ledger export`.',
  });
}

function keyDiffers(file: string, { hashKey }: ExportHead): MabError {
  if (hashKey === undefined) {
    return new MabError('LEDGER_KEY_DIFFERS', `${file} is of another ledger, without its key.`, {
      hint:
        'An archive without the key goes back into its own ledger only, or into one that has ' +
        'adopted the key: mab ledger export --key-only KEY there, mab ledger import KEY here.',
    });
  }
  return new MabError(
    'LEDGER_KEY_DIFFERS',
    `The calls in ${file} are named by another ledger’s key, so they would never be found here.`,
    {
      hint:
        'Import it into an empty workspace, which adopts the key. For workspaces that are to be ' +
        'merged later: mab ledger export --key-only KEY in one, mab ledger import KEY in the ' +
        'others before their first run.',
    },
  );
}
