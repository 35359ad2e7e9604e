import { z } from 'zod';
import type { ScorerProof } from '../../contracts/fidelity.ts';
import { ANSWER_METRICS } from '../metrics/answer-scores.ts';
import { SCORERS } from '../metrics/scorers.ts';
import golden from './scored-replies.json' with { type: 'json' };

const rowSchema = z.tuple([
  z.string(),
  z.array(z.string()),
  z.string(),
  z.array(z.number()).length(ANSWER_METRICS.length),
  z.array(z.number()).length(ANSWER_METRICS.length),
  z.number(),
]);

/** Two floating-point numbers that say the same. */
const SAME = 1e-9;

/**
 * Scores replies that the published code has scored, and counts those whose every score is equal:
 * of short answers (the better of reply and parsed answer), of labels (the parsed answer) and
 * EventQA.
 */
export function proveScorers(): ScorerProof {
  const rows = z.array(rowSchema).parse(golden.rows);
  const scorers = [SCORERS['short-answer'], SCORERS.icl, SCORERS.eventqa].map((entry) =>
    entry.create({}),
  );
  const equal = rows.filter(([reply, answers, , better, parsed, recall]) => {
    const expected = [better, parsed, [...parsed, recall]];
    return scorers.every((score, at) => {
      const { scores } = score(reply, { text: '', answers });
      const ours: Readonly<Record<string, number>> = scores;
      return [...ANSWER_METRICS, 'eventqa_recall'].every((metric, index) => {
        const wanted = expected[at]?.[index];
        return wanted === undefined || Math.abs((ours[metric] ?? Number.NaN) - wanted) <= SAME;
      });
    });
  });
  return { replies: rows.length, equal: equal.length };
}
