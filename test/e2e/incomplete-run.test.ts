import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { createArena } from '../chaos/support/arena.ts';
import { writePricedConfig } from '../chaos/support/priced-config.ts';

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

it('an unknown dataset cannot be forgotten', async () => {
  await assert.rejects(commands.forgetDataset(arena.folder(), 'open_fact_sh6k'), {
    code: 'DATASET_UNKNOWN',
  });
});
