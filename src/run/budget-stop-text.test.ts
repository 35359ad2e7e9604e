import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountState, CallsPrice } from '../contracts/gateway.ts';
import { budgetStop, budgetStopSchema, needed } from './budget-stop.ts';
import { budgetStopHint, budgetStopText } from './budget-stop-text.ts';

const MICRO = 1_000_000n;
const amount = (microUsd: bigint, tokens: number) => ({ picoUsd: microUsd * MICRO, tokens });

/** $4.97 is spent, of which $0.02 may have been billed or not. */
const state: AccountState = {
  reserved: amount(0n, 0),
  spent: amount(4_970_000n, 900_000),
  unknown: amount(20_000n, 5_000),
};

const calls: CallsPrice = {
  calls: 1_234,
  least: amount(2_100_000n, 400_000),
  most: amount(2_610_000n, 500_000),
  reservation: amount(50_001n, 9_000),
  exact: true,
};

function stopOf(account: string, limit: object, open = 0) {
  const rest = { calls: new Map([['c1', calls]]), openQuestions: new Map([['c1', open]]) };
  const stoppedAt = '2026-11-24T12:00:00.000Z';
  const stop = budgetStop({ account, limit, state, stoppedAt }, rest, [needed(state, [calls])]);
  return budgetStopSchema.parse(stop);
}

test('a stop says what is spent, unknown and left, what finishing costs, and how far to go', () => {
  const stop = stopOf('run:r-1', { picoUsd: 5_000_000n * MICRO });
  assert.equal(
    budgetStopText(stop),
    "The run's budget of $5.00 is reached. Spent: $4.97 ($0.02 of it for calls of unknown " +
      'outcome, at their worst); left: $0.03. Finishing takes 1,234 calls more: at least $2.10 ' +
      '(their input alone), at most $2.61 (every reply as long as it may be).',
  );
  // By hand: 4.97 + 2.61 + 0.050001 for the last reservation, up to a whole cent.
  assert.equal(
    budgetStopHint(stop),
    'Raise the limit and run the same command; what is paid stays paid. In the configuration:\n' +
      '    budget:\n      run: { usd: 7.64 }',
  );
});

test('a limit in tokens is told in tokens, that of a tag under its name', () => {
  const stop = stopOf('tag:nightly', { tokens: 1_000_000 }, 7);
  assert.equal(
    budgetStopText(stop),
    'The budget of tag nightly of 1,000,000 tokens is reached. Spent: 900,000 tokens (5,000 ' +
      'tokens of it for calls of unknown outcome, at their worst); left: 100,000 tokens. ' +
      'Finishing takes 1,234 calls more: at least 400,000 tokens (their input alone), at most ' +
      '500,000 tokens (every reply as long as it may be). On top comes what 7 questions ask for ' +
      'once there are replies that nobody has bought yet.',
  );
  // By hand: 900,000 + 500,000 + 9,000.
  assert.match(budgetStopHint(stop), /\n {6}tags: \{ nightly: \{ tokens: 1409000 \} \}$/);
  assert.equal(stop.complete, false);
});

test('the two ends of a small price are told apart', () => {
  const cheap = { ...stopOf('run:r-1', { picoUsd: 40_000n * MICRO }) };
  const stop = { ...cheap, restAtLeastPicoUsd: '15150000000', restAtMostPicoUsd: '19000000000' };
  assert.match(budgetStopText(stop), /of \$0\.04 is .* at least \$0\.0152 .* at most \$0\.019 /);
});

test('the id of a cell comes with the way to its name', () => {
  const stop = stopOf('cell:r-1/c1', { picoUsd: 5_000_000n * MICRO });
  assert.match(
    budgetStopHint(stop),
    /paid\. `mab show latest` says which method has that cell\. In/,
  );
});
