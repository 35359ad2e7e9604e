import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createRandom } from '../../../core/random.ts';
import { SAMPLE_CELL, SAMPLE_ROWS } from '../__fixtures__/sample-rows.ts';
import { packData } from './pack-data.ts';
import { createQuestionCollector, type QuestionData } from './question-data.ts';

/** Texts that do not compress: 200 questions with 8 different items each. */
function manyQuestions(): QuestionData {
  const random = createRandom('pack');
  const text = (length: number): string =>
    Array.from({ length }, () => String.fromCharCode(33 + Math.floor(random() * 90))).join('');
  const [sample] = SAMPLE_ROWS;
  assert.ok(sample);
  const { add, finish } = createQuestionCollector();
  for (let number = 0; number < 200; number++) {
    const retrieved = Array.from({ length: 8 }, (_, at) => ({
      ...{ kind: 'chunk' as const, rank: at + 1, score: 8 - at, sources: [`c${number}-${at}`] },
      excerpt: text(200),
    }));
    const record = { ...sample.record, questionId: `q${number}`, answer: text(900), retrieved };
    add([{ ...sample, record }]);
  }
  return finish([SAMPLE_CELL]);
}

const unpacked = (base64: string): QuestionData =>
  JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString('utf8'));

const data = manyQuestions();

test('what fits is packed as it is', async () => {
  const { base64, limits } = await packData(data);
  assert.equal(limits.items, Number.POSITIVE_INFINITY);
  assert.deepEqual(unpacked(base64), data);
});

test('what does not fit keeps every question, with fewer and shorter texts', async () => {
  const { base64, limits } = await packData(data, 150_000);
  assert.ok(base64.length <= 150_000, String(base64.length));
  assert.deepEqual(limits, { items: 3, excerpt: 100, text: 200 });
  const { questions, items } = unpacked(base64);
  assert.deepEqual([questions.length, items.length], [200, 600]);
  const [first] = questions;
  assert.deepEqual([first?.by[0]?.items, first?.by[0]?.retrieved], [[0, 1, 2], 8]);
  assert.equal(first?.by[0]?.answer, `${data.questions[0]?.by[0]?.answer?.slice(0, 200)}…`);
  assert.deepEqual(
    first?.by[0]?.items.map((number) => items[number]?.text),
    data.questions[0]?.by[0]?.items
      .slice(0, 3)
      .map((number) => `${data.items[number]?.text.slice(0, 100)}…`),
  );
});

test('the last limits are taken even where they are not enough', async () => {
  const { base64, limits } = await packData(data, 10);
  assert.equal(limits.items, 0);
  assert.equal(unpacked(base64).questions.length, 200);
});
