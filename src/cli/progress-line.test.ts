import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetWarning } from './progress-line.ts';

test('a warning names the account, the part of the limit and what is spent', () => {
  const warning = { type: 'budget-warning', percent: 80 } as const;
  const dollars = { of: 'money', spent: 4_020_000_000_000n, limit: 5_000_000_000_000n } as const;
  const tokens = { of: 'tokens', spent: 1_700_000n, limit: 2_000_000n } as const;
  const texts = [
    budgetWarning({ ...warning, ...dollars, account: 'run:first-look-00' }),
    budgetWarning({ ...warning, ...dollars, account: 'cell:first-look-00/c1' }),
    budgetWarning({ ...warning, ...tokens, account: 'tag:nightly' }),
    budgetWarning({ ...warning, ...tokens, account: 'month:2026-11' }),
  ];
  assert.deepEqual(texts, [
    "80 % of the run's budget of $5.00 is spent ($4.02)",
    '80 % of the budget of cell c1 of $5.00 is spent ($4.02)',
    '80 % of the budget of tag nightly of 2,000,000 tokens is spent (1,700,000 tokens)',
    '80 % of the budget of the month 2026-11 of 2,000,000 tokens is spent (1,700,000 tokens)',
  ]);
});
