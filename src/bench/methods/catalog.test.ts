import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Embedder } from '../../contracts/model.ts';
import { chunkOf, queryOf, recordingContext } from './__fixtures__/recording-reader.ts';
import { findMethod, METHODS } from './catalog.ts';

/** A vector for every text; what it means is of no matter here. */
const embedder: Embedder = {
  ...{ id: 'lengths', maxTokens: 100, countTokens: (text) => text.length },
  embed: async (texts) => texts.map((text) => Float32Array.of(text.length, 10)),
};

test('the catalogue names the methods of this release, control arms first', () => {
  assert.deepEqual(
    METHODS.map(({ id, profiles }) => [id, profiles]),
    [
      ['no-memory', ['current']],
      ['oracle', ['current']],
      ['long-context', ['current', 'reference']],
      ['bm25', ['current', 'reference']],
      ['dense', ['current', 'reference']],
      ['hybrid', ['current']],
    ],
  );
});

test('what is loaded is what the catalogue says', async () => {
  for (const { load, options: _, ...facts } of METHODS) {
    const { create, ...loaded } = await load();
    assert.deepEqual(loaded, facts);
    assert.equal(typeof create, 'function');
  }
});

test('options have defaults, and unknown ones are refused before anything is loaded', () => {
  assert.deepEqual(
    METHODS.map(({ options }) => options.parse({})),
    [
      {},
      { evidenceTokensMax: 2048 },
      { truncate: 'head' },
      { topK: 10 },
      { topK: 10 },
      { topK: 10, rrfK: 60, depth: 100 },
    ],
  );
  for (const { options } of METHODS) assert.equal(options.safeParse({ topk: 5 }).success, false);
});

test('an unknown method is refused with the nearest known ones', () => {
  assert.throws(() => findMethod('bm2'), {
    code: 'METHOD_UNKNOWN',
    message: 'There is no memory method "bm2".',
    hint: 'Did you mean bm25?',
  });
  assert.throws(() => findMethod('zzzzzzzzzzzzzz'), {
    hint: 'Choose one of: no-memory, oracle, long-context, bm25, dense, hybrid.',
  });
});

test('with every method a question gets the same prompt, whatever was asked before', async () => {
  const texts = ['Rome is old. Ur is older.', '', 'Paris is new. Rome is big.'];
  const queries = ['Is Rome old?', 'Is Paris new?'].map((text) => queryOf(text));
  for (const { load, id } of METHODS) {
    const method = await load();
    const promptsOf = async (order: typeof queries) => {
      const { context, requests } = recordingContext({
        embedder,
        gold: () => ({ answers: ['new'] }),
      });
      const memory = method.create(context, {});
      for (const [at, text] of texts.entries()) await memory.memorize(chunkOf(at, text));
      await memory.finalize();
      for (const query of order) await memory.answer(query);
      return requests;
    };
    const forward = await promptsOf(queries);
    assert.deepEqual((await promptsOf(queries.toReversed())).toReversed(), forward, id);
  }
});

test('no method breaks on a context without chunks', async () => {
  for (const { load, id } of METHODS) {
    const { context } = recordingContext({ embedder, gold: () => ({ answers: ['old'] }) });
    const memory = (await load()).create(context, {});
    await memory.finalize();
    const { text, trace } = await memory.answer(queryOf('Is Rome old?'));
    assert.deepEqual([text, trace.items], ['ok', []], id);
  }
});
