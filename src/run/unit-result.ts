import type { DatasetFamily } from '../bench/datasets/dataset-entry.ts';
import { normalizeAnswer } from '../bench/metrics/normalize-answer.ts';
import { scorerOf } from '../bench/metrics/scorers.ts';
import type { UnitCalls, UsedCall } from '../contracts/gateway.ts';
import type { Answer } from '../contracts/memory-method.ts';
import type { AnswerRecord, ScoreRecord, UnitTimings } from '../contracts/records.ts';
import { addUsage, NO_USAGE } from './phase-costs.ts';
import type { UnitPlan } from './unit-plan.ts';
import type { QuestionOutcome, UnitOutcome } from './unit-runner.ts';
import type { UnitResult } from './unit-store.ts';

/** Of a retrieved item; the text itself can be made again from the dataset. */
const EXCERPT_CHARACTERS = 200;

/**
 * Families whose answers are words of the context, so that one can look whether the reader saw
 * them.
 */
const VERBATIM_FAMILIES: ReadonlySet<DatasetFamily> = new Set(['ruler-qa', 'fact-consolidation']);

/**
 * What a unit without failures leaves behind. Records and scores hold nothing that time decides:
 * usage and cost come from the ledger, so a resumed unit gives the same bytes as an undisturbed
 * one.
 */
export function unitResult(
  unit: UnitPlan,
  outcome: UnitOutcome,
  calls: UnitCalls,
  owner: string,
): UnitResult {
  const callsAt = Map.groupBy(calls.uses, ({ path }) => path.slice(0, path.indexOf('/')));
  const usesOf = ({ at }: QuestionOutcome): readonly UsedCall[] => callsAt.get(at) ?? [];
  const seen = createSeen(unit.cell.dataset.family);
  return {
    records: outcome.questions.map((done) => answerRecord(done, usesOf(done), seen)),
    scores: outcome.questions.flatMap((done) => scoreRecord(done, unit.cell.dataset.family)),
    timings: unitTimings(outcome, usesOf, owner),
    calls,
  };
}

type Seen = (answer: Answer, accepted: readonly string[]) => boolean | undefined;

function createSeen(family: DatasetFamily): Seen {
  if (!VERBATIM_FAMILIES.has(family)) return () => undefined;
  const normalized = new Map<string, string>();
  const normalize = (text: string): string => {
    const known = normalized.get(text) ?? normalizeAnswer(text);
    normalized.set(text, known);
    return known;
  };
  return ({ trace }, accepted) => {
    const wanted = accepted.map(normalizeAnswer).filter((text) => text !== '');
    return trace.items.some(({ text }) => {
      const haystack = normalize(text);
      return wanted.some((answer) => haystack.includes(answer));
    });
  };
}

function answerRecord(
  { question, answer, error }: QuestionOutcome,
  uses: readonly UsedCall[],
  seen: Seen,
): AnswerRecord {
  const answerSeen = answer && seen(answer, question.answers);
  return {
    v: 1,
    questionId: question.id,
    question: question.text,
    answers: [...question.answers],
    outcome: answer ? 'answered' : 'failed',
    ...(answer ? { answer: answer.text, finish: answer.finish } : {}),
    ...(error ? { error: { code: error.code, message: error.message } } : {}),
    retrieved: (answer?.trace.items ?? []).map(({ kind, rank, score, sources, text }) => ({
      ...{ kind, rank, sources: [...sources], excerpt: text.slice(0, EXCERPT_CHARACTERS) },
      ...(score === undefined ? {} : { score }),
    })),
    provenance: answer?.trace.provenance ?? 'unknown',
    droppedTokens: answer?.truncated?.droppedTokens ?? 0,
    ...(answerSeen === undefined ? {} : { answerSeen }),
    usage: uses.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    standalonePicoUsd: String(uses.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, 0n)),
  };
}

function scoreRecord({ question, answer }: QuestionOutcome, family: DatasetFamily): ScoreRecord[] {
  if (!answer) return [];
  const { scores, parsed } = scorerOf(family).score(answer.text, question);
  return [{ v: 1, questionId: question.id, parsed, scores: { ...scores } }];
}

function unitTimings(
  { questions, memorizeMs, finalizeMs }: UnitOutcome,
  usesOf: (outcome: QuestionOutcome) => readonly UsedCall[],
  owner: string,
): UnitTimings {
  return {
    v: 1,
    ...{ memorizeMs, finalizeMs },
    questions: questions.map((outcome) => ({
      questionId: outcome.question.id,
      modelMs: usesOf(outcome).reduce((sum, { latencyMs }) => sum + latencyMs, 0),
      localMs: outcome.localMs,
      replayed: usesOf(outcome).some(({ buyerOwner }) => buyerOwner !== owner),
    })),
  };
}
