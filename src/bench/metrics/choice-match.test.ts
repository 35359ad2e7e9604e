import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choiceMatch } from './choice-match.ts';

/** In the form of the dataset: an example first, whose options are others. */
const text = `Answer in JSON, as in this example.

Question: Who sang?
A. The cook
B. The baker
Output:
{"answer": "B. The baker", "reasoning": ["He was alone."]}

Now Answer the Question: Why was the lamp replaced?
A. It was stolen
B. Its bulb had burnt out after a short circuit
C. It was too bright
D. It was never replaced
Output:`;
const answers = ['B. Its bulb had burnt out after a short circuit'];

/** Replies and what they are worth, judged by reading them. */
const REPLIES: readonly (readonly [reply: string, right: 0 | 1])[] = [
  ['B. Its bulb had burnt out after a short circuit', 1],
  ['B', 1],
  ['(B)', 1],
  ['**B.** Its bulb had burnt out', 1],
  ['Option: B', 1],
  ['Answer: B. Its bulb had burnt out after a short circuit', 1],
  ['The correct answer is B.', 1],
  ['its bulb had burnt out, after a short-circuit.', 1],
  ['Let me think.\nThe fuse blew.\nSo its bulb had burnt out after a short circuit.', 1],
  ['{"answer": "B. Its bulb had burnt out", "reasoning": ["A lamp was seen."]}', 1],
  ['```json\n{\n  "reasoning": ["C. is wrong"],\n  "answer": "B"\n}\n```', 1],
  ['A. It was stolen', 0],
  ['{"answer": "A", "reasoning": ["Its bulb had burnt out after a short circuit"]}', 0],
  ['The answer is C, since B is wrong', 0],
  ['It is option A or B', 0],
  ['It was stolen, or it was too bright', 0],
  ['I, for one, do not know', 0],
  ['E. Something else', 0],
  ['A lamp is a lamp', 0],
  ['', 0],
];

for (const [reply, right] of REPLIES) {
  test(`${JSON.stringify(reply.slice(0, 60))} is ${right ? 'right' : 'wrong'}`, () => {
    assert.equal(choiceMatch(reply, { text, answers }), right);
  });
}

test('the accepted answer may be the letter alone, or the text alone', () => {
  const reply = 'B. Its bulb had burnt out';
  for (const accepted of ['B', 'Its bulb had burnt out after a short circuit']) {
    assert.equal(choiceMatch(reply, { text, answers: [accepted] }), 1);
    assert.equal(choiceMatch('C', { text, answers: [accepted] }), 0);
  }
});

test('without options in the question, letters or texts are compared', () => {
  const question = { text: 'Who did it?', answers: ['B. the butler', 'the butler'] };
  assert.equal(choiceMatch('(B) nobody', question), 1);
  assert.equal(choiceMatch('The Butler!', question), 1);
  assert.equal(choiceMatch('the cook', question), 0);
});
