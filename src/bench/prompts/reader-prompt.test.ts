import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderReaderPrompt, splitMemories, splitReaderPrompt } from './reader-prompt.ts';

const query = { system: 'Be brief.', message: 'Question: who?' };

test('memories come first, numbered, and the question last', () => {
  assert.deepEqual(renderReaderPrompt({ memories: ['one', 'two'], query }), [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: '[Memory 1]\none\n\n[Memory 2]\ntwo\n\n[Question]\nQuestion: who?',
    },
  ]);
});

test('without memories only the question is left', () => {
  assert.deepEqual(renderReaderPrompt({ memories: [], query })[1], {
    role: 'user',
    content: '[Question]\nQuestion: who?',
  });
});

test('prompts with the same memories share everything up to the question', () => {
  const [a = '', b = ''] = ['first', 'second'].map(
    (message) => renderReaderPrompt({ memories: ['m'], query: { ...query, message } })[1]?.content,
  );
  assert.equal(a.replace(/first$/, ''), b.replace(/second$/, ''));
});

test('a prompt is taken apart into memories and question', () => {
  const [, user] = renderReaderPrompt({ memories: ['one\n\nmore', '[Question]\nnot yet'], query });
  const parts = splitReaderPrompt(user?.content ?? '');
  assert.equal(parts.question, query.message);
  assert.deepEqual(splitMemories(parts.memories), ['one\n\nmore', '[Question]\nnot yet']);
});

test('a prompt without memories has none when taken apart', () => {
  const [, user] = renderReaderPrompt({ memories: [], query });
  assert.deepEqual(splitReaderPrompt(user?.content ?? ''), {
    memories: '',
    question: query.message,
  });
  assert.deepEqual(splitMemories(''), []);
});

test('in text of another layout the last paragraph is the question', () => {
  assert.deepEqual(splitReaderPrompt('Rome is old.\n\nSo is Ur.\n\nWhat is old?\n'), {
    memories: 'Rome is old.\n\nSo is Ur.',
    question: 'What is old?',
  });
  assert.deepEqual(splitReaderPrompt('What is old?'), { memories: '', question: 'What is old?' });
});
