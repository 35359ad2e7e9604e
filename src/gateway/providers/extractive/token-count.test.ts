import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countInSlices, cutToTokens } from './token-count.ts';

const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

test('counts a long text slice by slice', async () => {
  assert.equal(await countInSlices('ab cd ef ', words), 3);
  // Slices of 100,000 characters: 3 and a part, each cut inside a word, which then counts twice.
  assert.equal(await countInSlices('abcdef '.repeat(50_000), words), 50_003);
});

test('cuts an answer to whole words that fit', () => {
  assert.equal(cutToTokens('one two  three', 2, words), 'one two');
  assert.equal(cutToTokens('one two  three', 3, words), 'one two  three');
  assert.equal(cutToTokens('one two', 0, words), 'one');
  assert.equal(cutToTokens('', 5, words), '');
});
