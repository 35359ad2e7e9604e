import { answerSpaceOf } from '../bench/metrics/answer-space.ts';
import {
  createRetrievalMetrics,
  type RetrievalMetrics,
  type RetrievalScores,
} from '../bench/metrics/retrieval-recall.ts';
import { scorerOf } from '../bench/metrics/scorers.ts';
import type { ContextRow } from '../contracts/dataset.ts';
import type { UnitCalls, UsedCall } from '../contracts/gateway.ts';
import type { Scorer } from '../contracts/metric.ts';
import type { AnswerRecord, ScoreRecord } from '../contracts/records.ts';
import { addUsage, NO_USAGE } from './phase-costs.ts';
import type { UnitPlan } from './unit-plan.ts';
import type { QuestionOutcome, UnitOutcome } from './unit-runner.ts';
import type { UnitResult } from './unit-store.ts';
import { unitTimings } from './unit-timings.ts';

/** Of a retrieved item; the text itself can be made again from the dataset. */
const EXCERPT_CHARACTERS = 200;

/** What an outcome is the outcome of. */
export interface UnitSubject {
  readonly unit: UnitPlan;
  readonly row: ContextRow;
  readonly chunks: readonly string[];
  /** o200k_base. */
  readonly countTokens: (text: string) => number;
}

/**
 * What a unit without failures leaves behind. Records and scores hold nothing that time decides:
 * usage and cost come from the ledger, so a resumed unit gives the same bytes as an undisturbed
 * one.
 */
export function unitResult(
  { unit, row, chunks, countTokens }: UnitSubject,
  outcome: UnitOutcome,
  calls: UnitCalls,
  owner: string,
): UnitResult {
  const callsAt = Map.groupBy(calls.uses, ({ path }) => path.slice(0, path.indexOf('/')));
  const usesOf = ({ at }: QuestionOutcome): readonly UsedCall[] => callsAt.get(at) ?? [];
  const { family } = unit.cell.dataset;
  const score = scorerOf(family).create(answerSpaceOf(family, row));
  const retrieval = createRetrievalMetrics({
    ...{ family, countTokens },
    chunks: chunks.map((text, at) => ({ id: `${row.contextId}#c${at}`, text })),
  });
  const done = outcome.questions.map((question) => ({
    ...question,
    uses: usesOf(question),
    retrieved: question.answer && retrieval.score(question.answer.trace, question.question),
  }));
  return {
    records: done.map((question) => answerRecord(question, retrieval)),
    scores: done.flatMap((question) => scoreRecord(question, score)),
    timings: unitTimings(outcome, calls.uses, usesOf, owner),
    calls,
  };
}

interface DoneQuestion extends QuestionOutcome {
  readonly uses: readonly UsedCall[];
  readonly retrieved: RetrievalScores | undefined;
}

function answerRecord(
  { question, answer, error, uses, retrieved }: DoneQuestion,
  { tokensOf }: RetrievalMetrics,
): AnswerRecord {
  const answerSeen = retrieved?.answerSeen;
  return {
    v: 2,
    questionId: question.id,
    question: question.text,
    answers: [...question.answers],
    outcome: answer ? 'answered' : 'failed',
    ...(answer ? { answer: answer.text, finish: answer.finish } : {}),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
    retrieved: (answer?.trace.items ?? []).map(({ kind, rank, score, sources, text }) => ({
      ...{ kind, rank, sources: [...sources], tokens: tokensOf(text) },
      excerpt: text.slice(0, EXCERPT_CHARACTERS),
      ...(score === undefined ? {} : { score }),
    })),
    provenance: answer?.trace.provenance ?? 'unknown',
    droppedTokens: answer?.truncated?.droppedTokens ?? 0,
    ...(answerSeen === undefined ? {} : { answerSeen }),
    usage: uses.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    standalonePicoUsd: String(uses.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, 0n)),
  };
}

function scoreRecord({ question, answer, retrieved }: DoneQuestion, score: Scorer): ScoreRecord[] {
  if (!answer) return [];
  const { scores, parsed, notes } = score(answer.text, question);
  const all = { ...scores, ...retrieved?.scores };
  return [{ v: 2, questionId: question.id, parsed, scores: all, notes: [...notes] }];
}
