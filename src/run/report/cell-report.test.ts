import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManifestCell } from '../manifest.ts';
import { cellReport } from './cell-report.ts';
import type { RecordFacts, UnitFacts } from './unit-facts.ts';

const cell: ManifestCell = {
  ...{ cellId: 'c1', method: 'bm25', profile: 'current', settings: '', controlArm: false },
  ...{ dataset: 'facts', family: 'fact-consolidation', metric: 'exact_match', chunkTokens: 512 },
};

/** One trial of a context, with the scores of its questions; none: it is not done. */
function unitOf(contextId: string, trial: number, scores?: readonly number[]): UnitFacts {
  const records = scores?.map(
    (score, at): RecordFacts => ({
      ...{ questionId: `${contextId}/q${at}`, droppedTokens: 0, isEmpty: false, replayed: false },
      ...{ outcome: score === 1 ? 'right' : 'missed', notes: [], totalMs: undefined },
      scores: { exact_match: score },
    }),
  );
  return {
    unit: {
      ...{ unitId: `u-${contextId}-${trial}`, cellId: 'c1', contextId, trial },
      ...{ rowStatus: 'published', questions: 4 },
    },
    ...{ cost: {}, answered: records?.length ?? 0, served: [] },
    ...(records ? { done: { chunks: 7, buildMs: 1, records } } : {}),
  };
}

test('trials of a question are no further questions: asking twice narrows no interval', () => {
  const scores = [1, 1, 1, 0];
  const once = cellReport(cell, [unitOf('a', 1, scores)]);
  const thrice = cellReport(
    cell,
    [1, 2, 3].map((trial) => unitOf('a', trial, scores)),
  );
  // Wilson's interval of 3 of 4, by hand: (0.75 + z²/8 ± z·√(0.75·0.25/4 + z²/64)) / (1 + z²/4).
  assert.ok(Math.abs((once.score?.low ?? 0) - 0.3006) < 1e-4);
  assert.deepEqual(thrice.score, once.score);
  assert.deepEqual(thrice.contexts, { done: 1, planned: 1 });
  assert.equal(thrice.chunks, 7);
  assert.equal(thrice.outcomes?.right, 9);
});

test('a context counts as done when all of its trials are', () => {
  const scores = [1, 0, 0, 1];
  const { contexts, reason, questions } = cellReport(cell, [
    unitOf('a', 1, scores),
    unitOf('a', 2, scores),
    unitOf('b', 1, scores),
    unitOf('b', 2),
  ]);
  assert.deepEqual(contexts, { done: 1, planned: 2 });
  assert.deepEqual(questions, { answered: 12, planned: 16 });
  assert.equal(reason, '1 of 2 contexts are not finished.');
});
