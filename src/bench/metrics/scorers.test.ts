import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerSpace } from '../../contracts/metric.ts';
import { MabError } from '../../core/errors.ts';
import { goldenText } from './__fixtures__/golden.ts';
import { ANSWER_METRICS } from './answer-scores.ts';
import { SCORERS, type ScorerEntry, scorerOf } from './scorers.ts';

type GoldenRow = readonly [
  reply: string,
  answers: readonly string[],
  parsed: string,
  better: readonly number[],
  ofParsed: readonly number[],
  eventQaRecall: 0 | 1,
];
const golden = JSON.parse(goldenText('metrics.json.gz')) as { readonly rows: readonly GoldenRow[] };

const SPACE: AnswerSpace = {
  items: { ids: ['7', '9'], names: ['Jaws', 'The Big Fish'] },
  labels: new Set(['3', '28']),
};

function mismatches(
  entry: ScorerEntry,
  expected: (row: GoldenRow) => readonly number[],
  names: readonly string[],
) {
  const score = entry.create({});
  return golden.rows.flatMap((row) => {
    const [reply, answers, parsed] = row;
    const result = score(reply, { text: 'question', answers });
    const ours = names.map((name) => result.scores[name] ?? Number.NaN);
    const theirs = expected(row);
    const isSame = (value: number, at: number) => Math.abs(value - (theirs[at] ?? 2)) <= 1e-12;
    return ours.every(isSame) && result.parsed === parsed ? [] : [{ reply, answers, ours, theirs }];
  });
}

test('6,000 replies score what the reference gives them, its rouge_score included', () => {
  assert.equal(golden.rows.length, 6000);
  assert.deepEqual(
    mismatches(SCORERS['short-answer'], (row) => row[3], ANSWER_METRICS),
    [],
  );
  assert.deepEqual(
    mismatches(SCORERS.summary, (row) => row[3], ANSWER_METRICS),
    [],
  );
  assert.deepEqual(
    mismatches(SCORERS.choice, (row) => row[3], ANSWER_METRICS),
    [],
  );
  assert.deepEqual(
    mismatches(SCORERS.icl, (row) => row[4], ANSWER_METRICS),
    [],
  );
  const event = (row: GoldenRow) => [...row[4], row[5]];
  assert.deepEqual(mismatches(SCORERS.eventqa, event, [...ANSWER_METRICS, 'eventqa_recall']), []);
});

test('every scorer gives exactly the scores that it names', () => {
  for (const entry of Object.values(SCORERS)) {
    const { scores } = entry.create(SPACE)('Answer: x', { text: 'question', answers: ['7'] });
    assert.deepEqual(Object.keys(scores), entry.metrics);
  }
});

test('a label in the form of the demonstrations is no exact match but a label match', () => {
  const result = SCORERS.icl.create(SPACE)('label: 28', { text: 'question', answers: ['28'] });
  // Precision 1 / 2, recall 1.
  const f1 = (2 * 0.5 * 1) / (0.5 + 1);
  assert.deepEqual(result, {
    parsed: 'label: 28',
    scores: {
      ...{ exact_match: 0, f1, substring_exact_match: 1 },
      ...{ rouge_l_f1: f1, rouge_l_recall: 1, rouge_lsum_f1: f1, rouge_lsum_recall: 1 },
      label_match: 1,
    },
    notes: [],
  });
});

test('a label that is not in the set scores 0 and is noted, and so is none at all', () => {
  const score = SCORERS.icl.create(SPACE);
  const notesOf = (reply: string) => score(reply, { text: 'question', answers: ['28'] }).notes;
  assert.deepEqual(notesOf('label: 99999999999999999999'), ['label-unknown']);
  assert.deepEqual(notesOf('4'), ['label-unknown']);
  assert.deepEqual(notesOf('3'), []);
  assert.deepEqual(notesOf('I cannot say 🙂'), ['label-missing']);
  const { scores } = score('4', { text: 'question', answers: ['28'] });
  assert.deepEqual([scores.exact_match, scores.label_match], [0, 0]);
  const unknown = SCORERS.icl.create({});
  assert.deepEqual(unknown('4', { text: 'question', answers: ['28'] }).notes, []);
});

test('an abstention that names the accepted answer is noted beside its strict hit', () => {
  const score = scorerOf('ruler-qa').create({});
  const { scores, notes } = score("I don't know if it is Paris.", { text: '', answers: ['Paris'] });
  assert.deepEqual([scores.substring_exact_match, scores.substring_lenient], [1, 0]);
  assert.deepEqual(notes, ['abstained']);
});

test('families have their scorer', () => {
  assert.equal(scorerOf('ruler-qa'), SCORERS['short-answer']);
  assert.equal(scorerOf('fact-consolidation'), SCORERS['short-answer']);
  assert.equal(scorerOf('icl'), SCORERS.icl);
  assert.equal(scorerOf('eventqa'), SCORERS.eventqa);
  assert.equal(scorerOf('recsys'), SCORERS.recommendation);
  assert.equal(scorerOf('longmemeval'), SCORERS['short-answer']);
  assert.equal(scorerOf('infbench-sum'), SCORERS.summary);
  assert.equal(scorerOf('detective-qa'), SCORERS.choice);
});

test('a question without accepted answers is refused by every scorer', () => {
  for (const entry of Object.values(SCORERS)) {
    assert.throws(
      () => entry.create(SPACE)('x', { text: 'question', answers: [] }),
      (error) => error instanceof MabError && error.code === 'ANSWERS_EMPTY',
    );
  }
});

test('replies of a hundred thousand odd characters are scored in little time', () => {
  const odd = [
    '\n',
    ' ',
    '(',
    '1.',
    '- ',
    ', ',
    'a',
    'a ',
    '.',
    '1. - ',
    '🙂',
    '\u202eשלום ',
    'no ',
    '"answer": "\\',
    'answer is (',
    'B. ',
  ];
  const started = performance.now();
  for (const entry of Object.values(SCORERS)) {
    const score = entry.create(SPACE);
    for (const piece of odd) {
      const reply = piece.repeat(100_000 / piece.length);
      const { scores } = score(reply, { text: 'question', answers: ['7'] });
      assert.ok(Object.values(scores).every((value) => value >= 0 && value <= 1));
    }
  }
  assert.ok(performance.now() - started < 20_000);
});
