import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { findDataset } from '../../bench/datasets/catalog.ts';
import { errorMessage, MabError } from '../../core/errors.ts';
import type { Ledger } from '../../gateway/ledger/ledger.ts';
import { LEDGER_VERSION } from '../../gateway/ledger/schema.ts';
import type { Row, SqlValue } from '../../gateway/ledger/sql.ts';
import type { ExportTable } from '../../gateway/ledger/tools/export.ts';
import { keyFingerprint } from '../../gateway/ledger/tools/import.ts';
import { readManifest } from '../../run/manifest.ts';
import { findRun } from '../find-run.ts';
import { nodeClock } from '../node-clock.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import type { ExportOptions, ExportResult } from './ledger-contract.ts';
import { createLineWriter } from './ledger-lines.ts';

const ROWS_MAX = 500;

/** Attempts stand before the calls that name them. */
const TABLES: readonly ExportTable[] = [
  ...(['lengths', 'attempts', 'calls', 'uses', 'requests', 'parts'] as const),
];

/** Writes the ledger of a workspace, or a part of it, into a file that only its owner may read. */
export async function exportLedger(
  folder: string,
  file: string,
  options: ExportOptions,
): Promise<ExportResult> {
  if (options.dataset !== undefined) findDataset(options.dataset);
  await using workspace = await openWorkspace(folder, { create: false });
  const { ledger } = workspace;
  const chosen = await chooseKeys(workspace, options);
  const counts = { calls: 0, attempts: 0, uses: 0, requests: 0, parts: 0, lengths: 0 };
  const writer = createLineWriter();
  async function* lines(): AsyncGenerator<string> {
    yield writer.head({
      ...{ kind: 'head', mabLedger: 1, ledgerVersion: LEDGER_VERSION },
      exportedAt: new Date(nodeClock.now()).toISOString(),
      keyFingerprint: keyFingerprint(ledger.hashKey),
      ...(options.withKey ? { hashKey: Buffer.from(ledger.hashKey).toString('base64') } : {}),
    });
    const parts = new Set<string>();
    for (const table of options.keyOnly ? [] : TABLES) {
      for await (const row of rowsOf(ledger, table)) {
        if (chosen && !isChosen(table, row, { keys: chosen, parts })) continue;
        counts[table] += 1;
        yield writer.entry(table, row);
      }
    }
    yield writer.end();
  }
  const bytes = await writeGzip(file, lines());
  return {
    ...{ file, bytes, hasKey: options.withKey },
    ...{ calls: counts.calls, attempts: counts.attempts, uses: counts.uses },
    requests: counts.requests,
    openAttempts: await ledger.perform('openAttempts', undefined),
  };
}

async function* rowsOf(ledger: Ledger, table: ExportTable): AsyncGenerator<Row> {
  for (let after: readonly SqlValue[] | undefined; ; ) {
    const page = await ledger.perform('exportPage', {
      ...{ table, rowsMax: ROWS_MAX },
      ...(after ? { after } : {}),
    });
    yield* page.rows;
    after = page.after;
    if (!after) return;
  }
}

/** The keys of the calls that a run has used, or that belong to a dataset; undefined: all. */
async function chooseKeys(
  { ledger, store }: Workspace,
  { run, dataset }: ExportOptions,
): Promise<ReadonlySet<string> | undefined> {
  if (run === undefined && dataset === undefined) return undefined;
  const units =
    run === undefined
      ? undefined
      : new Set(
          (await readManifest(store, await findRun(store, run))).units.map(({ unitId }) => unitId),
        );
  const ofRun = new Set<string>();
  if (units) {
    for await (const { unit_id, key } of rowsOf(ledger, 'uses')) {
      if (units.has(String(unit_id))) ofRun.add(String(key));
    }
    if (dataset === undefined) return ofRun;
  }
  const keys = new Set<string>();
  for await (const row of rowsOf(ledger, 'calls')) {
    const key = String(row.key);
    if (row.dataset === dataset && (!units || ofRun.has(key))) keys.add(key);
  }
  return keys;
}

/** Parts follow the requests that are made of them. */
function isChosen(
  table: ExportTable,
  row: Row,
  { keys, parts }: { readonly keys: ReadonlySet<string>; readonly parts: Set<string> },
): boolean {
  if (table === 'lengths') return true;
  if (table === 'parts') return parts.has(String(row.hash));
  if (!keys.has(String(row.key))) return false;
  if (table === 'requests') {
    for (const hash of JSON.parse(String(row.parts)) as string[]) parts.add(hash);
  }
  return true;
}

/** The whole file or none: it has another name until it is complete. @returns its bytes. */
async function writeGzip(file: string, lines: AsyncIterable<string>): Promise<number> {
  await refuseOtherThanFile(file);
  const unfinished = `${file}.${randomUUID().slice(0, 8)}.part`;
  const output = createWriteStream(unfinished, { mode: 0o600, flags: 'wx', flush: true });
  try {
    await pipeline(Readable.from(lines), createGzip(), output);
    await rename(unfinished, file);
    return (await stat(file)).size;
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof MabError) throw error;
    throw notWritten(file, error);
  }
}

/** A folder cannot be replaced, and a device (/dev/null) must not be. */
async function refuseOtherThanFile(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there && !there.isFile()) throw notWritten(file, 'it is there, and no file');
}

function notWritten(file: string, cause: unknown): MabError {
  return new MabError('OUTPUT_NOT_WRITTEN', `${file} cannot be written: ${errorMessage(cause)}.`, {
    ...{ blame: 'environment', cause },
    hint: 'Give a path in a folder that exists, has space, and takes files of yours.',
  });
}
