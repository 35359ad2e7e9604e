import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RetrievalTrace } from '../../contracts/memory-method.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { normalizedText } from './normalized-text.ts';
import { createRetrievalMetrics, type RetrievalSpace } from './retrieval-recall.ts';

/** Words for tokens: what a test can count by eye. */
const countWords = (text: string): number => text.split(/\s+/).filter((word) => word).length;
const words = (count: number): string => Array.from({ length: count }, () => 'x').join(' ');

const trace = (
  texts: readonly string[],
  provenance: RetrievalTrace['provenance'] = 'exact',
  sources: readonly (readonly string[])[] = [],
): RetrievalTrace => ({
  provenance,
  items: texts.map((text, at) => ({
    ...{ kind: 'chunk', text, rank: at + 1 },
    sources: sources[at] ?? [],
  })),
});

const metrics = (space: Partial<RetrievalSpace> = {}) =>
  createRetrievalMetrics({ family: 'ruler-qa', chunks: [], countTokens: countWords, ...space });

test('evidence recall is the share of the passages in the first items, and in the first tokens', () => {
  const items = [
    words(900),
    `${words(100)} The key is under the mat. ${words(100)}`,
    ...Array.from({ length: 4 }, () => words(1_000)),
    'The mat\nis, as it were, GREEN.',
  ];
  const question = {
    answers: ['green'],
    evidence: ['the key is under the mat', 'The mat is, as it were, green.', 'Nobody has seen it.'],
  };
  assert.deepEqual(metrics().score(trace(items), question), {
    scores: {
      evidence_recall: 2 / 3,
      evidence_recall_at_1: 0,
      evidence_recall_at_5: 1 / 3,
      evidence_recall_at_10: 2 / 3,
      // The first passage ends with word 900 + 100 + 6, the second with 900 + 206 + 4,000 + 7.
      evidence_recall_at_1k_tokens: 1 / 3,
      evidence_recall_at_4k_tokens: 1 / 3,
      evidence_recall_at_16k_tokens: 2 / 3,
    },
    answerSeen: true,
  });
});

test('a passage counts up to the token at which it ends', () => {
  const question = { answers: ['x'], evidence: ['needle here'] };
  const at = (before: number) =>
    metrics().score(trace([`${words(before)} needle here and more`]), question).scores;
  assert.equal(at(1_022).evidence_recall_at_1k_tokens, 1);
  assert.equal(at(1_023).evidence_recall_at_1k_tokens, 0);
});

test('without evidence any accepted answer is looked for, where answers are words of the text', () => {
  const question = { answers: ['Paris', 'Lutetia'] };
  const items = ['It rained.', 'They went to LUTETIA, by boat.'];
  assert.deepEqual(metrics().score(trace(items), question), {
    scores: {
      ...{ answer_recall: 1, answer_recall_at_1: 0, answer_recall_at_5: 1, answer_recall_at_10: 1 },
      ...{ answer_recall_at_1k_tokens: 1, answer_recall_at_4k_tokens: 1 },
      answer_recall_at_16k_tokens: 1,
    },
    answerSeen: true,
  });
  assert.deepEqual(metrics({ family: 'icl' }).score(trace(items), question), {
    scores: {},
    answerSeen: undefined,
  });
});

test('nothing retrieved is recall 0, and not seen', () => {
  const { scores, answerSeen } = metrics().score(trace([]), { answers: ['Paris'] });
  assert.deepEqual([...new Set(Object.values(scores)), answerSeen], [0, false]);
});

test('items in other words are measured by the chunks that they stem from', () => {
  const chunks = [
    { id: 'c0', text: 'The key is under the mat. It rained.' },
    { id: 'c1', text: 'The mat is green.' },
    { id: 'c2', text: 'Nothing.' },
  ];
  const question = {
    answers: ['green'],
    evidence: ['The key is under the mat.', 'The mat is green.', 'It rained. The mat'],
  };
  const derived = trace(['Weather: bad', 'Nil', 'Mat: viridian'], 'derived', [
    ['c2'],
    ['c2', 'c0'],
    ['c1'],
  ]);
  const { scores } = metrics({ chunks }).score(derived, question);
  assert.deepEqual(
    { ...scores, evidence_recall: 0 },
    {
      ...Object.fromEntries(
        ['', '_at_1', '_at_5', '_at_10', '_at_1k_tokens', '_at_4k_tokens', '_at_16k_tokens'].map(
          (name) => [`evidence_recall${name}`, 0],
        ),
      ),
      // The third passage stands in no single chunk and is left out.
      source_recall_at_1: 0,
      source_recall_at_5: 1,
      source_recall_at_10: 1,
      source_precision: 2 / 3,
    },
  );
  const none = metrics({ chunks }).score(trace([], 'derived'), question).scores;
  assert.deepEqual([none.source_recall_at_5, none.source_precision], [0, undefined]);
});

