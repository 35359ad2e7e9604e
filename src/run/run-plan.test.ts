import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openCorpusSource } from '../bench/datasets/open-corpus/open-corpus.ts';
import { METHODS } from '../bench/methods/catalog.ts';
import type { EmbedderIdentity } from '../contracts/model.ts';
import { parseConfig } from './config/parse-config.ts';
import { planRun } from './run-plan.ts';

const CONFIG = `
data: { openCorpus: { seed: 1 } }
datasets: [open_fact_sh_6k]
methods: [{ id: dense, embedder: a }, { id: dense, embedder: b }]
embedders:
  a: { provider: scripted }
  b: { provider: scripted, batchMax: 7 }
reader: { provider: extractive }
`;

const reader = {
  ...{ logicalModel: 'r', pinned: true, sampled: false, sampling: {}, contextTokens: 8_192 },
};
const words: EmbedderIdentity = {
  ...{ logicalModel: 'words', pinned: true, maxTokens: 256 },
  prefixes: { document: '', query: '' },
};

test('one embedder under two names would make the same units twice', async () => {
  const config = parseConfig(Buffer.from(CONFIG), { fileName: 'twins.yaml' });
  const plan = (b: EmbedderIdentity) => {
    const embedders = new Map([
      ['a', words],
      ['b', b],
    ]);
    return planRun(config, openCorpusSource(1), { reader, embedders, methods: METHODS });
  };
  await assert.rejects(plan({ ...words }), {
    code: 'METHOD_REPEATED',
    message: 'dense stands twice in methods: "a" and "b" name the same embedder.',
  });
  const { units } = await plan({ ...words, dimensions: 128 });
  assert.equal(new Set(units.map(({ unitId }) => unitId)).size, units.length);
  assert.ok(units.length > 1);
});

test('prices are no part of what a run is: they change no answer', async () => {
  const embedders = new Map([['a', words]]);
  const text = CONFIG.replace(', { id: dense, embedder: b }', '').replace(/\n {2}b: .*/, '');
  const runIds = await Promise.all(
    [text, `${text}prices: mine.yaml\n`].map(async (given) => {
      const config = parseConfig(Buffer.from(given), { fileName: 'priced.yaml' });
      const plan = await planRun(config, openCorpusSource(1), {
        reader,
        embedders,
        methods: METHODS,
      });
      return [plan.runId, plan.units.map(({ unitId }) => unitId)];
    }),
  );
  assert.deepEqual(runIds[0], runIds[1]);
});
