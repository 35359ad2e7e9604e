import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutPrefix } from './cut-prefix.ts';

test('a text is cut where its shared part ends', () => {
  assert.deepEqual(cutPrefix('context question', 8), ['context ', 'question']);
  assert.deepEqual(cutPrefix('context', 0), ['', 'context']);
  assert.deepEqual(cutPrefix('context', 99), ['context', '']);
  assert.deepEqual(cutPrefix('context', -1), ['', 'context']);
  assert.deepEqual(cutPrefix('context', 2.9), ['co', 'ntext']);
});

test('a character of two units goes to one side whole', () => {
  assert.deepEqual(cutPrefix('a😀b', 2), ['a', '😀b']);
  assert.deepEqual(cutPrefix('a😀b', 3), ['a😀', 'b']);
});

test('both parts together are the text again, and well-formed as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: -2, max: 40 }), (text, at) => {
      const [prefix, rest] = cutPrefix(text, at);
      assert.equal(prefix + rest, text);
      assert.ok(prefix.isWellFormed() && rest.isWellFormed());
    }),
  );
});
