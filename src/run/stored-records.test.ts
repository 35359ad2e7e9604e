import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from './__fixtures__/records-v1.json' with { type: 'json' };
import {
  parseAnswerRecord,
  parseScoreRecord,
  parseUnitCommit,
  parseUnitTimings,
} from './stored-records.ts';

const stored = {
  record: JSON.parse(golden.record),
  score: JSON.parse(golden.score),
  commit: JSON.parse(golden.commit),
};

test('records of version 1 are read as version 2', () => {
  assert.deepEqual([stored.record.v, stored.score.v, stored.commit.v], [1, 1, 1]);
  assert.deepEqual(parseAnswerRecord(stored.record), {
    ...stored.record,
    v: 2,
    usage: { ...stored.record.usage, cacheWriteTokens: 0 },
  });
  assert.deepEqual(parseScoreRecord(stored.score), { ...stored.score, v: 2, notes: [] });
  const { answer } = stored.commit.cost;
  assert.deepEqual(parseUnitCommit(stored.commit), {
    ...stored.commit,
    v: 2,
    cost: { answer: { ...answer, usage: { ...answer.usage, cacheWriteTokens: 0 } } },
  });
});

test('who served calls is not known of timings of version 1', () => {
  const question = { questionId: 'd#0/q0', modelMs: 5, localMs: 1, replayed: false };
  const stored = { v: 1, memorizeMs: 2, finalizeMs: 3, questions: [question] };
  const read = {
    ...{ v: 2, memorizeMs: 2, finalizeMs: 3, served: [] },
    questions: [{ ...question, served: [] }],
  };
  assert.deepEqual(parseUnitTimings(stored), read);
  assert.deepEqual(parseUnitTimings(read), read);
  assert.throws(() => parseUnitTimings({ ...stored, v: 2 }), { name: 'ZodError' });
});

test('what has been read is read again unchanged', () => {
  const record = parseAnswerRecord(stored.record);
  const commit = parseUnitCommit(stored.commit);
  assert.deepEqual([parseAnswerRecord(record), parseUnitCommit(commit)], [record, commit]);
});

test('version 2 may not lack what version 1 lacked', () => {
  assert.throws(() => parseAnswerRecord({ ...stored.record, v: 2 }), { name: 'ZodError' });
  assert.throws(() => parseScoreRecord({ ...stored.score, v: 2 }), { name: 'ZodError' });
  assert.throws(() => parseUnitCommit({ ...stored.commit, v: 2 }), { name: 'ZodError' });
});

test('records of a newer release are refused as such, not as damage', () => {
  for (const parse of [parseAnswerRecord, parseScoreRecord, parseUnitCommit, parseUnitTimings]) {
    assert.throws(() => parse({ v: 3, anything: true }), { code: 'RECORD_TOO_NEW' });
    for (const nothing of [undefined, null, 'x', {}, { v: 0 }]) {
      assert.throws(() => parse(nothing), { name: 'ZodError' });
    }
  }
});
