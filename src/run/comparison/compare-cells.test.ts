import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellReport } from '../../contracts/report.ts';
import type { QuestionRow } from '../report/question-row.ts';
import { createScoreBook } from '../report/score-book.ts';
import {
  SAMPLE_CELL,
  SAMPLE_ROWS,
  sampleReport,
} from '../report-format/__fixtures__/sample-rows.ts';
import { createAnswerBook } from './answer-book.ts';
import { compareCells, type ReadRun } from './compare-cells.ts';

/** One context per digit, with that score for its only question. */
function readRun(scores: string, hashes: string): ReadRun {
  const [first] = SAMPLE_ROWS;
  assert.ok(first?.scores);
  const { cell, unit, record, timing } = first;
  const rows: QuestionRow[] = [...scores].map((digit, at) => {
    const questionId = `facts_6k#${at}/q0`;
    return {
      ...{ cell, timing, outcome: 'right' },
      unit: { ...unit, contextId: `facts_6k#${at}` },
      record: { ...record, questionId, answer: `says ${digit}` },
      scores: { v: 2, questionId, parsed: '', scores: { exact_match: Number(digit) }, notes: [] },
    };
  });
  const [book, answers] = [createScoreBook(), createAnswerBook()];
  book.add(rows);
  answers.add(rows);
  const report = sampleReport([SAMPLE_CELL]);
  return {
    ...{ report, scores: book, answers },
    manifest: {
      ...{ v: 1, runId: 'r', name: 'r', createdAt: '', cells: [], units: [], config: {} },
      data: report.data,
      reader: report.reader,
      versions: report.versions,
      identity: {
        rows: [...hashes].map((hash, at) => ({
          ...{ dataset: 'facts_6k', contextId: `facts_6k#${at}` },
          ...{ contextSha256: hash, questionsSha256: 'q' },
        })),
      },
    },
  };
}

const pair = { before: SAMPLE_CELL, after: SAMPLE_CELL };

test('won and lost questions are named with both answers', () => {
  const { change, warnings } = compareCells(pair, readRun('0110', 'abcd'), readRun('1101', 'abcd'));
  const question = { question: 'Who, "in fact", sails?', accepted: ['Ada', 'Ada L.'] };
  const [won, lost] = [
    { answerBefore: 'says 0', answerAfter: 'says 1' },
    { answerBefore: 'says 1', answerAfter: 'says 0' },
  ];
  assert.deepEqual(change?.won, [
    { questionId: 'facts_6k#0/q0', ...question, ...won },
    { questionId: 'facts_6k#3/q0', ...question, ...won },
  ]);
  assert.deepEqual(change?.lost, [{ questionId: 'facts_6k#2/q0', ...question, ...lost }]);
  // (1 + 0 - 1 + 1) / 4: after minus before.
  assert.equal(change?.paired.difference.mean, 0.25);
  assert.deepEqual(warnings, []);
});

test('contexts with other data are left out, and so are questions of one run only', () => {
  const { change, warnings } = compareCells(pair, readRun('0100', 'abcd'), readRun('111', 'aXcd'));
  assert.deepEqual(change?.paired.questions, {
    ...{ paired: 2, unpaired: 1, firstHigher: 2, secondHigher: 0 },
  });
  assert.deepEqual(warnings, [
    'facts_6k: 1 of 4 contexts hold other data in the two runs; they are left out.',
    'facts_6k: 1 question has a score in one run only; the difference leaves them out.',
  ]);
});

test('nothing is compared across metrics, with a blank cell, or where all data differ', () => {
  const { score: _score, ...unscored } = SAMPLE_CELL;
  const blank: CellReport = { ...unscored, outcome: 'blank', reason: 'The server said no.' };
  const runs = [readRun('01', 'ab'), readRun('01', 'ab')] as const;
  const said = (before: CellReport, [one, other]: readonly [ReadRun, ReadRun] = runs) => {
    const { change, warnings } = compareCells({ before, after: SAMPLE_CELL }, one, other);
    return change ?? warnings;
  };
  const name = 'bm25 (current) topK=3 on facts_6k';
  assert.deepEqual(said({ ...SAMPLE_CELL, metric: 'f1' }), [
    `${name} is scored by f1 and exact_match: the two cannot be compared.`,
  ]);
  assert.deepEqual(said(blank), [`${name} is blank in one of the runs: The server said no.`]);
  assert.deepEqual(said(SAMPLE_CELL, [readRun('01', 'ab'), readRun('01', 'XY')]), [
    'facts_6k: 2 of 2 contexts hold other data in the two runs; they are left out.',
    `${name} has no question in common.`,
  ]);
});
