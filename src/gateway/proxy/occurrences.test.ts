import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Occurrences } from './occurrences.ts';

it('equal requests are numbered from 1, and a number that came to nothing is given out again', () => {
  const occurrences = new Occurrences();
  assert.deepEqual(
    [occurrences.take('a'), occurrences.take('a'), occurrences.take('b')],
    [1, 2, 1],
  );
  occurrences.giveBack('a', 1);
  assert.deepEqual([occurrences.take('a'), occurrences.take('a')], [1, 3]);
});
