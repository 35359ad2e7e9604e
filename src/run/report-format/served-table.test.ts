import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SAMPLE_CELL } from './__fixtures__/sample-rows.ts';
import { servedTables } from './served-table.ts';

const openai = { route: 'openai', servedBy: 'https://api.openai.com', calls: 7, embeddedTexts: 0 };
const azure = { route: 'azure', servedBy: 'https://a', calls: 2, embeddedTexts: 0 };
const vectors = { route: 'MiniLM', servedBy: 'MiniLM', calls: 0, embeddedTexts: 9 };

test('who served the calls is told where there was more than one', () => {
  const cells = [
    { ...SAMPLE_CELL, served: [azure, vectors, openai] },
    { ...SAMPLE_CELL, dataset: 'other', served: [openai] },
  ];
  const [table] = servedTables(cells);
  assert.deepEqual(
    table?.columns.map(({ title }) => title.join(' ')),
    ['method', 'dataset', 'azure https://a', 'MiniLM', 'openai https://api.openai.com'],
  );
  const { dataset } = SAMPLE_CELL;
  assert.deepEqual(table?.rows, [
    ['bm25 (current) topK=3', dataset, '2 calls', '9 texts', '7 calls'],
    ['bm25 (current) topK=3', 'other', '–', '–', '7 calls'],
  ]);
});

test('one reader and one embedder are no news', () => {
  assert.deepEqual(servedTables([{ ...SAMPLE_CELL, served: [openai, vectors] }]), []);
  assert.deepEqual(servedTables([SAMPLE_CELL]), []);
});
