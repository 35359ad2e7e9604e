import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOutput } from './parse-output.ts';

// Each expected value was printed by the reference's parse_output under Python 3.11.
const CASES: readonly (readonly [reply: string, parsed: string])[] = [
  ['Answer: 28', '28'],
  ['I think.\nFINAL ANSWER:  Paris\nbecause', 'Paris'],
  ['An\u017fwer: x', 'x'],
  ['answer: Answer: answer: x', 'answer: x'],
  ['Answer:\nParis', ''],
  ['\nParis', ''],
  ['a\r\u2028b\nc', 'a\r\u2028b'],
  ['', ''],
  ['Answer : x', 'Answer : x'],
];

for (const [reply, parsed] of CASES) {
  test(`the answer of ${JSON.stringify(reply)} is ${JSON.stringify(parsed)}`, () => {
    assert.equal(parseOutput(reply), parsed);
  });
}

test('a reply of a hundred thousand spaces is parsed at once', () => {
  const started = performance.now();
  assert.equal(parseOutput(`Answer: a${' '.repeat(100_000)}b`).length, 100_002);
  assert.ok(performance.now() - started < 1000);
});
