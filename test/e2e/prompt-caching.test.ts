import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { AnswerRecord } from '../../src/contracts/records.ts';
import { tokenPrice } from '../../src/cost/token-price.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { startLab } from '../../src/testing/lab/lab.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertExactMoney } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { unitBytes } from '../chaos/support/run-result.ts';
import { factRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun } from './bad-input-world.ts';

// Through the command line, against a lab that bills prompt caches as the vendors do.

/** Enough for a context that every vendor caches. */
const FACTS = 60;
const QUESTIONS = 24;
const CONTEXTS = 2;
const IN_FLIGHT = 8;
const KEY = 'MAB_TEST_CACHING_KEY';
process.env[KEY] = 'a-key';

const arena = createArena();
const data = writeDataFolder(arena.folder(), [evenRow(0), evenRow(1)]);
after(() => {
  arena[Symbol.dispose]();
  delete process.env[KEY];
});

/** In the lab four characters are a token: what comes before the question has no broken one. */
function evenRow(number: number) {
  const row = factRow(number, FACTS);
  const frame = '[Memory 1]\n\n\n'.length;
  const missing = (4 - (((row.context?.length ?? 0) + frame) % 4)) % 4;
  return {
    ...row,
    context: row.context?.replace('facts', `facts${'.'.repeat(missing)}`) ?? null,
    questions: row.questions?.slice(0, QUESTIONS) ?? null,
    answers: row.answers?.slice(0, QUESTIONS) ?? null,
  };
}

/** Dollars a million, as Anthropic relates them: a tenth from the cache, five quarters into it. */
const PRICE = {
  inputUsdPerMillion: 1,
  cachedInputUsdPerMillion: 0.1,
  cacheWriteUsdPerMillion: 1.25,
  outputUsdPerMillion: 5,
};

const AZURE = { provider: 'azure', azure: { apiVersion: '2024-10-21' } };
const READERS = {
  'OpenAI chat': { provider: 'openai' },
  'OpenAI responses': { provider: 'openai', api: 'responses' },
  'Azure OpenAI': AZURE,
  'Azure OpenAI, the context named': { ...AZURE, promptCaching: 'key' },
  Anthropic: { provider: 'anthropic' },
} as const;

function writeConfig(url: string, reader: object): string {
  const name = { model: 'claude-sonnet-4-6', logicalModel: 'claude-sonnet-4-6' };
  return writePricedConfig(arena.folder(), {
    ...{ url, data, methods: ['long-context'], concurrency: IN_FLIGHT },
    reader: { ...name, price: PRICE, apiKeyEnv: KEY, ...reader },
  });
}

interface RunOptions {
  /** Whether the vendor has a cache. */
  readonly hasCache?: boolean;
  readonly onBeforeReply?: () => Promise<void>;
}

async function run(reader: object, { hasCache = true, ...hooks }: RunOptions = {}) {
  const cache = hasCache ? {} : { cacheTokensMin: Number.POSITIVE_INFINITY };
  const models = { '*': { price: tokenPrice(PRICE), ...cache } };
  await using lab = await startLab({ models, latencyMs: 20, ...hooks });
  const workspace = arena.folder();
  const { exitCode, report } = await endingRun(writeConfig(lab.url, reader), workspace);
  assert.equal(exitCode, 0);
  const invoice = lab.invoice();
  assertExactMoney(readLedger(workspace), invoice);
  return { report, invoice, records: readRecords(workspace), scores: scoresOf(workspace) };
}

/** By unit. */
function readRecords(workspace: string): AnswerRecord[][] {
  const units = join(workspace, 'store', 'units');
  return readdirSync(units).map((unit) => {
    const name = readdirSync(join(units, unit)).find((file) => file.startsWith('records-')) ?? '';
    const lines = readFileSync(join(units, unit, name), 'utf8')
      .trimEnd()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as AnswerRecord);
  });
}

function scoresOf(workspace: string): unknown {
  return Object.entries(unitBytes(workspace)).map(([unit, { scores }]) => [unit, scores]);
}

/** Cached tokens differ from vendor to vendor, and by which question came first. */
function withoutTokens(records: readonly AnswerRecord[][]): unknown {
  return records.map((ofUnit) =>
    ofUnit.map(({ usage: _, standalonePicoUsd: __, ...record }) => record),
  );
}

/** Questions that read nothing from the cache. */
function misses(records: readonly AnswerRecord[]): number {
  return records.filter(({ usage }) => usage.cachedInputTokens === 0).length;
}

describe('questions on one long context', () => {
  for (const [name, reader] of Object.entries(READERS)) {
    it(`read it from the cache of ${name}, all but the first, for as much less as is said`, async () => {
      const cached = await run(reader);
      const { invoice, records } = cached;
      assert.equal(invoice.billed, CONTEXTS * QUESTIONS);
      assert.deepEqual(records.map(misses), Array(CONTEXTS).fill(1));
      const [line] = invoice.lines;
      const read = records.flat().reduce((sum, { usage }) => sum + usage.cachedInputTokens, 0);
      assert.equal(line?.cachedInputTokens, read);
      if (name === 'Anthropic') assert.equal(line.cacheWriteTokens * (QUESTIONS - 1), read);

      const plain = await run({ ...reader, promptCaching: 'off' }, { hasCache: false });
      const saved = plain.invoice.totalPicoUsd - cached.invoice.totalPicoUsd;
      assert.ok(saved > plain.invoice.totalPicoUsd / 2n);
      assert.deepEqual(cached.report.totals.caching, {
        savedPicoUsd: String(saved),
        savedShare: Number(saved) / Number(plain.invoice.totalPicoUsd),
      });
      assert.equal(plain.report.totals.caching, undefined);
      assert.equal(cached.report.runId, plain.report.runId);
      assert.deepEqual(cached.scores, plain.scores);
      assert.deepEqual(withoutTokens(cached.records), withoutTokens(plain.records));
    });
  }

  it('all miss the cache that were sent before the first reply, without warm-up', async () => {
    const arrived = Promise.withResolvers<void>();
    let requests = 0;
    const onBeforeReply = (): Promise<void> => {
      requests += 1;
      if (requests === IN_FLIGHT) arrived.resolve();
      return arrived.promise;
    };
    const reader = { provider: 'openai', promptCaching: 'off' };
    const { records } = await run(reader, { onBeforeReply });
    assert.ok(misses(records.flat()) >= IN_FLIGHT);
  });

  it('leave the same bytes with and without it, where the vendor has no cache', async () => {
    const bytesOf = async (reader: object) => {
      await using server = await startCountingServer({ prices: PRICES });
      const workspace = arena.folder();
      const { exitCode } = await endingRun(writeConfig(server.url, reader), workspace);
      assert.equal(exitCode, 0);
      return unitBytes(workspace);
    };
    for (const reader of [READERS['OpenAI chat'], READERS.Anthropic]) {
      const off = { ...reader, promptCaching: 'off' };
      assert.deepEqual(await bytesOf(reader), await bytesOf(off));
    }
  });
});
