import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { goldenText } from './__fixtures__/golden.ts';
import { createRetrievalMetrics } from './retrieval-recall.ts';

/** Made by scripts/golden/retrieval_recall.py, which has the same generator and says how. */
const { sha256, expected } = JSON.parse(goldenText('retrieval.json.gz')) as {
  sha256: string;
  expected: readonly (readonly number[])[];
};

const VOCABULARY = (
  'The key is under a green mat, near an old door. Nobody has Seen it; the river RUNS by ' +
  "42 é Ünder под 鍵 keyed mate (door) an' x-ray"
).split(' ');

/** Numerical Recipes' generator, its upper 24 bits. */
function createNumbers(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return (state >>> 8) % end;
  };
}

type Below = ReturnType<typeof createNumbers>;

function words(below: Below, count: number): string {
  return Array.from({ length: count }, () => VOCABULARY[below(VOCABULARY.length)]).join(' ');
}

function item(below: Below): string {
  const filler = below(4) === 0 ? 'zz '.repeat(200 + below(1_500)) : '';
  return filler + words(below, 3 + below(40));
}

function passage(below: Below, items: readonly string[]): string {
  if (items.length === 0 || below(4) === 0) return words(below, 2 + below(4));
  const found = items
    .join(' ')
    .split(' ')
    .filter((word) => word !== 'zz');
  const start = below(found.length);
  const text = found.slice(start, start + 2 + below(6)).join(' ');
  return below(2) === 0 ? text.toUpperCase() : text;
}

function makeCase(below: Below) {
  const items = Array.from({ length: below(13) }, () => item(below));
  const passages = Array.from({ length: 1 + below(3) }, () => passage(below, items));
  return { items, passages };
}

const SCORES = ['', '_at_1', '_at_5', '_at_10', '_at_1k_tokens', '_at_4k_tokens', '_at_16k_tokens'];

test('evidence recall of 5,000 retrievals equals that of an independent implementation', () => {
  const below = createNumbers(1);
  const digest = createHash('sha256');
  const { score } = createRetrievalMetrics({
    ...{ family: 'eventqa', chunks: [] },
    countTokens: (text) => text.split(/\s+/).filter((word) => word !== '').length,
  });
  for (const [at, [passagesLooked = 0, ...counts]] of expected.entries()) {
    const { items, passages } = makeCase(below);
    digest.update([...items, ...passages].join('\0'));
    const trace = {
      provenance: 'exact' as const,
      items: items.map((text, n) => ({ kind: 'chunk' as const, text, rank: n + 1, sources: [] })),
    };
    const { scores } = score(trace, { answers: ['x'], evidence: passages });
    const wanted = counts.map((count, n) => [
      `evidence_recall${SCORES[n]}`,
      count / passagesLooked,
    ]);
    assert.deepEqual(scores, passagesLooked === 0 ? {} : Object.fromEntries(wanted), `case ${at}`);
  }
  assert.equal(expected.length, 5_000);
  assert.equal(digest.digest('hex'), sha256);
});
