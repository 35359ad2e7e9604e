import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gold } from '../../../contracts/memory-method.ts';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { oracle } from './oracle.ts';

async function evidenceFor(
  question: string,
  gold: Gold,
  texts: readonly string[],
  evidenceTokensMax = 2_048,
) {
  const { context } = recordingContext({ gold: () => gold });
  const memory = oracle.create(context, { evidenceTokensMax });
  for (const [at, text] of texts.entries()) await memory.memorize(chunkOf(at, text));
  await memory.finalize();
  const { trace } = await memory.answer(queryOf(question));
  assert.equal(trace.provenance, 'derived');
  return trace.items.map(({ text, sources }) => [text, ...sources]);
}

const FACTS = [
  '0. The capital of Iran is Tehran. 1. Igor is married to Olga. 2. The capital of Peru is Lima.',
  '3. The capital of Iran is Rodez. 4. Olga died in the city of Rodez.',
];

test('shows the entries of a list that hold the answer, most like the question first', async () => {
  assert.deepEqual(
    await evidenceFor('What is the capital of Iran?', { answers: ['Rodez'] }, FACTS),
    [
      ['3. The capital of Iran is Rodez.', 'ctx#0#c1'],
      ['4. Olga died in the city of Rodez.', 'ctx#0#c1'],
    ],
  );
});

test('where the answer takes several steps, the way to it is shown too', async () => {
  const shown = await evidenceFor(
    'Where did the spouse of Igor pass away?',
    { answers: ['Rodez'] },
    FACTS,
  );
  assert.ok(shown.some(([text]) => text === '1. Igor is married to Olga.'));
});

test("shows the dataset's own evidence, word for word, where there is some", async () => {
  const gold = {
    answers: ['Lima'],
    evidence: ['2. The capital of Peru is Lima.', 'Lima: a city.'],
  };
  assert.deepEqual(await evidenceFor('What is the capital of Peru?', gold, FACTS), [
    ['2. The capital of Peru is Lima.', 'ctx#0#c0'],
    ['Lima: a city.'],
  ]);
});

test('shows examples with the right label, most like the text first', async () => {
  const texts = ['card lost\nlabel: 4\n\nhello there\nlabel: 1\n\nmy card is lost\nlabel: 1'];
  assert.deepEqual(await evidenceFor('I lost my card', { answers: ['1'] }, texts), [
    ['my card is lost\nlabel: 1', 'ctx#0#c0'],
    ['hello there\nlabel: 1', 'ctx#0#c0'],
  ]);
});

/** So that the words of a passage are rare in its context. */
const FILLER = Array.from(
  { length: 20 },
  (_, at) => `Nothing of note took place on day ${at} of it.`,
).join(' ');

test('whole words count: an answer inside a longer word is none', async () => {
  const texts = [`Germany is far. ${FILLER} It is so. Many went home. They slept.`];
  const shown = await evidenceFor('Who went home?', { answers: ['many'] }, texts);
  assert.deepEqual(shown.map(([text]) => text).sort(), [
    'It is so.\nMany went home.\nThey slept.',
    'Many went home.\nThey slept.',
    'Nothing of note took place on day 19 of it.\nIt is so.\nMany went home.',
  ]);
});

test('a listed answer that stands nowhere is searched by its words, not shown', async () => {
  const question = "What next? ['Ann sold the horse.', 'Ann sank the boat.']";
  const texts = [
    `The boat went down. Ann had sunk it. ${FILLER} A horse stood by. It was for sale.`,
  ];
  const shown = await evidenceFor(question, { answers: ['Ann sank the boat.'] }, texts, 10);
  assert.deepEqual(shown, [['The boat went down.\nAnn had sunk it.', 'ctx#0#c0']]);
});

test('keeps to its token budget, but shows at least one passage', async () => {
  // With its heading, each of these passages has eight or nine words.
  const question = 'What is the capital of Iran?';
  const count = async (tokensMax: number) =>
    (await evidenceFor(question, { answers: ['Rodez'] }, FACTS, tokensMax)).length;
  assert.deepEqual([await count(1), await count(16), await count(20)], [1, 1, 2]);
});
