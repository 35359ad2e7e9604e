import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letterEmbedder } from '../__fixtures__/letter-embedder.ts';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { hybridMethod } from './hybrid-method.ts';
import { hybridOptions } from './options.ts';

async function scores(options: object) {
  const { context } = recordingContext({ embedder: letterEmbedder().embedder });
  const memory = hybridMethod.create(context, hybridOptions.parse(options));
  // By words "cab aa": c2, then the others as they stand. By letters, (3,1,1): c0 with (4,0,1),
  // then c2 with (1,1,1), c1 with (0,2,0).
  for (const [at, text] of ['aa aac', 'bb', 'cab'].entries()) {
    await memory.memorize(chunkOf(at, text));
  }
  await memory.finalize();
  const { trace } = await memory.answer(queryOf('cab aa'));
  return trace.items.map(({ sources, score }) => [sources[0], score]);
}

test('adds up the reciprocal ranks of words and of meaning', async () => {
  // Words: c0 has aa among two words, c2 has cab alone and is shorter: c2, c0, c1.
  assert.deepEqual(await scores({ topK: 3 }), [
    ['ctx#0#c0', 1 / 62 + 1 / 61],
    ['ctx#0#c2', 1 / 61 + 1 / 62],
    ['ctx#0#c1', 1 / 63 + 1 / 63],
  ]);
});

test('the constant can be set, and topK cuts the fused ranking', async () => {
  assert.deepEqual(await scores({ topK: 1, rrfK: 1 }), [['ctx#0#c0', 1 / 3 + 1 / 2]]);
});
