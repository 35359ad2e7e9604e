import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptionList } from './option-list.ts';

test('reads a list in Python notation with both kinds of quotes and escapes', () => {
  const list = `['He ran, then "sat".', "Ann's boat sank.", 'It\\'s [over].']`;
  const question = `Choose [1]:\n\n${list}\n\nNow.`;
  assert.deepEqual(readOptionList(question), [
    'He ran, then "sat".',
    "Ann's boat sank.",
    "It's [over].",
  ]);
});

test('no list, a broken list and a list of one are no options', () => {
  for (const question of ['Who?', "['a', 'b'", "['a' 'b']", "['a', b]", "['a']", '[]']) {
    assert.deepEqual(readOptionList(question), []);
  }
});
