import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { createArena } from '../chaos/support/arena.ts';
import { writePricedConfig } from '../chaos/support/priced-config.ts';
import { mab } from './cli-world.ts';

const arena = createArena(2);
after(() => arena[Symbol.dispose]());

it('a run that could not reach its model can be reported, listed and shown', async () => {
  const workspace = arena.folder();
  const url = 'http://127.0.0.1:9/v1';
  const reader = { attemptsMax: 1 };
  const configPath = writePricedConfig(workspace, { url, data: arena.data, reader });
  const ran = await commands.runBenchmark({
    ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const read = await commands.readReport(workspace, 'latest');
  assert.deepEqual(read, ran);
  assert.deepEqual(
    read.cells.map(({ method, outcome, questions }) => [method, outcome, questions]),
    [
      ['no-memory', 'blank', { answered: 0, planned: 4 }],
      ['bm25', 'blank', { answered: 0, planned: 4 }],
      ['dense', 'blank', { answered: 0, planned: 4 }],
    ],
  );
  // Its memory could not be built, so no question was asked.
  assert.match(read.cells[2]?.reason ?? '', /127\.0\.0\.1:9/);
  const [listed] = await commands.listRuns(workspace);
  assert.deepEqual([listed?.runId, listed?.state], [ran.runId, 'incomplete']);
  const { failed } = await commands.showRun(workspace, 'latest');
  assert.deepEqual([failed.length, failed[0]?.code], [8, 'PROVIDER_UNREACHABLE']);
});

it('a blank cell has its reason, both denominators and no number in every format', async () => {
  const workspace = arena.folder();
  const configPath = writePricedConfig(workspace, {
    ...{ url: 'http://127.0.0.1:9/v1', data: arena.data, methods: ['no-memory'] },
    reader: { attemptsMax: 1 },
  });
  const where = ['--workspace', workspace];
  const ran = await mab(['run', configPath, ...where, '--yes'], commands);
  assert.equal(ran.code, 3, ran.stderr);
  const { cells } = await commands.readReport(workspace, 'latest');
  const reason = cells[0]?.reason ?? '';
  assert.match(reason, /127\.0\.0\.1:9/);
  const written = async (format: string): Promise<Buffer> => {
    const file = join(workspace, `report.${format}`);
    const args = ['report', 'latest', ...where, '--format', format, '--output', file];
    const { code, stderr } = await mab(args, commands);
    assert.equal(code, 0, stderr);
    return readFileSync(file);
  };
  // What a reader sees has lines of its own length, and marks of its own.
  const plain = (text: Buffer): string =>
    String(text).replaceAll(/&#39;|\\|\s+/g, (mark) => (mark === '\\' ? '' : ' '));
  for (const format of ['terminal', 'markdown', 'json', 'html', 'cells-csv']) {
    assert.ok(plain(await written(format)).includes(plain(Buffer.from(reason))), format);
  }
  for (const format of ['terminal', 'markdown']) {
    const text = String(await written(format));
    assert.match(text, /0\/4/, format);
    assert.ok(!/\d\.\d \[/.test(text), format);
  }
  const [head = '', row = ''] = String(await written('cells-csv')).split(/\r?\n/);
  const at = (name: string): string | undefined => row.split(',')[head.split(',').indexOf(name)];
  assert.deepEqual(['score', 'score_low', 'score_high'].map(at), ['', '', '']);
  // No question was answered, so none has a row.
  assert.equal(
    String(await written('csv'))
      .trim()
      .split('\n').length,
    1,
  );
});

it('an unknown dataset cannot be forgotten', async () => {
  await assert.rejects(commands.forgetDataset(arena.folder(), 'open_fact_sh6k'), {
    code: 'DATASET_UNKNOWN',
  });
});
