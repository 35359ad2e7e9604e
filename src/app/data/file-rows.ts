import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileRows } from '../../bench/datasets/files/file-row.ts';
import type { TextFile } from '../../bench/datasets/files/text-file.ts';
import { locomoRows } from '../../bench/datasets/locomo/locomo-rows.ts';
import { longMemEvalRows } from '../../bench/datasets/longmemeval/longmemeval-rows.ts';
import { ownRows } from '../../bench/datasets/own/own-rows.ts';
import { MabError } from '../../core/errors.ts';
import type { DataConfig } from '../../run/config/run-config.ts';
import { fileError } from '../file-error.ts';

type FileKind = Extract<DataConfig, { readonly path: string }>['kind'];

/**
 * Rows of a file, or for JSON lines also of all `*.jsonl` of a folder, by name.
 * @throws {MabError} DATA_MISSING, FILE_…, NO_PERMISSION.
 */
export async function openFileRows(kind: FileKind, path: string): Promise<FileRows> {
  if (kind === 'jsonl') return ownRows(path, await lineFiles(path));
  await isFolder(path);
  const file = textFile(path, basename(path));
  return kind === 'locomo' ? locomoRows(path, file) : longMemEvalRows(path, file);
}

async function lineFiles(path: string): Promise<TextFile[]> {
  if (!(await isFolder(path))) return [textFile(path, basename(path))];
  const names = (await readdir(path)).filter((name) => name.endsWith('.jsonl')).sort();
  if (names.length > 0) return names.map((name) => textFile(join(path, name), name));
  throw new MabError('DATA_MISSING', `${path} holds no *.jsonl file.`, {
    hint: 'Name the file itself, or a folder that holds some; docs/guide/own-data.md has the format.',
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw fileError(error, path);
  }
}

function textFile(path: string, name: string): TextFile {
  return {
    name,
    async *open() {
      try {
        yield* createReadStream(path, { highWaterMark: 1024 * 1024 });
      } catch (error) {
        throw error instanceof MabError ? error : fileError(error, path);
      }
    },
  };
}
