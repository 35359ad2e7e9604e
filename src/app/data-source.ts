import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { AsyncBuffer } from 'hyparquet';
import { fileHashesTo } from '../adapters/hub/hash-file.ts';
import { fileSource } from '../bench/datasets/files/file-source.ts';
import { openCorpusSource } from '../bench/datasets/open-corpus/open-corpus.ts';
import {
  competencyOfFile,
  type ParquetFile,
  type ParquetFolder,
} from '../bench/datasets/parquet-file.ts';
import { parquetSource } from '../bench/datasets/parquet-source.ts';
import { PUBLISHED_LOCK } from '../bench/datasets/published-files.ts';
import type { DatasetSource, ItemTable } from '../contracts/dataset.ts';
import type { HubLock } from '../contracts/hub.ts';
import { MabError } from '../core/errors.ts';
import type { DataConfig } from '../run/config/run-config.ts';
import { openFileRows } from './data/file-rows.ts';
import { hubFolder } from './data/hub-folder.ts';
import { fileError } from './file-error.ts';
import { findItemTable } from './item-table-file.ts';

/**
 * @param base  Folder that a relative data folder is relative to.
 * @throws {MabError} DATA_MISSING, DATA_NOT_PULLED, DATA_DAMAGED, NO_PERMISSION.
 */
export async function openDataSource(data: DataConfig, base: string): Promise<DatasetSource> {
  switch (data.kind) {
    case 'open-corpus':
      return openCorpusSource(data.seed);
    case 'hub':
      return parquetSource(await hubFolder(data.revision));
    case 'jsonl':
    case 'locomo':
    case 'longmemeval':
      return fileSource(await openFileRows(data.kind, resolve(base, data.path)));
    case 'folder':
      return parquetSource(
        await dataFolder(
          resolve(base, data.folder),
          data.itemTable && resolve(base, data.itemTable),
        ),
      );
  }
}

/**
 * A folder in the published layout.
 * @param itemTable  Path of the table of items; absent: searched for when it is needed.
 * @throws {MabError} DATA_MISSING, FILE_…, NO_PERMISSION.
 */
export async function dataFolder(folder: string, itemTable?: string): Promise<ParquetFolder> {
  const names = (await listFolder(folder)).sort();
  const files: ParquetFile[] = [];
  for (const name of names) {
    const competency = competencyOfFile(name);
    if (competency === undefined) continue;
    const path = join(folder, name);
    const isPublished = await isFileOf(PUBLISHED_LOCK, path);
    files.push({ name, competency, isPublished, open: () => openBuffer(path) });
  }
  const items = (): Promise<ItemTable> => findItemTable(folder, itemTable, readWhole);
  if (files.length > 0) return { label: folder, files, itemTable: items };
  throw new MabError('DATA_MISSING', `${folder} holds no file of the published dataset.`, {
    hint:
      'It should hold files such as Conflict_Resolution-00000-of-00001.parquet; `mab data pull ' +
      '--to FOLDER` fetches them. Without data, use `openCorpus`.',
  });
}

/** Whether a lock names this very file. Only one of the right name and size is worth hashing. */
export async function isFileOf({ files }: HubLock, path: string): Promise<boolean> {
  const wanted = files.find((file) => basename(file.path) === basename(path));
  try {
    return wanted?.size === (await stat(path)).size && (await fileHashesTo(wanted, path));
  } catch (error) {
    throw fileError(error, path);
  }
}

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw fileError(error, path);
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw fileError(error, folder);
  }
}

/** Each read opens the file anew: a few milliseconds, and nothing to close. */
async function openBuffer(path: string): Promise<AsyncBuffer> {
  try {
    const { size } = await stat(path);
    return { byteLength: size, slice: (start, end) => readRange(path, start, end ?? size) };
  } catch (error) {
    throw fileError(error, path);
  }
}

async function readRange(path: string, start: number, end: number): Promise<ArrayBuffer> {
  try {
    await using file = await open(path);
    const bytes = new Uint8Array(end - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.buffer.slice(0, bytesRead);
  } catch (error) {
    throw fileError(error, path);
  }
}
