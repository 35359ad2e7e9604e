import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuseRankings } from './reciprocal-rank-fusion.ts';

test('adds 1 / (60 + rank) up over the rankings', () => {
  assert.deepEqual(
    fuseRankings([
      [7, 3, 5],
      [3, 9],
    ]),
    [
      { index: 3, score: 1 / 62 + 1 / 61 },
      { index: 7, score: 1 / 61 },
      { index: 9, score: 1 / 62 },
      { index: 5, score: 1 / 63 },
    ],
  );
});

test('of equal scores the lower index comes first; without rankings there is nothing', () => {
  assert.deepEqual(
    fuseRankings([
      [4, 2],
      [2, 4],
    ]).map(({ index }) => index),
    [2, 4],
  );
  assert.deepEqual(fuseRankings([[], []]), []);
});

test('a small k lets the first place win', () => {
  const [best] = fuseRankings([[1, 2], [3, 2], [3]], 0.001);
  assert.equal(best?.index, 3);
});
