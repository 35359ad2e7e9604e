import { z } from 'zod';
import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { CellChange, ChangedQuestion } from '../../contracts/comparison.ts';
import type { CellReport, PairReport, RunReport } from '../../contracts/report.ts';
import type { RunManifest } from '../manifest.ts';
import { comparePairs, type ScoredPair } from '../report/comparisons.ts';
import { RIGHT_FROM } from '../report/right-from.ts';
import type { ScoreBook } from '../report/score-book.ts';
import { cellName } from '../report-format/cell-names.ts';
import type { AnswerBook, BookedAnswer } from './answer-book.ts';

/** All that a comparison needs of a run. */
export interface ReadRun {
  readonly report: RunReport;
  readonly manifest: RunManifest;
  readonly scores: ScoreBook;
  readonly answers: AnswerBook;
}

/** What came of two cells: a change, or the reasons why there is none. */
export interface Compared {
  readonly change?: CellChange;
  /** What `change.paired` was made of, so that several changes can be judged together. */
  readonly pair?: ScoredPair;
  readonly warnings: readonly string[];
}

/** Compares two cells on the questions that both have, in contexts that are the same in both. */
export function compareCells(
  { before, after }: { readonly before: CellReport; readonly after: CellReport },
  runBefore: ReadRun,
  runAfter: ReadRun,
): Compared {
  const obstacle = obstacleOf(before, after);
  if (obstacle !== undefined) return { warnings: [obstacle] };
  const { shared, warnings } = sharedContexts(before.dataset, runBefore, runAfter);
  const scoresBefore = onContexts(runBefore.scores.scoresOf(before.cellId), shared);
  const scoresAfter = onContexts(runAfter.scores.scoresOf(after.cellId), shared);
  const pair: ScoredPair = [
    { cell: after, scores: scoresAfter },
    { cell: before, scores: scoresBefore },
  ];
  const paired = comparePairs([pair])[0]?.pair;
  if (!paired) return { warnings: [...warnings, `${cellName(after)} has no question in common.`] };
  const withAnswers = (questionId: string): ChangedQuestion[] =>
    changedQuestion(
      questionId,
      runBefore.answers.answerOf(before.cellId, questionId),
      runAfter.answers.answerOf(after.cellId, questionId),
    );
  const { won, lost } = changedIds(scoresBefore, scoresAfter);
  return {
    pair,
    change: {
      ...{ dataset: after.dataset, before, after, paired },
      won: won.flatMap(withAnswers),
      lost: lost.flatMap(withAnswers),
    },
    warnings: [...warnings, ...unpairedWarning(paired)],
  };
}

/** Why two cells cannot be compared at all. */
function obstacleOf(before: CellReport, after: CellReport): string | undefined {
  const name = cellName(after);
  const blank = [before, after].find(({ score }) => !score);
  if (blank) return `${name} is blank in one of the runs: ${blank.reason ?? 'no score'}`;
  if (before.metric === after.metric) return undefined;
  return `${name} is scored by ${before.metric} and ${after.metric}: the two cannot be compared.`;
}

function unpairedWarning({ dataset, questions: { unpaired } }: PairReport): string[] {
  if (unpaired === 0) return [];
  const questions = unpaired === 1 ? '1 question has' : `${unpaired} questions have`;
  return [`${dataset}: ${questions} a score in one run only; the difference leaves them out.`];
}

function changedQuestion(
  questionId: string,
  before: BookedAnswer | undefined,
  after: BookedAnswer | undefined,
): ChangedQuestion[] {
  if (!before || !after) return [];
  const { question, accepted, answer } = before;
  return [{ questionId, question, accepted, answerBefore: answer, answerAfter: after.answer }];
}

function onContexts(
  scores: readonly NamedQuestionScore[],
  contexts: ReadonlySet<string>,
): NamedQuestionScore[] {
  return scores.filter(({ contextId }) => contexts.has(contextId));
}

/** Ids of the questions that became right, and that are right no more. */
function changedIds(
  before: readonly NamedQuestionScore[],
  after: readonly NamedQuestionScore[],
): { readonly won: string[]; readonly lost: string[] } {
  const earlier = new Map(before.map(({ questionId, score }) => [questionId, score]));
  const became = (isRight: boolean): string[] =>
    after.flatMap(({ questionId, score }) => {
      const was = earlier.get(questionId);
      const changed = was !== undefined && was >= RIGHT_FROM !== score >= RIGHT_FROM;
      return changed && score >= RIGHT_FROM === isRight ? [questionId] : [];
    });
  return { won: became(true), lost: became(false) };
}

const identitySchema = z.object({
  rows: z.array(
    z.object({
      dataset: z.string(),
      contextId: z.string(),
      contextSha256: z.string(),
      questionsSha256: z.string(),
    }),
  ),
});

/** The contexts of a dataset that both runs have, the same byte for byte. */
function sharedContexts(dataset: string, before: ReadRun, after: ReadRun) {
  const earlier = hashesOf(before, dataset);
  const later = hashesOf(after, dataset);
  const common = [...later.keys()].filter((contextId) => earlier.has(contextId));
  const shared = common.filter((contextId) => earlier.get(contextId) === later.get(contextId));
  const other = common.length - shared.length;
  return {
    shared: new Set(shared),
    warnings:
      other === 0
        ? []
        : [
            `${dataset}: ${other} of ${common.length} contexts hold other data in the two runs; they are left out.`,
          ],
  };
}

function hashesOf({ manifest }: ReadRun, dataset: string): Map<string, string> {
  const { rows } = identitySchema.parse(manifest.identity);
  return new Map(
    rows
      .filter((row) => row.dataset === dataset)
      .map((row) => [row.contextId, `${row.contextSha256} ${row.questionsSha256}`]),
  );
}
