import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../../contracts/memory-method.ts';
import { letterEmbedder } from '../__fixtures__/letter-embedder.ts';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { denseMethod } from './dense-method.ts';

async function ask(
  chunks: readonly string[],
  text: string,
  {
    profile = 'current' as Profile,
    maxTokens = 100,
    options = { topK: 10 } as { topK: number; chunksMax?: number },
    publishedText = text,
  } = {},
) {
  const { embedder, asked } = letterEmbedder(maxTokens);
  const { context } = recordingContext({ profile, embedder });
  const memory = denseMethod.create(context, options);
  for (const at of chunks.keys()) await memory.memorize(chunkOf(at, chunks[at] ?? ''));
  await memory.finalize();
  const { trace, truncated } = await memory.answer(queryOf(text, { publishedText }));
  const found = trace.items.map(({ sources, score }) => [
    sources[0],
    Math.round(1_000 * (score ?? Number.NaN)),
  ]);
  return { found, asked, truncated };
}

test('ranks chunks by the cosine of their vectors and the question, the earlier first', async () => {
  const { found, asked } = await ask(['b', 'ab', 'a', 'aab', '', 'a a'], 'a');
  // (0,1,0), (1,1,0), (1,0,0), (2,1,0), nothing, (2,0,0) against (1,0,0).
  assert.deepEqual(found, [
    ['ctx#0#c2', 1_000],
    ['ctx#0#c5', 1_000],
    ['ctx#0#c3', 894],
    ['ctx#0#c1', 707],
    ['ctx#0#c0', 0],
  ]);
  assert.deepEqual(asked, [
    { texts: ['b', 'ab', 'a', 'aab', 'a a'], role: 'document', step: 'embed' },
    { texts: ['a'], role: 'query', step: 'embed-query' },
  ]);
});

test('current: a long chunk is as near as its nearest piece', async () => {
  const chunks = ['Aca bb bb. Bb bb bb. Aa aa aa.', 'Aab ab ab.'];
  const { found, asked } = await ask(chunks, 'a', { maxTokens: 3 });
  assert.deepEqual(asked[0]?.texts, ['Aca bb bb.', 'Bb bb bb.', 'Aa aa aa.', 'Aab ab ab.']);
  // The third piece of the first chunk is (5,0,0); the second chunk is (3,3,0): capitals are none.
  assert.deepEqual(found, [
    ['ctx#0#c0', 1_000],
    ['ctx#0#c1', 707],
  ]);
});

test('reference: a long chunk is the mean of its pieces, and templates are embedded', async () => {
  const { found, asked } = await ask(['Aa aa. Bb bb bb.'], 'not this', {
    profile: 'reference',
    maxTokens: 3,
    publishedText: 'a',
  });
  assert.deepEqual(
    asked.map(({ texts }) => texts),
    [['Remember: Aa aa.', 'Bb bb bb.'], ['a']],
  );
  // (3,1,0), `Remember` has a b, and (0,5,0), three tokens each: (1.5,3,0); 1.5 / √11.25.
  assert.deepEqual(found, [['ctx#0#c0', 447]]);
});

test('a limit of chunks keeps the last ones, and says how much was forgotten', async () => {
  const options = { topK: 10, chunksMax: 2 };
  const { found, truncated } = await ask(['a a a', 'a b', 'b', 'a'], 'a', { options });
  assert.deepEqual(found, [
    ['ctx#0#c3', 1_000],
    ['ctx#0#c2', 0],
  ]);
  assert.deepEqual(truncated, { what: 'context', droppedTokens: 5 });
});

test('a question that is too long is the mean of its pieces', async () => {
  const { asked, found } = await ask(['ab', 'c'], 'a b', { maxTokens: 1 });
  assert.deepEqual(asked[1]?.texts, ['a', 'b']);
  assert.deepEqual(found[0], ['ctx#0#c0', 1_000]);
});
