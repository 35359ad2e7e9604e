import type { VerdictRecord } from '../../contracts/judging.ts';
import type { AnswerRecord, ScoreRecord, UnitTimings } from '../../contracts/records.ts';
import type { OutcomeName } from '../../contracts/report.ts';
import type { ManifestCell, ManifestUnit } from '../manifest.ts';
import { RIGHT_FROM } from './right-from.ts';

/** One question as one cell answered it, in one trial. */
export interface QuestionRow {
  readonly cell: ManifestCell;
  readonly unit: ManifestUnit;
  readonly record: AnswerRecord;
  /** Those of judges included; absent for a question that failed. */
  readonly scores: ScoreRecord | undefined;
  /** What judges said; absent where nobody has marked it. */
  readonly verdict?: VerdictRecord | undefined;
  readonly timing: UnitTimings['questions'][number] | undefined;
  readonly outcome: OutcomeName;
}

/** Is handed the questions of each finished unit, a unit at a time, so that none has to be kept. */
export type RowVisitor = (rows: readonly QuestionRow[]) => void;

/** Joins what a finished unit has left behind, in the order of its records. */
export function questionRows(
  { cell, unit }: Pick<QuestionRow, 'cell' | 'unit'>,
  done: {
    readonly records: readonly AnswerRecord[];
    readonly scores: readonly ScoreRecord[];
    readonly timings: UnitTimings;
    /** Absent where nobody has marked the answers. */
    readonly verdicts?: readonly VerdictRecord[] | undefined;
  },
): QuestionRow[] {
  const scores = new Map(done.scores.map((score) => [score.questionId, score]));
  const timings = new Map(done.timings.questions.map((timing) => [timing.questionId, timing]));
  const verdicts = new Map(done.verdicts?.map((verdict) => [verdict.questionId, verdict]));
  return done.records.map((record) => {
    const verdict = verdicts.get(record.questionId);
    const score = withMarks(scores.get(record.questionId), verdict);
    return {
      ...{ cell, unit, record, verdict },
      scores: score,
      timing: timings.get(record.questionId),
      outcome: outcomeOf(record, score, cell.metric),
    };
  });
}

function withMarks(score: ScoreRecord | undefined, verdict: VerdictRecord | undefined) {
  if (!score || verdict?.panel.outcome !== 'scored') return score;
  return { ...score, scores: { ...score.scores, ...verdict.panel.scores } };
}

function outcomeOf(record: AnswerRecord, scored: ScoreRecord | undefined, metric: string) {
  const score = scored?.scores[metric];
  if (scored === undefined) return 'failed';
  if (score === undefined) return 'unjudged';
  if (score >= RIGHT_FROM) return 'right';
  const seen = wasSeen(record, scored.scores);
  if (seen === undefined) return 'unknown';
  return seen ? 'misread' : 'missed';
}

/**
 * Whether the reader was given what settles the question: all of the evidence where the dataset
 * knows it, else an accepted answer. Undefined where nobody can tell; so it is with evidence that
 * does not stand word for word in items that are not the chunks themselves.
 */
function wasSeen(record: AnswerRecord, scores: ScoreRecord['scores']): boolean | undefined {
  const { evidence_recall: evidence } = scores;
  if (evidence === undefined) return record.answerSeen;
  if (evidence === 1) return true;
  return record.provenance === 'exact' ? false : undefined;
}
