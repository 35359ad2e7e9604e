import { open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AsyncBuffer } from 'hyparquet';
import { openCorpusSource } from '../bench/datasets/open-corpus/open-corpus.ts';
import { competencyOfFile } from '../bench/datasets/parquet-file.ts';
import { parquetSource } from '../bench/datasets/parquet-source.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import type { DataConfig } from '../run/config/run-config.ts';

/**
 * @param base  Folder that a relative data folder is relative to.
 * @throws {MabError} DATA_MISSING, NO_PERMISSION.
 */
export async function openDataSource(data: DataConfig, base: string): Promise<DatasetSource> {
  return data.kind === 'open-corpus'
    ? openCorpusSource(data.seed)
    : openParquetFolder(resolve(base, data.folder));
}

/** A folder in the published layout. */
export async function openParquetFolder(folder: string): Promise<DatasetSource> {
  const names = await listFolder(folder);
  const files = names.sort().flatMap((name) => {
    const competency = competencyOfFile(name);
    return competency ? [{ name, competency, open: () => openBuffer(join(folder, name)) }] : [];
  });
  if (files.length > 0) return parquetSource({ label: folder, files });
  throw new MabError('DATA_MISSING', `${folder} holds no file of the published dataset.`, {
    hint:
      'It should hold files such as Conflict_Resolution-00000-of-00001.parquet ' +
      '(the folder `data` of the published dataset). Without data, use `openCorpus`.',
  });
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

/** A file or folder of the user that cannot be read, as the error that says what to do. */
export function fileError(error: unknown, path: string): MabError {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return new MabError('FILE_MISSING', `${path} does not exist.`, {
        hint: 'Check the path; a path in a configuration is relative to the configuration.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
      return new MabError('NO_PERMISSION', `${path} may not be read.`, {
        blame: 'environment',
        hint: 'Make it readable for the user who runs mab.',
        cause: error,
      });
    case 'EISDIR':
    case 'ENOTDIR':
      return new MabError('FILE_KIND', `${path} is not the kind of file that is needed.`, {
        hint: 'A configuration is a file; a data folder is a folder.',
        cause: error,
      });
  }
  return new MabError('FILE_UNREADABLE', `${path} cannot be read: ${errorMessage(error)}.`, {
    blame: 'environment',
    hint: 'Check the disk.',
    cause: error,
  });
}