test('a text is counted once, however many questions retrieve it', () => {
  let counted = 0;
  const countTokens = (text: string) => {
    counted += 1;
    return countWords(text);
  };
  const measured = metrics({ countTokens });
  const items = ['a b c', 'd e f', 'the needle'];
  for (let question = 0; question < 100; question++) {
    measured.score(trace(items), { answers: ['needle'] });
    assert.deepEqual(items.map(measured.tokensOf), [3, 3, 2]);
  }
  assert.equal(counted, 3);
});

test('recall at k is what counting by hand over all prefixes gives', () => {
  const piece = fc.constantFrom('red', 'The', 'fox!', 'Ran', 'a', '—', 'so', '\n');
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), text, (items, passage) => {
      fc.pre(normalizeAnswer(passage) !== '');
      const { scores } = metrics().score(trace(items), { answers: ['x'], evidence: [passage] });
      const holds = (text: string) => normalizeAnswer(text).includes(normalizeAnswer(passage));
      for (const cutoff of [1, 5, 10]) {
        const first = items.slice(0, cutoff);
        const pairs = first.slice(1).map((item, at) => `${first[at]} ${item}`);
        const expected = [...first, ...pairs].some(holds) ? 1 : 0;
        assert.equal(scores[`evidence_recall_at_${cutoff}`], expected);
      }
    }),
  );
});

test('a place in the normalised text is found again in the raw one', () => {
  const piece = fc.constantFrom(
    'Red',
    'the',
    'A',
    'f-ox!',
    '\u2028',
    '—a—',
    ' ',
    '  ',
    'ΟΔΟΣ',
    '...',
  );
  fc.assert(
    fc.property(fc.array(piece), fc.nat(), (pieces, at) => {
      const text = pieces.join('');
      const { normalized, rawLength } = normalizedText(text);
      const end = at % (normalized.length + 1);
      const start = text.slice(0, rawLength(end));
      assert.ok(normalizeAnswer(start).startsWith(normalized.slice(0, end).trimEnd()));
    }),
  );
});

test('who does not say what was retrieved has no recall, who retrieved nothing has 0', () => {
  const question = { answers: ['mat'], evidence: ['The key is under the mat.'] };
  const unsaid = metrics().score(trace([], 'unknown'), question);
  assert.deepEqual(unsaid, { scores: {}, answerSeen: undefined });
  const nothing = metrics().score(trace([], 'exact'), question);
  assert.deepEqual([nothing.scores.evidence_recall, nothing.answerSeen], [0, false]);
});

test('a passage that goes on in the next item was seen by whoever was given both, in order', () => {
  const question = { answers: ['x'], evidence: ['Ship it. label: 7'] };
  const recalls = (texts: readonly string[]) => {
    const { scores } = metrics().score(trace(texts), question);
    return [scores.evidence_recall, scores.evidence_recall_at_1, scores.evidence_recall_at_5];
  };
  const [first, second] = ['label: 3\nShip it.', 'label: 7\nSink it.'];
  assert.deepEqual(recalls([first, second]), [1, 0, 1]);
  assert.deepEqual(recalls([second, first]), [0, 0, 0]);
  assert.deepEqual(recalls([first, 'x', second]), [0, 0, 0]);
  const budget = (before: number) =>
    metrics().score(trace([`${words(before)} Ship it.`, second]), question).scores;
  assert.equal(budget(1_020).evidence_recall_at_1k_tokens, 1);
  assert.equal(budget(1_021).evidence_recall_at_1k_tokens, 0);
});
