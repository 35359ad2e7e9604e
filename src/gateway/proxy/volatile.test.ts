import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withoutVolatile } from './volatile.ts';

const BODY = {
  user: 'u-1',
  'a/b': { '~c': 1, d: 2 },
  messages: [
    { role: 'system', content: 'Today is 2026-11-24, not 2026-11-23.' },
    { role: 'user', content: 'Hi', id: 'x' },
  ],
};

it('volatile fields are named by JSON pointers, with * for every member', () => {
  assert.deepEqual(withoutVolatile(BODY, { fields: ['/user', '/a~1b/~0c', '/messages/*/id'] }), {
    'a/b': { d: 2 },
    messages: [BODY.messages[0], { role: 'user', content: 'Hi' }],
  });
});

it('volatile parts of texts are found wherever they stand, each time', () => {
  const { messages } = withoutVolatile(BODY, { patterns: [/\d{4}-\d\d-\d\d/] }) as typeof BODY;
  assert.deepEqual(messages[0], { role: 'system', content: 'Today is …, not ….' });
});

it('a body without anything volatile is as it was', () => {
  assert.deepEqual(withoutVolatile(BODY, {}), BODY);
  assert.deepEqual(withoutVolatile(BODY, { fields: ['/messages/7/x', '/none'] }), BODY);
});
