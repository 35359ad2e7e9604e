import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../core/errors.ts';
import golden from './__fixtures__/metrics.json' with { type: 'json' };
import { SCORERS, type ScorerEntry, scorerOf } from './scorers.ts';

type Triple = readonly [exact: number, f1: number, substring: number];
type GoldenRow = readonly [string, readonly string[], string, Triple, Triple, 0 | 1];
const rows = golden.rows as unknown as readonly GoldenRow[];

function mismatches(
  entry: ScorerEntry,
  expected: (row: GoldenRow) => readonly number[],
  names: readonly string[],
) {
  return rows.flatMap((row) => {
    const [reply, answers, parsed] = row;
    const result = entry.score(reply, { text: 'question', answers });
    const ours = [result.parsed, ...names.map((name) => result.scores[name])];
    const theirs = [parsed, ...expected(row)];
    return ours.every((value, at) => value === theirs[at])
      ? []
      : [{ reply, answers, ours, theirs }];
  });
}

test('5,000 replies score exactly what the reference gives them, to the last bit', () => {
  assert.equal(rows.length, 5000);
  const names = ['exact_match', 'f1', 'substring_exact_match'];
  assert.deepEqual(
    mismatches(SCORERS['short-answer'], (row) => row[3], names),
    [],
  );
  assert.deepEqual(
    mismatches(SCORERS.icl, (row) => row[4], names),
    [],
  );
  const event = (row: GoldenRow) => [...row[4], row[5]];
  assert.deepEqual(mismatches(SCORERS.eventqa, event, [...names, 'eventqa_recall']), []);
});

test('every scorer gives exactly the scores that it names', () => {
  for (const entry of Object.values(SCORERS)) {
    const { scores } = entry.score('Answer: x', { text: 'question', answers: ['x'] });
    assert.deepEqual(Object.keys(scores), entry.metrics);
  }
});

test('a label in the form of the demonstrations is no exact match but a label match', () => {
  assert.deepEqual(SCORERS.icl.score('label: 28', { text: 'question', answers: ['28'] }), {
    parsed: 'label: 28',
    scores: {
      exact_match: 0,
      // Precision 1 / 2, recall 1.
      f1: (2 * 0.5 * 1) / (0.5 + 1),
      substring_exact_match: 1,
      label_match: 1,
    },
  });
});

test('families have their scorer, and a family without one is refused', () => {
  assert.equal(scorerOf('ruler-qa'), SCORERS['short-answer']);
  assert.equal(scorerOf('fact-consolidation'), SCORERS['short-answer']);
  assert.equal(scorerOf('icl'), SCORERS.icl);
  assert.equal(scorerOf('eventqa'), SCORERS.eventqa);
  assert.throws(
    () => scorerOf('recsys'),
    (error) => error instanceof MabError && error.code === 'SCORER_UNAVAILABLE',
  );
});

test('a question without accepted answers is refused by every scorer', () => {
  for (const entry of Object.values(SCORERS)) {
    assert.throws(
      () => entry.score('x', { text: 'question', answers: [] }),
      (error) => error instanceof MabError && error.code === 'ANSWERS_EMPTY',
    );
  }
});
