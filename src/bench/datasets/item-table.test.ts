import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContextRow } from '../../contracts/dataset.ts';
import { itemName, parseItemTable, withItems } from './item-table.ts';

const parse = (text: string) => parseItemTable(Buffer.from(text), 'entity2id.json');

test('an item is called by the end of its address', () => {
  // Printed by the reference's extract_movie_name under Python 3.11.
  const names = {
    '<http://dbpedia.org/resource/Water_(1985_film)>': 'Water',
    '<http://dbpedia.org/resource/X-Men>': 'X Men',
    '<http://dbpedia.org/resource/Face/Off>': 'Off',
    '<http://dbpedia.org/resource/(500)_Days_of_Summer>': 'Days of Summer',
    Plain: 'Plain',
    '<http://dbpedia.org/resource/Amélie>': 'Amélie',
  };
  for (const [address, name] of Object.entries(names)) assert.equal(itemName(address), name);
});

test('a table is ids and names in the order of the file; the last address of an id counts', () => {
  assert.deepEqual(parse('\ufeff{"<a/One>": 2, "<a/Two>": 0, "<a/Uno>": 2}'), {
    ids: ['2', '0'],
    names: ['Uno', 'Two'],
  });
});

test('what is no table is refused in one sentence', () => {
  for (const [text, problem] of [
    ['[1]', 'it is not an object from names to whole numbers'],
    ['{"a": "1"}', 'it is not an object from names to whole numbers'],
    ['{"a": 1.5}', 'it is not an object from names to whole numbers'],
    ['{}', 'it is empty'],
  ]) {
    assert.throws(() => parse(text ?? ''), {
      code: 'ITEM_TABLE_INVALID',
      message: `entity2id.json is no table of items: ${problem}.`,
    });
  }
  assert.throws(() => parse('{"a": 1'), { code: 'ITEM_TABLE_INVALID' });
  assert.throws(() => parseItemTable(Uint8Array.of(0x7b, 0xff), 'x'), {
    message: 'x is no table of items: it is not UTF-8.',
  });
});

test('a row gets its items only when they have every accepted answer', () => {
  const question = { id: 'r#0/q0', index: 0, text: 'What next?', answers: ['2', ' 7 '] };
  const row: ContextRow = {
    ...{ dataset: 'r', competency: 'test-time-learning', contextId: 'r#0', context: 'x' },
    ...{ contextSha256: 'x', questions: [question], status: 'unverified' },
  };
  const items = { ids: ['2', '7'], names: ['Two', 'Seven'] };
  assert.deepEqual(withItems(row, items), { ...row, items });
  assert.throws(() => withItems(row, { ids: ['2'], names: ['Two'] }), {
    code: 'ITEM_UNKNOWN',
    message: 'r#0/q0 accepts  7 , which is no id of the table.',
  });
  assert.throws(() => withItems(row, undefined), { code: 'ITEM_TABLE_MISSING' });
});
