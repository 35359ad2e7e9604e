import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../../contracts/memory-method.ts';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { bm25Method } from './bm25-method.ts';
import type { Bm25MethodOptions } from './options.ts';

const CHUNKS = [
  'Sculptors of Athens worked in bronze.',
  '',
  'Who creates ships? Tyre created them.',
  'The ship came from Sidon.',
  'Ur lies by a river.',
];

async function retrieved(text: string, options: Bm25MethodOptions, profile: Profile = 'current') {
  const { context, userMessage } = recordingContext({ profile });
  const memory = bm25Method.create(context, options);
  // Chunks may be memorized in any order.
  for (const at of [4, 2, 0, 1, 3]) await memory.memorize(chunkOf(at, CHUNKS[at] ?? ''));
  await memory.finalize();
  const { trace } = await memory.answer(queryOf(text));
  return { trace, prompt: userMessage(0) };
}

test('gives the reader the best chunks, best first, and says which they were', async () => {
  const { trace, prompt } = await retrieved('Which creator made a river ship?', { topK: 2 });
  // Stems: river and a are in chunk 4 alone, ship is in chunks 2 and 3, and 3 is the shorter one.
  assert.deepEqual(
    trace.items.map(({ kind, rank, sources, text }) => ({ kind, rank, sources, text })),
    [
      { kind: 'chunk', rank: 1, sources: ['ctx#0#c4'], text: CHUNKS[4] },
      { kind: 'chunk', rank: 2, sources: ['ctx#0#c3'], text: CHUNKS[3] },
    ],
  );
  assert.equal(trace.provenance, 'exact');
  assert.ok(
    prompt.startsWith(`[Memory 1]\n${CHUNKS[4]}\n\n[Memory 2]\n${CHUNKS[3]}\n\n[Question]\n`),
  );
});

test('current joins the forms of a word unless told not to; reference never does', async () => {
  const best = async (...rest: [Bm25MethodOptions, Profile?]) =>
    (await retrieved('creating', ...rest)).trace.items.map(({ sources, score }) => [
      sources,
      score,
    ]);
  // In one of five chunks, twice; its length is 6, the average 22 / 5 = 4.4; idf = ln(4.5 / 1.5).
  const score = (Math.log(3) * 2 * 2.5) / (2 + 1.5 * (0.25 + (0.75 * 6) / 4.4));
  const [top] = await best({ topK: 1 });
  assert.deepEqual(top?.[0], ['ctx#0#c2']);
  assert.ok(Math.abs(Number(top?.[1]) - score) < 1e-12);
  assert.deepEqual(await best({ topK: 1, stem: false }), [[['ctx#0#c0'], 0]]);
  assert.deepEqual(await best({ topK: 1 }, 'reference'), [[['ctx#0#c0'], 0]]);
});

test('reference keeps case and punctuation on the word', async () => {
  const best = async (text: string) =>
    (await retrieved(text, { topK: 1 }, 'reference')).trace.items[0]?.sources;
  assert.deepEqual(await best('river.'), ['ctx#0#c4']);
  assert.deepEqual(await best('river'), ['ctx#0#c0']);
});

test('reference searches templates, with the question as the published code has it', async () => {
  const { context } = recordingContext({ profile: 'reference' });
  const memory = bm25Method.create(context, { topK: 1 });
  for (const [at, text] of ['One is here.', 'Two is there.', 'So what?'].entries()) {
    await memory.memorize(chunkOf(at, text));
  }
  await memory.finalize();
  const found = async (text: string, publishedText: string) =>
    (await memory.answer(queryOf(text, { publishedText }))).trace.items[0]?.sources;
  assert.deepEqual(await found('One', 'Two'), ['ctx#0#c1']);
  // `Remember:` stands in every chunk; the shortest one has it best, with a negative idf mended.
  assert.deepEqual(await found('One', 'Remember:'), ['ctx#0#c2']);
});

test('a blank chunk is never shown', async () => {
  const { trace } = await retrieved('nothing of this', { topK: 10 });
  assert.deepEqual(
    trace.items.map(({ sources }) => sources[0]),
    ['ctx#0#c0', 'ctx#0#c2', 'ctx#0#c3', 'ctx#0#c4'],
  );
});

test('a wish that the profile would ignore is refused', () => {
  const { context } = recordingContext({ profile: 'reference' });
  assert.throws(() => bm25Method.create(context, { topK: 10, stem: true }), {
    code: 'METHOD_OPTION_UNUSED',
  });
});
