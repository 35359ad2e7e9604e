import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedEmbeddings } from './embeddings.ts';

const embed = (texts: readonly string[], dimensions?: number) =>
  createScriptedEmbeddings().embed(
    { model: 'scripted', texts, role: 'document', ...(dimensions ? { dimensions } : {}) },
    new AbortController().signal,
  );

/**
 * By hand: `printf rome | sha256sum` is a8a4c692…0, and 0xa8a4c692 % 8 is 2; `is` gives fa51fd49…6,
 * place 1. A last digit below 8 adds, any other takes away.
 */
test('a word adds or takes one at the place that its hash decides', async () => {
  const { vectors, inputTokens } = await embed(['Rome is; ROME!'], 8);
  assert.deepEqual([...(vectors[0] ?? [])], [0, 1, 2, 0, 0, 0, 0, 0]);
  assert.equal(inputTokens, 4);
});

test('no text has a vector of zeros, and the same text has the same vector', async () => {
  const { vectors } = await embed(['', '?!', 'Rome', 'Rome']);
  for (const vector of vectors) {
    assert.equal(vector.length, 256);
    assert.ok(vector.some((value) => value !== 0));
  }
  assert.deepEqual(vectors[2], vectors[3]);
});
