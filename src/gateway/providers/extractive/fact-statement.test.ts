import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitFactStatement } from './fact-statement.ts';

test('cuts behind the last link that is not inside a name', () => {
  const cuts: readonly (readonly [string, string, string])[] = [
    ['The capital of Iran is Tehran.', 'The capital of Iran is', 'Tehran'],
    ['She worships in the Church of Greece.', 'She worships in the', 'Church of Greece'],
    ['He is famous for The Lord of the Rings.', 'He is famous for', 'The Lord of the Rings'],
    ['It was made by Apple Inc..', 'It was made by', 'Apple Inc.'],
    [
      'Ann is a citizen of United States of America.',
      'Ann is a citizen of',
      'United States of America',
    ],
    ['Ann plays the position of wide receiver.', 'Ann plays the position of', 'wide receiver'],
  ];
  for (const [statement, topic, object] of cuts) {
    assert.deepEqual(splitFactStatement(statement), { topic, object });
  }
});

test('a statement without a link is all topic', () => {
  assert.deepEqual(splitFactStatement('Ghent mainly exports lace.'), {
    topic: 'Ghent mainly exports lace',
    object: '',
  });
});
