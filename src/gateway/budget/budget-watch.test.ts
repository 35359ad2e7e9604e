import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunEvent } from '../../contracts/events.ts';
import { parseRunId } from '../../core/ids.ts';
import { claimRequest, LedgerScene, settlementOf } from '../ledger/__fixtures__/ledger-scene.ts';
import type { Account } from '../ledger/accounts.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import { watchBudget } from './budget-watch.ts';

async function openWatched(path: string) {
  const ledger = await openLedger(path);
  await ledger.startRun(parseRunId('run-a'), false);
  const told: string[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.type !== 'budget-warning') return;
    told.push(`${event.percent} ${event.account} ${event.of}: ${event.spent} of ${event.limit}`);
  };
  const watched = watchBudget(ledger, { warnAt: [50, 80, 90], onEvent });
  const close = (): Promise<void> => ledger.close();
  return { ledger: watched, told, [Symbol.asyncDispose]: close };
}

let calls = 0;

async function buy(
  ledger: Ledger,
  accounts: readonly Account[],
  { costPicoUsd, outputTokens }: { costPicoUsd: bigint; outputTokens: number },
): Promise<void> {
  calls += 1;
  const claim = claimRequest({ call: String(calls), path: `q${calls}/answer`, accounts });
  const answer = await ledger.perform('claim', claim);
  assert.equal(answer.kind, 'granted');
  const none = { inputTokens: 0, cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
  await ledger.perform('settle', {
    ...{ attempt: answer.attempt, costPicoUsd, reply: { text: 'x', finish: 'stop' } },
    ...{ latencyMs: 1, servedBy: 'a test', route: 'a', reportedModel: undefined },
    usage: { ...none, outputTokens, source: 'reported' },
  });
}

test('each part of a limit is told once, and of several at once the highest', async () => {
  using scene = new LedgerScene();
  await using run = await openWatched(scene.path);
  const accounts = [
    { name: 'run:run-a', limitPicoUsd: 1_000n, limitTokens: 100 },
    { name: 'tag:t' },
  ];
  const { ledger, told } = run;
  await buy(ledger, accounts, { costPicoUsd: 499n, outputTokens: 10 });
  assert.deepEqual(told, []);
  await buy(ledger, accounts, { costPicoUsd: 1n, outputTokens: 10 });
  assert.deepEqual(told.splice(0), ['50 run:run-a money: 500 of 1000']);
  await buy(ledger, accounts, { costPicoUsd: 100n, outputTokens: 10 });
  assert.deepEqual(told.splice(0), []);
  await buy(ledger, accounts, { costPicoUsd: 299n, outputTokens: 20 });
  assert.deepEqual(told.splice(0), [
    '80 run:run-a money: 899 of 1000',
    '50 run:run-a tokens: 50 of 100',
  ]);
});

test('what is settled together is looked at once, when all of it counts', async () => {
  using scene = new LedgerScene();
  await using run = await openWatched(scene.path);
  const accounts = [{ name: 'run:run-a', limitPicoUsd: 100n }];
  const attempts: number[] = [];
  for (const call of ['a', 'b', 'c']) {
    const claim = claimRequest({ call, path: call, accounts, worst: { picoUsd: 30n, tokens: 1 } });
    const answer = await run.ledger.perform('claim', claim);
    assert.equal(answer.kind, 'granted');
    attempts.push(answer.attempt);
  }
  const settlements = attempts.map((attempt) => settlementOf(attempt, 'x'));
  await run.ledger.perform('settleTogether', settlements);
  assert.deepEqual(run.told, ['90 run:run-a money: 90 of 100']);
});

test('a process that comes later says first where an account stands', async () => {
  using scene = new LedgerScene();
  const accounts = [{ name: 'month:2026-11', limitPicoUsd: 1_000n }];
  {
    await using before = await openWatched(scene.path);
    await buy(before.ledger, accounts, { costPicoUsd: 850n, outputTokens: 1 });
    assert.deepEqual(before.told, ['80 month:2026-11 money: 850 of 1000']);
  }
  await using after = await openWatched(scene.path);
  await buy(after.ledger, accounts, { costPicoUsd: 10n, outputTokens: 1 });
  await buy(after.ledger, accounts, { costPicoUsd: 40n, outputTokens: 1 });
  assert.deepEqual(after.told, [
    '80 month:2026-11 money: 850 of 1000',
    '90 month:2026-11 money: 900 of 1000',
  ]);
});
