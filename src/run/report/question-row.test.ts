import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerRecord } from '../../contracts/records.ts';
import { SAMPLE_ROWS } from '../report-format/__fixtures__/sample-rows.ts';
import { type QuestionRow, questionRows } from './question-row.ts';

const [sample] = SAMPLE_ROWS as [QuestionRow];

function outcomeOf(
  scores: Readonly<Record<string, number>>,
  record: Partial<AnswerRecord> = {},
): string | undefined {
  const { questionId } = sample.record;
  const [row] = questionRows(sample, {
    records: [{ ...sample.record, ...record }],
    scores: [{ v: 2, questionId, parsed: '', notes: [], scores }],
    timings: { v: 2, memorizeMs: 0, finalizeMs: 0, served: [], questions: [] },
  });
  return row?.outcome;
}

test('a wrong answer was misread only where all of the evidence was given', () => {
  assert.equal(outcomeOf({ exact_match: 0.5, evidence_recall: 0 }), 'right');
  assert.equal(outcomeOf({ exact_match: 0, evidence_recall: 1 }), 'misread');
  assert.equal(outcomeOf({ exact_match: 0, evidence_recall: 0.5 }), 'missed');
});

test('evidence that a method may have worded anew is not called missed', () => {
  const derived = { provenance: 'derived' } as const;
  assert.equal(outcomeOf({ exact_match: 0, evidence_recall: 0.5 }, derived), 'unknown');
  assert.equal(outcomeOf({ exact_match: 0, evidence_recall: 1 }, derived), 'misread');
});

test('without evidence the accepted answer decides, where it can be looked for', () => {
  assert.equal(outcomeOf({ exact_match: 0 }, { answerSeen: true }), 'misread');
  assert.equal(outcomeOf({ exact_match: 0 }, { answerSeen: false }), 'missed');
  const { answerSeen: _seen, ...record } = sample.record;
  const rows = questionRows(sample, {
    records: [record],
    scores: [],
    timings: { v: 2, memorizeMs: 0, finalizeMs: 0, served: [], questions: [] },
  });
  assert.equal(rows[0]?.outcome, 'failed');
});
