import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './parse-config.ts';

const smallest = `
data: { openCorpus: {} }
datasets: [open_fact_sh_6k]
methods: [bm25]
reader: { provider: extractive }
`;

test('limits, tags and warnings arrive; the short form is the limit of the run', () => {
  const text = `${smallest}
budgetUsd: 5.25
budget:
  run: { tokens: 4000000 }
  cell: { usd: 1.5 }
  month: { usd: 100 }
  tags: { nightly: { tokens: 9 } }
  warnAt: [75, 25, 75]
tags: [nightly, team]
`;
  const { budget } = parseConfig(new TextEncoder().encode(text), { fileName: 'a.yaml' });
  assert.deepEqual(budget, {
    run: { picoUsd: 5_250_000_000_000n, tokens: 4_000_000 },
    cell: { picoUsd: 1_500_000_000_000n },
    month: { picoUsd: 100_000_000_000_000n },
    tags: { nightly: { tokens: 9 }, team: {} },
    warnAt: [25, 75],
  });
});

function problems(text: string): string[] {
  try {
    parseConfig(new TextEncoder().encode(text), { fileName: 'a.yaml' });
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
}

test('a limit given twice, of an unknown tag or of a fraction of a token is told with its line', () => {
  const budget = `budgetUsd: 5
budget:
  run: { usd: 4, tokens: 1.5 }
  tags:
    nigthly: { usd: 3 }
  warnAt: [100]
tags: [nightly]
`;
  assert.deepEqual(problems(`${smallest}${budget}`), [
    'budgetUsd (line 6): says the same as budget.run.usd; remove one of them',
    'budget.run.tokens (line 8): must be a whole number (received 1.5)',
    'budget.tags.nigthly (line 10): is not a tag of this run, so nothing would be counted for it; ' +
      'add "nigthly" to tags, or remove the limit',
    'budget.warnAt[0] (line 11): must be at most 99 (received 100)',
  ]);
});

test('a limit without an amount is refused: it would limit nothing', () => {
  const budget = `budget:
  run: {}
  cell: { tokens: 5 }
`;
  assert.deepEqual(problems(`${smallest}${budget}`), [
    'budget.run (line 7): limits nothing; give it usd or tokens',
  ]);
});
