import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeAnswer } from './normalize-answer.ts';

// Each expected value was printed by the reference's normalize_answer under Python 3.11.
const CASES: readonly (readonly [text: string, normalized: string])[] = [
  ['The  Cat, sat on an A!', 'cat sat on'],
  ['“The” Moby-Dick_', '“ ” mobydick'],
  ['aé éa the½ a\u0301', 'aé éa the½ \u0301'],
  ['A\x1cB\x85C\u2028D', 'b c d'],
  ['a\ufeffb', '\ufeffb'],
  ['İSTANBUL ΟΔΟΣ', 'i\u0307stanbul οδος'],
  ['the', ''],
  ['', ''],
];

for (const [text, normalized] of CASES) {
  test(`${JSON.stringify(text)} is compared as ${JSON.stringify(normalized)}`, () => {
    assert.equal(normalizeAnswer(text), normalized);
  });
}
