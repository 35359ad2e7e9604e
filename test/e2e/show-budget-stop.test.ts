import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BudgetStopDetail, RunDetail } from '../../src/app/commands-contract.ts';
import { blankCell, mab, reportOf } from './cli-world.ts';

const budgetStop: BudgetStopDetail = {
  ...{ v: 1, stoppedAt: '2026-11-24T15:03:20.702Z', account: 'run:small-0123456789abcdef' },
  ...{ limit: { picoUsd: '5' }, raiseTo: { picoUsd: '9' }, reserved: { picoUsd: '0', tokens: 0 } },
  ...{ spent: { picoUsd: '5', tokens: 1 }, unknown: { picoUsd: '0', tokens: 0 } },
  ...{ restCalls: 1, openQuestions: 0, complete: true, counted: 'exact' },
  ...{ restAtLeastPicoUsd: '1', restAtLeastTokens: 1 },
  ...{ restAtMostPicoUsd: '2', restAtMostTokens: 2 },
  ...{ message: 'It is reached.', next: 'Raise it.' },
};

const showRun = async (): Promise<RunDetail> => ({
  ...{ report: reportOf(blankCell), manifest: {}, failed: [], questions: [], budgetStop },
});

test('show tells of a run that stopped at its budget what finishing costs', async () => {
  const { stdout } = await mab(['show', 'small'], { showRun });
  assert.match(stdout, /\nStopped 2026-11-24 15:03 UTC\. It is reached\.\n {2}next: Raise it\.\n/);
  const json = await mab(['show', 'small', '--json'], { showRun });
  assert.deepEqual((JSON.parse(json.stdout) as RunDetail).budgetStop, budgetStop);
});
