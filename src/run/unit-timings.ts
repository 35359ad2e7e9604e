import type { UsedCall } from '../contracts/gateway.ts';
import type { Phase } from '../contracts/memory-method.ts';
import type { UnitTimings } from '../contracts/records.ts';
import { servedBy } from './served-by.ts';
import type { QuestionOutcome, UnitOutcome } from './unit-runner.ts';

/**
 * What clock and chance say of a unit: how long it took, and who served its calls. The time of
 * models is that of the calls when they were first bought, one after the other, so that a unit
 * whose replies come from the ledger, or whose embeddings another unit has bought, shows what its
 * memory takes to build and to ask.
 *
 * @param uses     All calls of the unit.
 * @param usesOf   Those of a question.
 * @param owner    This process in the ledger.
 */
export function unitTimings(
  { questions, memorizeMs, finalizeMs }: UnitOutcome,
  uses: readonly UsedCall[],
  usesOf: (outcome: QuestionOutcome) => readonly UsedCall[],
  owner: string,
): UnitTimings {
  const imported = uses.filter((use) => use.imported).length;
  const modelMsIn = (phase: Phase): number => modelMs(uses.filter((use) => use.phase === phase));
  return {
    v: 2,
    memorizeMs: memorizeMs + modelMsIn('memorize'),
    finalizeMs: finalizeMs + modelMsIn('finalize'),
    served: servedBy(uses),
    ...(imported > 0 ? { imported } : {}),
    questions: questions.map((outcome) => ({
      questionId: outcome.question.id,
      modelMs: modelMs(usesOf(outcome)),
      localMs: outcome.localMs,
      replayed: usesOf(outcome).some(({ buyerOwner }) => buyerOwner !== owner),
      served: servedBy(usesOf(outcome)),
    })),
  };
}

function modelMs(uses: readonly UsedCall[]): number {
  return uses.reduce((sum, { latencyMs }) => sum + latencyMs, 0);
}
