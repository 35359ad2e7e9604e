import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DATASETS } from '../datasets/catalog.ts';
import { PROMPTS_VERSION, promptsFor } from './family-prompts.ts';
import { splitQuestionPart } from './question-part.ts';

test('every dataset has prompts that hold the chunk and the question unchanged', () => {
  for (const { family } of DATASETS) {
    const prompts = promptsFor(family);
    assert.ok(prompts.memorize('A chunk.\n\n{x}').endsWith('\n\nA chunk.\n\n{x}'));
    assert.equal(splitQuestionPart(prompts.question('Who\n\nis it?')).text, 'Who\n\nis it?');
  }
});

test('the prompt for labels asks for the bare number, which is what is scored', () => {
  const { question } = promptsFor('icl');
  assert.match(question('I lost my card.'), /bare number: digits only/);
  assert.ok(question('I lost my card.').endsWith('\n\nQuestion: I lost my card.\nLabel number:'));
});

test('a change of wording is noticed: it makes all units new', () => {
  assert.equal(PROMPTS_VERSION, 'c3873f0125b634f1');
});
