import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunManifest } from '../manifest.ts';
import { settingChanges } from './setting-changes.ts';

function manifest(config: object, mab = '0.1.0'): RunManifest {
  return {
    ...{ v: 1, runId: 'r-0123456789abcdef', name: 'r', createdAt: '', cells: [], units: [] },
    ...{ config, identity: {}, versions: { mab, node: 'v24.1.0', pipeline: 1 } },
    data: { label: 'd', openCorpus: true },
    reader: { model: 'm', provider: 'p' },
  };
}

test('every setting that differs is named by its path, wherever it stands in a list', () => {
  const bm25 = { id: 'bm25', profile: 'current', optionsGiven: { topK: 3 }, options: { topK: 3 } };
  const before = manifest({
    name: 'one',
    reader: { model: 'm', temperature: 0 },
    methods: [{ id: 'oracle', profile: 'current', options: {} }, bm25],
  });
  const after = manifest(
    {
      name: 'two',
      reader: { model: 'm', seed: 7 },
      methods: [
        { ...bm25, options: { topK: 9 } },
        { id: 'oracle', profile: 'current', options: {} },
      ],
    },
    '0.2.0',
  );
  assert.deepEqual(settingChanges(before, after), [
    { path: 'methods[bm25 (current)].options.topK', before: '3', after: '9' },
    { path: 'reader.seed', after: '7' },
    { path: 'reader.temperature', before: '0' },
    { path: 'versions.mab', before: '0.1.0', after: '0.2.0' },
  ]);
  assert.deepEqual(settingChanges(before, before), []);
});
