import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MeasuredWork } from '../../contracts/measured-work.ts';
import { Catalogue } from '../catalogue/catalogue.ts';
import { shippedPrices } from '../catalogue/shipped.ts';
import { WORK } from './__fixtures__/work.ts';
import { findTopic, TOPICS } from './topics.ts';

const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
const advise = (topic: string, { given = {}, work = WORK, runsPerMonth = 3 } = {}) =>
  findTopic(topic).advise(given, { catalogue, known: { work, runsPerMonth } });

/** What a topic took from work, as name, value and note. */
const taken = (...request: Parameters<typeof advise>) =>
  advise(...request)
    .inputs.filter(({ from }) => from === 'measured' || from === 'estimated')
    .map(({ name, value, note }) => [name, rounded(value), note]);

const rounded = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(rounded)
    : typeof value === 'number'
      ? Number(value.toPrecision(6))
      : value;

const ONCE = 'run r-1';
const MONTHLY = 'run r-1, 3 a month';

test('each topic takes what a run tells it: flows three times a month, shares and sizes once', () => {
  // 2 h × 3 / (730 / 24) = 0.19726; 0.6 / 30.6 M = 1.96 %; 12 / 30 M = 40 %.
  const expected: Readonly<Record<string, readonly unknown[]>> = {
    configuration: [
      ['scale', 'large', ONCE],
      ['methods', 'rag', ONCE],
      ['frequency', 'occasional', 'run r-1, 3 a month, 0.19726 hours/day'],
      // With what judges read and wrote.
      ['millionTokens', 93, MONTHLY],
      ['outputPercent', 1.96078, ONCE],
    ],
    machines: [['hoursPerDay', 0.19726, MONTHLY]],
    clouds: [
      ['hoursPerDay', 0.19726, MONTHLY],
      ['storageGb', 15, MONTHLY],
      ['millionTokens', 91.8, MONTHLY],
      ['outputPercent', 1.96078, ONCE],
      ['model', 'gpt-4o-mini', ONCE],
    ],
    spot: [
      ['tasks', 40, ONCE],
      ['taskMinutes', 12, ONCE],
    ],
    commitment: [['hoursPerDay', [0.19726], MONTHLY]],
    fleet: [],
    serverless: [
      ['calls', 15_000, MONTHLY],
      ['hoursPerDay', 0.19726, MONTHLY],
    ],
    transfer: [['uploadGb', 15, MONTHLY]],
    embedding: [
      ['tokensPerMonth', 24_000_000, MONTHLY],
      ['model', 'text-embedding-3-large', ONCE],
    ],
    vectors: [
      ['vectors', 2_000, ONCE],
      ['dimensions', 3_072, ONCE],
      ['queries', 12_000, MONTHLY],
    ],
    roadmap: [
      ['model', 'gpt-4o-mini', ONCE],
      ['inputTokens', 90_000_000, MONTHLY],
      ['outputTokens', 1_800_000, MONTHLY],
      ['cachedShare', 40, ONCE],
      ['embeddingModel', 'text-embedding-3-large', ONCE],
      ['embeddingTokens', 24_000_000, MONTHLY],
    ],
  };
  assert.deepEqual(Object.fromEntries(TOPICS.map(({ id }) => [id, taken(id)])), expected);
  for (const { id, measurable } of TOPICS) {
    assert.deepEqual(
      [...measurable].sort(),
      (expected[id] ?? []).map((row) => (row as string[])[0]).sort(),
      id,
    );
  }
});

test('what the user says goes before what a run says', () => {
  const given = { tokensPerMonth: 5, model: 'text-embedding-3-small' };
  assert.deepEqual(taken('embedding', { given }), []);
  const { inputs } = advise('machines', { given: { hoursPerMonth: 100 } });
  assert.equal(inputs.find(({ name }) => name === 'hoursPerMonth')?.from, 'given');
});

test('what a run has none of, or cannot tell, stays as it is, and is said', () => {
  const { embedder: _, hours: __, taskMinutes: ___, ...rest } = WORK;
  const work: MeasuredWork = { ...rest, embeddedTokens: 0, model: 'our-llm', kind: 'estimated' };
  assert.deepEqual(taken('embedding', { work }), []);
  assert.match(
    advise('embedding', { work }).warnings.join(' '),
    /The run r-1 tells nothing that embedding asks for\./,
  );
  assert.deepEqual(taken('spot', { work }), [['tasks', 40, 'run r-1']]);
  const roadmap = advise('roadmap', { work });
  assert.equal(roadmap.inputs.find(({ name }) => name === 'inputTokens')?.from, 'estimated');
  assert.equal(roadmap.inputs.find(({ name }) => name === 'model')?.from, 'default');
  assert.equal(
    roadmap.warnings[0],
    'our-llm of the run r-1 has no price here: model is the default, or --model.',
  );
  const plugIn: MeasuredWork = { ...WORK, methods: ['bm25', 'my-memory'] };
  assert.ok(!taken('configuration', { work: plugIn }).some(([name]) => name === 'methods'));
});

test('less or more than a topic reckons with is taken as its bound, and said', () => {
  const short = taken('machines', { work: { ...WORK, hours: 0.5 }, runsPerMonth: 1 });
  assert.deepEqual(short, [
    ['hoursPerDay', 0.1, 'run r-1, 1 a month, 0.0164384 taken as 0.1 hours/day'],
  ]);
  const long = taken('machines', { work: { ...WORK, hours: 100 }, runsPerMonth: 30 });
  assert.deepEqual(long[0]?.slice(0, 2), ['hoursPerDay', 24]);
});
