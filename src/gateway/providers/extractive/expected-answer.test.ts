import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidateSpans } from './candidate-spans.ts';
import { expectedAnswer } from './expected-answer.ts';

test('the first question word decides what kind of span is asked for', () => {
  const kinds = {
    'Who sailed when Rome fell?': 'name',
    'When did the man who sailed die?': 'time',
    'In what century did Rome fall?': 'time',
    'How many ships sank?': 'number',
    'Which city did he leave?': 'place',
    'What did he eat?': 'phrase',
  };
  for (const [question, kind] of Object.entries(kinds))
    assert.equal(expectedAnswer(question), kind);
});

const SENTENCE =
  'Soon Duke Robert of Apulia sailed from Bari with 30,000 men in June 1081, eating salted fish.';
const spans = (kind: Parameters<typeof candidateSpans>[1], ...known: string[]) =>
  candidateSpans(SENTENCE, kind, new Set(known)).map(({ text }) => text);

test('finds names, times, numbers and phrases, but not what the question has already', () => {
  assert.deepEqual(spans('name'), ['Soon Duke Robert of Apulia', 'Bari']);
  assert.deepEqual(spans('place', 'apulia'), ['Bari']);
  assert.deepEqual(spans('time'), ['June 1081']);
  assert.deepEqual(spans('number'), ['30,000', '1081']);
  assert.deepEqual(spans('phrase', 'sail', 'men', 'eat'), [
    'Soon Duke Robert of Apulia',
    'Bari with 30,000',
    'June 1081',
    'salted fish',
  ]);
});

test('dates keep all their digits and amounts their unit', () => {
  const found = (sentence: string, kind: 'time' | 'number') =>
    candidateSpans(sentence, kind, new Set()).map(({ text }) => text);
  assert.deepEqual(found('on 18 May 1856 and July 4, 1776', 'time'), [
    '18 May 1856',
    'July 4, 1776',
  ]);
  assert.deepEqual(found('he paid 675 dollars for forty miles', 'number'), [
    '675 dollars',
    'forty miles',
  ]);
});
