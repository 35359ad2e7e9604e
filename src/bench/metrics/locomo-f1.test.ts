import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { z } from 'zod';
import { locomoF1 } from './locomo-f1.ts';

// Made by scripts/golden/locomo_f1.py with the functions of LoCoMo's own code.
const CASES = z
  .array(z.object({ type: z.string(), reply: z.string(), answer: z.string(), score: z.number() }))
  .parse(
    JSON.parse(readFileSync(new URL('./__fixtures__/locomo-f1.json', import.meta.url), 'utf8')),
  );

test('400 answers of all kinds score as by the published code', () => {
  assert.equal(CASES.length, 400);
  for (const { type, reply, answer, score } of CASES) {
    const ours = locomoF1(reply, { type, answers: [answer] });
    assert.ok(Math.abs(ours - score) < 1e-12, `${type}: ${reply} | ${answer}: ${ours}, ${score}`);
  }
});

test('an adversarial question is right where the reply says that it is not there', () => {
  const question = { type: 'adversarial', answers: ['Not mentioned in the conversation'] };
  const score = (reply: string): number => locomoF1(reply, question);
  assert.deepEqual(
    ['It is Not Mentioned.', 'No information available', 'I do not know', ''].map(score),
    [1, 1, 0, 0],
  );
});
