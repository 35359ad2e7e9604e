import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { Forecast } from '../../src/contracts/forecast.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { factRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { endingRun, readFailure } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

async function forecast(...flags: readonly string[]): Promise<Forecast> {
  const { code, stdout, stderr } = await mab(['plan', 'forecast', '--json', ...flags], commands);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Forecast;
}

test('a forecast from a run begins with what the vendor billed for a cell, once', async () => {
  const workspace = arena.folder();
  const data = writeDataFolder(arena.folder(), [factRow(0, 6)]);
  await using server = await startCountingServer({ prices: PRICES });
  const methods = ['no-memory', { id: 'bm25', options: { topK: 2 } }];
  const config = writePricedConfig(arena.folder(), { url: server.url, data, methods, trials: 2 });
  assert.equal((await endingRun(config, workspace)).exitCode, 0);
  const { inputs, quarters } = await forecast('--from-run', 'latest', '--workspace', workspace);
  const [value, from] = inputs
    .filter(({ name }) => name === 'model calls of a cell')
    .flatMap((input) => [input.value, input.from]);
  // Two cells, two trials of each.
  assert.equal(value, Number(server.invoice().totalPicoUsd) / 1e12 / 4);
  assert.equal(from, 'measured');
  assert.equal(quarters[0]?.datasets, 1 + 2 * 3);
  assert.equal(quarters[0]?.methods, 2);
  const own = await forecast('--from-run', 'latest', '--workspace', workspace, '--cell-usd', '3');
  assert.equal(own.inputs.find(({ name }) => name === 'model calls of a cell')?.from, 'given');
});

test('a forecast from an estimate begins with the mean of its cells', async () => {
  const path = join(arena.folder(), 'estimate.json');
  const cell = { profile: 'current', cellId: 'c', dataset: 'a' };
  const cells = [
    { ...cell, method: 'bm25', standalone: { low: '1', expected: '4000000000000', high: '9' } },
    { ...cell, method: 'dense', standalone: { low: '1', expected: '2000000000000', high: '9' } },
  ];
  writeFileSync(path, JSON.stringify({ v: 1, name: 'mine', cells }));
  const { inputs } = await forecast('--from-estimate', path);
  assert.deepEqual(
    inputs.filter(({ note }) => note === 'estimate of mine').map(({ value }) => value),
    [1, 2, 3],
  );
  writeFileSync(path, JSON.stringify({ v: 1, name: 'mine', cells: [{ ...cell, method: 'x' }] }));
  const ended = await mab(['plan', 'forecast', '--json', '--from-estimate', path], commands);
  assert.equal(readFailure(ended).code, 'FORECAST_CELL_UNPRICED');
});

test('bad input is told in one sentence, with the next step', async () => {
  const folder = arena.folder();
  const path = join(folder, 'other.json');
  writeFileSync(path, '{"cells": []}');
  const codes = [
    [],
    ['--cell-usd', '-1'],
    ['--from-estimate', join(folder, 'none.json')],
    ['--from-estimate', path],
    ['--from-run', 'latest', '--workspace', folder],
  ].map(async (flags) => {
    const failed = readFailure(await mab(['plan', 'forecast', '--json', ...flags], commands));
    assert.equal(failed.exitCode, 2);
    return failed.code;
  });
  assert.deepEqual(await Promise.all(codes), [
    'FORECAST_CELL_UNPRICED',
    'FORECAST_INVALID',
    'FILE_MISSING',
    'ESTIMATE_INVALID',
    'WORKSPACE_MISSING',
  ]);
});

test('on the terminal there is a chart, and with --html a page of its own', async () => {
  const path = join(arena.folder(), 'forecast.html');
  const { stdout } = await mab(['plan', 'forecast', '--cell-usd', '1', '--html', path], commands);
  // 345 and 1650 cells × 3 repetitions.
  assert.match(stdout, /^Q1 {2}█+\S? +\$1,035$/m);
  assert.match(stdout, /^Q4 {2}█{50} {2}\$4,950$/m);
  const page = readFileSync(path, 'utf8');
  assert.match(page, /<svg class="plot bars"[\s\S]*Q4: every cell anew \$4,950/);
  assert.match(page, /\$36,000 – \$54,000/);
  assert.ok(!page.includes('<script'));
});
