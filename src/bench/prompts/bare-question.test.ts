import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareQuestion, datedQuestion } from './bare-question.ts';
import { publishedQuery } from './published-query.ts';

const DATED = 'Current Date: 2022/09/01 (Thu) 23:52,\n\n Now Answer the Question: How old\nis Ana?';

test('the bare question is what follows the mark, over line ends; else the whole text', () => {
  assert.equal(bareQuestion(DATED), 'How old\nis Ana?');
  assert.equal(bareQuestion('Who? '), 'Who? ');
});

test('a date is put before a question only where its text does not say it already', () => {
  assert.equal(datedQuestion({ text: DATED, date: '2022/09/01 (Thu) 23:52' }), DATED);
  assert.equal(datedQuestion({ text: 'Who?' }), 'Who?');
  assert.equal(
    datedQuestion({ text: 'Who?', date: '2023/05/30 (Tue) 23:40' }),
    'Current date: 2023/05/30 (Tue) 23:40\n\nWho?',
  );
});

// Expected by `re.search(r"Now Answer the Question:\s*(.*)", message, re.DOTALL)` of the reference.
test('the published code searches for what follows the mark, else for its whole prompt', () => {
  assert.equal(publishedQuery('longmemeval', DATED, `Do.\n\n${DATED}`), 'How old\nis Ana?');
  assert.equal(publishedQuery('eventqa', 'Which?', 'Do.\n\nWhich?'), 'Do.\n\nWhich?');
  assert.equal(publishedQuery('ruler-qa', 'Which?', 'Do.\n\nWhich?'), 'Which?');
});
