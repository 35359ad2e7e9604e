import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { longContext } from './long-context.ts';
import type { LongContextOptions } from './options.ts';

async function ask(texts: readonly string[], window: number, options: LongContextOptions) {
  const recorder = recordingContext({ window });
  const memory = longContext.create(recorder.context, options);
  for (const [at, text] of texts.entries()) await memory.memorize(chunkOf(at, text));
  await memory.finalize();
  const countedBefore = recorder.countedCharacters();
  const answer = await memory.answer(queryOf('Is it?'));
  const counted = recorder.countedCharacters() - countedBefore;
  return { answer, prompt: recorder.userMessage(0), counted };
}

test('shows the reader all chunks in order, as one block, and reports no loss', async () => {
  const { answer, prompt } = await ask(['Rome is old.', '', 'Ur is older.'], 1_000, {
    truncate: 'head',
  });
  assert.equal(
    prompt,
    '[Memory 1]\nRome is old.\nUr is older.\n\n[Question]\nSay it.\n\nQuestion: Is it?\nAnswer:',
  );
  assert.deepEqual(answer, {
    text: 'ok',
    finish: 'stop',
    trace: {
      items: [
        { kind: 'chunk', rank: 1, text: 'Rome is old.', sources: ['ctx#0#c0'] },
        { kind: 'chunk', rank: 2, text: 'Ur is older.', sources: ['ctx#0#c2'] },
      ],
      provenance: 'exact',
    },
  });
});

/** Chunk `a` is 800 words `a`, and so on: 1,600 characters, so two pieces of 500 and 300 words. */
const LONG = ['a', 'b', 'c'].map((letter) => Array.from({ length: 800 }, () => letter).join(' '));

test('what does not fit is left out where asked, and reported in tokens', async () => {
  // Overhead: system 2, headings and question 2 + 1 + 6, frame 32, answer 10, chunks and gap 4: 57.
  // 1,700 - 57 = 1,643, rounded down to 1,536 tokens of context.
  const shown = async (truncate: LongContextOptions['truncate']) => {
    const { answer, prompt } = await ask(LONG, 1_700, { truncate });
    const words = (prompt.split('[Question]')[0] ?? '').match(/\b[abc]\b|…/g) ?? [];
    const runs = words.join('').replace(/(.)\1*/g, (run) => `${run[0]}${run.length} `);
    return [runs.trim(), answer.truncated, answer.trace.items.map(({ sources }) => sources[0])];
  };
  assert.deepEqual(await shown('head'), [
    'b300 c800',
    { what: 'context', droppedTokens: 1_300 },
    ['ctx#0#c1', 'ctx#0#c2'],
  ]);
  assert.deepEqual(await shown('tail'), [
    'a800 b500',
    { what: 'context', droppedTokens: 1_100 },
    ['ctx#0#c0', 'ctx#0#c1'],
  ]);
  assert.deepEqual(await shown('middle'), [
    'a500 …1 c800',
    { what: 'context', droppedTokens: 1_100 },
    ['ctx#0#c0', 'ctx#0#c2'],
  ]);
});

test('reference shows chunks inside their template', async () => {
  const { context, userMessage } = recordingContext({ profile: 'reference' });
  const memory = longContext.create(context, { truncate: 'head' });
  for (const [at, text] of ['Rome is old.', 'Ur is older.'].entries()) {
    await memory.memorize(chunkOf(at, text));
  }
  await memory.finalize();
  await memory.answer(queryOf('Is it?'));
  assert.match(userMessage(0), /^\[Memory 1\]\nRemember: Rome is old\.\nRemember: Ur is older\.\n/);
});

test('what comes before the question is marked as shared, and is the same for all', async () => {
  const recorder = recordingContext();
  const memory = longContext.create(recorder.context, { truncate: 'head' });
  await memory.memorize(chunkOf(0, 'Rome is old. 😀'));
  await memory.finalize();
  for (const question of ['Is it?', 'How old is it?']) await memory.answer(queryOf(question));
  const shared = recorder.requests.map(({ request }) =>
    request.messages.at(-1)?.content.slice(0, request.cachePrefix),
  );
  assert.deepEqual(shared, Array(2).fill('[Memory 1]\nRome is old. 😀\n\n'));
});

test('a question does not count the context again', async () => {
  const { counted } = await ask(LONG, 1_000_000, { truncate: 'head' });
  assert.ok(counted < 200, `${counted} characters were counted for one question`);
});

test('a window without room for the question is an error that says so', async () => {
  await assert.rejects(ask(['Rome is old.'], 50, { truncate: 'head' }), {
    code: 'CONTEXT_WINDOW_TOO_SMALL',
  });
});
