import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellChange } from '../../contracts/comparison.ts';
import type { Judging } from '../../contracts/judging.ts';
import { judgeWarnings } from './judge-changes.ts';

function judgingBy(model: string, { name = model, rule = 'majority', version = 1 } = {}): Judging {
  return {
    judges: [{ name, model, provider: 'p' }],
    identity: {
      rule,
      judges: [{ name, logicalModel: model, pinned: true }],
      datasets: { d: { id: 'generic', version }, other: { id: 'summary', version: 1 } },
    },
  } as unknown as Judging;
}

const changeOf = (metric: string): Pick<CellChange, 'dataset' | 'after'> =>
  ({ dataset: 'd', after: { metric } }) as unknown as CellChange;
const changes = [changeOf('judge_accuracy')];

test('other judges, another rule and another protocol are warned of', () => {
  const a = judgingBy('a');
  assert.deepEqual(judgeWarnings(changes, a, judgingBy('b')), [
    'd: the two runs were marked by different judges, or in different ways (a; b): part of a ' +
      'difference may be theirs. Have both marked by the same: `mab judge RUN --judges FILE`.',
  ]);
  assert.equal(judgeWarnings(changes, a, judgingBy('a', { rule: 'mean' })).length, 1);
  assert.equal(judgeWarnings(changes, a, judgingBy('a', { version: 2 })).length, 1);
});

test('the same judges by another name, and scores that are not theirs, are not', () => {
  const a = judgingBy('a');
  assert.deepEqual(judgeWarnings(changes, a, judgingBy('a', { name: 'other' })), []);
  assert.deepEqual(judgeWarnings([changeOf('exact_match')], a, judgingBy('b')), []);
  assert.deepEqual(judgeWarnings(changes, a, undefined), []);
});
