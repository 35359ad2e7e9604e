import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { Advice, AdviceInput } from '../../src/contracts/advice.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { DATASET, factRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun, readFailure } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

/** A run of two methods, one of them with vectors, on two rows with 12 questions each. */
async function world(server: CountingServer, reader: Readonly<Record<string, unknown>> = {}) {
  const workspace = arena.folder();
  const data = writeDataFolder(arena.folder(), [factRow(0, 12), factRow(1, 12)]);
  const methods = [
    // Another number of chunks, so that no prompt of one method is one of the other.
    { id: 'bm25', options: { topK: 1 } },
    { id: 'dense', embedder: 'counting', options: { topK: 3 } },
  ];
  const config = writePricedConfig(arena.folder(), { url: server.url, data, methods, reader });
  return { workspace, config };
}

/** The same, with a server that has gone. */
async function goneWorld() {
  await using server = await startCountingServer({ prices: PRICES });
  return await world(server, { attemptsMax: 1 });
}

async function plan(topic: string, ...flags: readonly string[]): Promise<readonly AdviceInput[]> {
  const { code, stdout, stderr } = await mab(['plan', topic, '--json', ...flags], commands);
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as Advice).inputs;
}

const told = (inputs: readonly AdviceInput[]) =>
  Object.fromEntries(
    inputs.filter(({ note }) => note !== undefined).map(({ name, value }) => [name, value]),
  );

test('a plan from a run begins with what the vendor counted, and with what was asked of it', async () => {
  await using server = await startCountingServer({ prices: PRICES, vectorLength: 16 });
  const { workspace, config } = await world(server);
  const { report } = await endingRun(config, workspace);
  const from = ['--from-run', 'latest', '--workspace', workspace];
  const { lines } = server.invoice();
  const billed = (model: string) => {
    const own = lines.filter((line) => line.model === model);
    const sum = (kind: 'inputTokens' | 'cachedInputTokens' | 'outputTokens') =>
      own.reduce((all, line) => all + line[kind], 0);
    const read = sum('inputTokens') + sum('cachedInputTokens');
    return { read, cached: sum('cachedInputTokens'), written: sum('outputTokens') };
  };
  const reader = billed('counting');
  assert.ok(reader.cached > 0);
  const roadmap = await plan('roadmap', ...from, '--runs-per-month', '2.5');
  assert.deepEqual(told(roadmap), {
    inputTokens: 2.5 * reader.read,
    outputTokens: 2.5 * reader.written,
    cachedShare: (100 * reader.cached) / reader.read,
    embeddingTokens: 2.5 * billed('counting-embedder').read,
  });
  assert.deepEqual(
    roadmap.filter(({ name }) => name === 'inputTokens').map(({ from, note }) => [from, note]),
    [['measured', `run ${report.runId}, 2.5 a month`]],
  );
  // Two methods on two rows; 12 questions in each of these; the vectors are those of dense alone.
  const { tasks, taskMinutes } = told(await plan('spot', ...from));
  assert.equal(tasks, 4);
  assert.ok(Number(taskMinutes) > 0);
  assert.equal(told(await plan('serverless', ...from)).calls, 48);
  const chunks = report.cells.find(({ method }) => method === 'dense')?.chunks;
  assert.deepEqual(told(await plan('vectors', ...from)), {
    ...{ vectors: chunks, dimensions: 16, queries: 24 },
  });
  const own = await plan('vectors', ...from, '--vectors', '7');
  assert.equal(own.find(({ name }) => name === 'vectors')?.from, 'given');
});

test('what judges read and wrote counts as tokens of a month, not as those of who answers', async () => {
  await using server = await startCountingServer({ prices: PRICES });
  const workspace = arena.folder();
  const judge = {
    ...{ provider: 'openai-compatible', baseUrl: server.url, model: 'judging', name: 'judge' },
    ...{ contextTokens: 16_000, price: { inputUsdPerMillion: 1, outputUsdPerMillion: 1 } },
  };
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: writeDataFolder(arena.folder(), [factRow(0, 6)]) },
    ...{ methods: ['no-memory'], judge: { models: [judge] } },
    datasets: [{ id: DATASET, chunkTokens: 64, judge: 'generic' }],
  });
  await mab(['run', config, '--workspace', workspace, '--yes'], commands);
  const tokensOf = (model: string) =>
    server
      .invoice()
      .lines.filter((line) => line.model === model)
      .reduce(
        (all, line) => all + line.inputTokens + line.cachedInputTokens + line.outputTokens,
        0,
      );
  assert.ok(tokensOf('judging') > 0);
  const from = ['--from-run', 'latest', '--workspace', workspace];
  const { millionTokens } = told(await plan('configuration', ...from));
  assert.equal(millionTokens, (tokensOf('counting') + tokensOf('judging')) / 1e6);
  const roadmap = told(await plan('roadmap', ...from));
  assert.equal(Number(roadmap.inputTokens) + Number(roadmap.outputTokens), tokensOf('counting'));
});

test('a plan from an estimate begins with what a configuration is expected to take', async () => {
  await using server = await startCountingServer({ prices: PRICES });
  const { workspace, config } = await world(server);
  const flags = ['--workspace', workspace];
  const { stdout } = await mab(['estimate', config, '--json', ...flags], commands);
  const { total } = JSON.parse(stdout);
  const path = join(arena.folder(), 'estimate.json');
  writeFileSync(path, stdout);
  for (const file of [config, path]) {
    const inputs = await plan('roadmap', '--from-estimate', file, ...flags);
    const { inputTokens, embeddingTokens } = told(inputs);
    assert.equal(inputTokens, total.uncachedTokens.expected + total.cachedTokens.expected);
    assert.equal(embeddingTokens, total.embeddedTokens.expected);
    const input = inputs.find(({ name }) => name === 'inputTokens');
    assert.deepEqual([input?.from, input?.note], ['estimated', 'estimate of chaos, 1 a month']);
  }
  assert.equal(server.invoice().accepted, 0);
});

test('a run that is not there or not begun, and what is no estimate, are told', async () => {
  const { workspace, config } = await goneWorld();
  const other = join(arena.folder(), 'other.json');
  writeFileSync(other, '{ "name": "x", "cells": [{}] }');
  // Nobody answers: the run ends without a finished unit.
  await mab(['run', config, '--workspace', workspace, '--yes'], commands);
  const failed = async (...flags: readonly string[]) => {
    const ended = await mab(['plan', 'vectors', '--json', ...flags], commands);
    return readFailure(ended);
  };
  const at = ['--workspace', workspace];
  assert.equal((await failed('--from-run', 'none', ...at)).code, 'RUN_UNKNOWN');
  assert.equal((await failed('--from-run', 'latest', ...at)).code, 'RUN_UNFINISHED');
  const invalid = await failed('--from-estimate', other);
  assert.equal(invalid.code, 'ESTIMATE_INVALID');
  assert.match(invalid.message, /its cells\[0\]\.method is not as `mab estimate` writes it\.$/);
  const both = await failed('--from-run', 'latest', '--from-estimate', other);
  assert.deepEqual([both.code, both.exitCode], ['USAGE', 2]);
  const often = await failed('--from-run', 'latest', '--runs-per-month', '0');
  assert.match(often.message, /It has to be a number from 0\.001 to 100000/);
});
