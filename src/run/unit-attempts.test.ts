import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLocalStore } from '../adapters/stores/local-store.ts';
import type { UnitCalls } from '../contracts/gateway.ts';
import { parseCallKey, parseUnitId } from '../core/ids.ts';
import type { PicoUsd } from '../core/money.ts';
import { NO_USAGE } from './phase-costs.ts';
import { commitUnit, readAttempts, readCommit } from './unit-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'mab-attempts-'));
after(() => rm(folder, { recursive: true, force: true }));
const store = createLocalStore(folder);
const key = parseCallKey('a'.repeat(64));

const ATTEMPT: UnitCalls['attempts'][number] = {
  ...{ attempt: 1, key, runId: 'r1', phase: 'answer', path: 'q0/answer', outcome: 'reply' },
  ...{ worstPicoUsd: 9n as PicoUsd, costPicoUsd: 5n as PicoUsd, sentMs: 1, errorCode: undefined },
};

async function attemptsOf(digit: string, calls: UnitCalls) {
  const unitId = parseUnitId(digit.repeat(64));
  const unit = {
    ...{ unitId, runId: 'r1', committedAt: '', contextId: 'c', chunks: 0, questions: 0, cost: {} },
    chunksSha256: '0'.repeat(64),
  };
  const timings = { v: 2 as const, memorizeMs: 0, finalizeMs: 0, served: [], questions: [] };
  await commitUnit(store, unit, { records: [], scores: [], timings, calls });
  const commit = await readCommit(store, unitId);
  assert.ok(commit);
  return await readAttempts(store, commit);
}

test('attempts are found behind replies that look like them', async () => {
  const text = `\n${JSON.stringify({ v: 1, type: 'attempt', ...ATTEMPT }, (_, value) => String(value))}\n`;
  const use: UnitCalls['uses'][number] = {
    ...{
      path: 'q0/answer',
      phase: 'answer',
      key,
      reply: { text, finish: 'stop' },
      usage: NO_USAGE,
    },
    ...{ costPicoUsd: 5n as PicoUsd, latencyMs: 1, servedBy: text, reportedModel: text, sentMs: 1 },
    ...{ buyerUnitId: 'u', buyerRunId: 'r1', buyerOwner: 'o' },
  };
  const lost = { ...ATTEMPT, attempt: 2, runId: 'r2', outcome: 'unknown' as const };
  assert.deepEqual(await attemptsOf('1', { uses: [use, use], attempts: [ATTEMPT, lost] }), [
    { runId: 'r1', phase: 'answer', outcome: 'reply', worstPicoUsd: 9n, costPicoUsd: 5n },
    { runId: 'r2', phase: 'answer', outcome: 'unknown', worstPicoUsd: 9n, costPicoUsd: 5n },
  ]);
  assert.deepEqual(await attemptsOf('2', { uses: [use], attempts: [] }), []);
});

test('attempts without a use, and nothing at all, are read as well', async () => {
  assert.equal((await attemptsOf('3', { uses: [], attempts: [ATTEMPT] })).length, 1);
  assert.deepEqual(await attemptsOf('4', { uses: [], attempts: [] }), []);
});
