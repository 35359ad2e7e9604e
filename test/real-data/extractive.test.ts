import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { asyncBufferFromFile } from 'hyparquet';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { findDataset } from '../../src/bench/datasets/catalog.ts';
import { competencyOfFile, type ParquetFile } from '../../src/bench/datasets/parquet-file.ts';
import { parquetSource } from '../../src/bench/datasets/parquet-source.ts';
import { findMethod } from '../../src/bench/methods/catalog.ts';
import { scorerOf } from '../../src/bench/metrics/scorers.ts';
import { promptsFor } from '../../src/bench/prompts/family-prompts.ts';
import { publishedQuery } from '../../src/bench/prompts/published-query.ts';
import type { ContextRow, DatasetSource } from '../../src/contracts/dataset.ts';
import type { Memory, Profile } from '../../src/contracts/memory-method.ts';
import type { ChatModel } from '../../src/contracts/model.ts';
import { createExtractiveProvider } from '../../src/gateway/providers/extractive/extractive-provider.ts';

/**
 * The embedded reader with every method on real rows. It has no language model, so these figures
 * say whether reader and methods work, and nothing about a benchmark. Limits are far from what was
 * measured.
 */
const folder = process.env.MAB_DATA;
const options = folder ? {} : { skip: 'MAB_DATA does not name a folder of *.parquet files' };

const ARMS: readonly (readonly [string, Profile])[] = [
  ['no-memory', 'current'],
  ['bm25', 'reference'],
  ['bm25', 'current'],
  ['long-context', 'current'],
  ['oracle', 'current'],
];

/** In points of the primary metric: most without memory, least with BM25, least with the oracle. */
const LIMITS: Readonly<
  Record<string, readonly [floorMax: number, bm25Min: number, oracleMin: number]>
> = {
  factconsolidation_sh_6k: [0, 80, 90],
  factconsolidation_sh_32k: [0, 80, 90],
  factconsolidation_mh_6k: [0, 25, 25],
  icl_banking77_5900shot_balance: [0, 60, 90],
  icl_trec_coarse_6600shot_balance: [0, 45, 90],
  ruler_qa1_197K: [0, 15, 30],
  // Six options: chance is 17 points.
  eventqa_65536: [40, 60, 85],
};

async function openSource(path: string): Promise<DatasetSource> {
  const names = (await readdir(path)).filter((name) => name.endsWith('.parquet')).sort();
  const files = names.flatMap((name): ParquetFile[] => {
    const competency = competencyOfFile(name);
    return competency
      ? [{ name, competency, open: () => asyncBufferFromFile(join(path, name)) }]
      : [];
  });
  return parquetSource({ label: path, files });
}

function extractiveReader(): ChatModel {
  const provider = createExtractiveProvider();
  const { signal } = new AbortController();
  return {
    id: 'extractive',
    contextWindow: 1_000_000,
    chat: (request) => provider.complete({ ...request, model: 'extractive' }, signal),
  };
}

/** Memorizes a row and gives its mean score in points. */
async function scoreOf(
  row: ContextRow,
  chunks: readonly string[],
  [id, profile]: readonly [string, Profile],
) {
  const prompts = promptsFor(findDataset(row.dataset).family);
  const gold = new Map(row.questions.map(({ id: question, answers }) => [question, { answers }]));
  const method = await findMethod(id).load();
  const memory = method.create(
    {
      contextId: row.contextId,
      profile,
      reader: extractiveReader(),
      countTokens,
      gold: (question) => gold.get(question) ?? { answers: [] },
    },
    {},
  );
  for (const [index, text] of chunks.entries()) {
    const chunk = { id: `${row.contextId}#c${index}`, index, text };
    await memory.memorize({ ...chunk, message: prompts.memorize(text) });
  }
  await memory.finalize();
  return meanScore(row, memory);
}

async function meanScore({ dataset, questions }: ContextRow, memory: Memory): Promise<number> {
  const { family, primaryMetric, maxOutputTokens } = findDataset(dataset);
  const { system, question: message } = promptsFor(family);
  const score = scorerOf(family).create({});
  let sum = 0;
  for (const question of questions) {
    const { id, text } = question;
    const asked = message(text);
    const publishedText = publishedQuery(family, text, asked);
    const query = { id, text, publishedText, message: asked, system, maxOutputTokens };
    const answer = await memory.answer(query);
    sum += score(answer.text, question).scores[primaryMetric] ?? Number.NaN;
  }
  return (100 * sum) / questions.length;
}

for (const [dataset, [floorMax, bm25Min, oracleMin]] of Object.entries(LIMITS)) {
  test(`memory helps the extractive reader on ${dataset}`, options, async (context) => {
    assert.ok(folder !== undefined);
    for await (const row of (await openSource(folder)).rows(dataset)) {
      const chunks = chunkText(row.context, { chunkTokens: 4_096, punkt: 'nltk-3.10' });
      const scores: number[] = [];
      for (const arm of ARMS) scores.push(await scoreOf(row, chunks, arm));
      const shown = ARMS.map(([id, profile], at) => `${id} (${profile}) ${scores[at]?.toFixed(1)}`);
      context.diagnostic(`${row.contextId}: ${shown.join(', ')}`);
      const [floor = 101, bm25Reference = 0, bm25Current = 0, whole = 0, ceiling = 0] = scores;
      assert.ok(floor <= floorMax, `without memory ${floor}`);
      assert.ok(Math.min(bm25Reference, bm25Current, whole) >= bm25Min, shown.join(', '));
      assert.ok(ceiling >= oracleMin, `with the oracle ${ceiling}`);
    }
  });
}
