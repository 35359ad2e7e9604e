import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileHashesTo } from '../../adapters/hub/hash-file.ts';
import {
  checkRows,
  countDatasets,
  goodRow,
  type RowCheck,
} from '../../bench/datasets/check-rows.ts';
import { checkFileRows } from '../../bench/datasets/files/file-source.ts';
import { openCorpusSource } from '../../bench/datasets/open-corpus/open-corpus.ts';
import { isDataFileName } from '../../bench/datasets/published-files.ts';
import type { HubLock } from '../../contracts/hub.ts';
import { dataFolder } from '../data-source.ts';
import { fileError } from '../file-error.ts';
import type { DataCheck, FileCheck, SourceName } from './data-contract.ts';
import { openFileRows } from './file-rows.ts';
import { readFolderLock } from './folder-lock.ts';
import { hubFolder, pulledLock } from './hub-folder.ts';
import { openCache } from './open-cache.ts';
import { parseSource } from './source-name.ts';

/** Reads everything that a source holds, and says what is wrong and what it is. */
export async function checkData(name: SourceName): Promise<DataCheck> {
  const source = parseSource(name);
  switch (source.kind) {
    case 'open-corpus':
      return await checkOpenCorpus(source.seed);
    case 'hub': {
      const folder = await hubFolder(source.revision);
      return summary(folder.label, await checkCached(source.revision), checkRows(folder));
    }
    case 'jsonl':
    case 'locomo':
    case 'longmemeval': {
      const rows = await openFileRows(source.kind, source.path);
      return summary(rows.label, [], checkFileRows(rows));
    }
    case 'folder': {
      const folder = await dataFolder(source.folder);
      return summary(folder.label, await checkFolder(source.folder), checkRows(folder));
    }
  }
}

async function checkOpenCorpus(seed: number): Promise<DataCheck> {
  const source = openCorpusSource(seed);
  async function* rows(): AsyncGenerator<RowCheck> {
    for (const { dataset } of await source.list()) {
      let at = 0;
      for await (const row of source.rows(dataset)) {
        yield goodRow({ name: 'open corpus' }, at++, row);
      }
    }
  }
  return await summary(source.label, [], rows());
}

async function summary(
  label: string,
  files: readonly FileCheck[],
  checks: AsyncIterable<RowCheck>,
): Promise<DataCheck> {
  const rows: RowCheck[] = [];
  for await (const check of checks) rows.push(check);
  const good = rows.flatMap((row) => ('problem' in row ? [] : [row]));
  const wrong = files.filter(({ lock }) => lock === 'differs' || lock === 'missing');
  return {
    ...{ label, files, rows },
    datasets: countDatasets(good),
    problems: rows.length - good.length + wrong.length,
  };
}

/** Files of the cache are hashed whenever they are read. */
async function checkCached(revision: string): Promise<FileCheck[]> {
  const cache = openCache();
  const { files } = await pulledLock(revision, cache);
  const checks: FileCheck[] = [];
  for (const file of files) {
    const { state } = await cache.hub.read(file);
    const name = basename(file.path);
    if (state === 'missing') checks.push({ name, lock: 'missing' });
    else checks.push({ name, size: file.size, lock: state === 'held' ? 'matches' : 'differs' });
  }
  return checks;
}

async function checkFolder(folder: string): Promise<FileCheck[]> {
  const lock = await readFolderLock(folder);
  const present = (await readdir(folder)).filter(isDataFileName).sort();
  const locked = lock?.files.map(({ path }) => basename(path)) ?? [];
  const checks: FileCheck[] = [];
  for (const name of present) checks.push(await checkFile(join(folder, name), lock));
  const missing = locked.filter((name) => !present.includes(name));
  return [...checks, ...missing.map((name): FileCheck => ({ name, lock: 'missing' }))];
}

async function checkFile(path: string, lock: HubLock | undefined): Promise<FileCheck> {
  const name = basename(path);
  const locked = lock?.files.find((file) => basename(file.path) === name);
  try {
    const { size } = await stat(path);
    if (!locked) return { name, size, lock: lock ? 'unlisted' : 'no-lock' };
    const isSame = size === locked.size && (await fileHashesTo(locked, path));
    return { name, size, lock: isSame ? 'matches' : 'differs' };
  } catch (error) {
    throw fileError(error, path);
  }
}
