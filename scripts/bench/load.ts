/**
 * The longest context of the benchmark, 1.44 M tokens of dialogues as `recsys_redial_full` has
 * them: reading its row, chunking it, and counting its tokens. Prints one line of JSON.
 *
 *   node scripts/bench/load.ts make FOLDER
 *   node scripts/bench/load.ts FOLDER
 *
 * The first command writes the row, so that the memory of making it does not count.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from '../../src/app/data-source.ts';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { openCorpusSource } from '../../src/bench/datasets/open-corpus/open-corpus.ts';
import { parquetSource } from '../../src/bench/datasets/parquet-source.ts';
import { createRowFile } from '../../src/bench/datasets/row-file.ts';
import type { ContextRow } from '../../src/contracts/dataset.ts';

const DATASET = 'recsys_redial_full';
/** Together as long as the published row. */
const PARTS = ['open_recsys_1000k', 'open_recsys_440k'];
const CHUNK_TOKENS = 4096;

async function make(folder: string): Promise<void> {
  const rows: ContextRow[] = [];
  for (const [at, part] of PARTS.entries()) {
    for await (const row of openCorpusSource(1 + at).rows(part)) rows.push(row);
  }
  const [first] = rows;
  if (!first) throw new Error('The open corpus has no such row.');
  const file = createRowFile('test-time-learning', 'load bench');
  const context = rows.map((row) => row.context).join('\n\n');
  file.add({ ...first, dataset: DATASET, context });
  mkdirSync(folder, { recursive: true });
  const bytes = file.finish();
  writeFileSync(join(folder, file.name), bytes);
  process.stdout.write(`${JSON.stringify({ name: 'load', bytes: bytes.length })}\n`);
}

async function seconds<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
}

async function readRow(folder: string): Promise<ContextRow> {
  for await (const row of parquetSource(await dataFolder(folder)).rows(DATASET)) return row;
  throw new Error(`${folder} has no row.`);
}

async function measure(folder: string): Promise<void> {
  const [{ context }, loadSeconds] = await seconds(() => readRow(folder));
  const loadedMegabytes = process.resourceUsage().maxRSS / 1_024;
  const options = { chunkTokens: CHUNK_TOKENS, punkt: 'nltk-3.10' } as const;
  const [chunks, chunkSeconds] = await seconds(() => chunkText(context, options));
  const [tokens, countSeconds] = await seconds(() => countTokens(context));
  const result = {
    name: 'load',
    ...{ tokens, characters: context.length, chunks: chunks.length },
    ...{ loadSeconds, chunkSeconds, countSeconds, loadedMegabytes },
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

const [what, folder] = process.argv.slice(2);
if (what === 'make' && folder !== undefined) await make(folder);
else if (what !== undefined) await measure(what);
else throw new Error('Name a folder: node scripts/bench/load.ts FOLDER');
