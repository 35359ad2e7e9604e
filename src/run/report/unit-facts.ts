import type { CallLedger } from '../../contracts/gateway.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { AnswerRecord, PhaseCost, ScoreRecord, UnitTimings } from '../../contracts/records.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type RunId } from '../../core/ids.ts';
import { readFailure, type UnitFailure } from '../failures.ts';
import type { ManifestUnit } from '../manifest.ts';
import { phaseCosts } from '../phase-costs.ts';
import { readCommit, readRecords, readScores, readTimings } from '../unit-store.ts';

/** What is known of one unit of a run, done or not. */
export interface UnitFacts {
  readonly unit: ManifestUnit;
  /** Its money and tokens; `paid` is this run's. */
  readonly cost: Partial<Record<Phase, PhaseCost>>;
  readonly done?: DoneUnit;
  /** Of a unit that was tried and failed. */
  readonly failure?: UnitFailure;
  /** Questions with an answer. */
  readonly answered: number;
}

export interface DoneUnit {
  readonly chunks: number;
  readonly records: readonly AnswerRecord[];
  readonly scores: readonly ScoreRecord[];
  readonly timings: UnitTimings;
}

/** Reads a unit: from its commit, which is the truth once it stands, else from the ledger. */
export async function readUnitFacts(
  { store, ledger }: { store: BlobStore; ledger: CallLedger },
  runId: RunId,
  unit: ManifestUnit,
): Promise<UnitFacts> {
  const unitId = parseUnitId(unit.unitId);
  const commit = await readCommit(store, unitId);
  if (!commit) {
    const calls = await ledger.unitCalls(unitId);
    const own = calls.attempts.filter((attempt) => attempt.runId === runId);
    const failure = await readFailure(store, runId, unit.unitId);
    const answered = calls.uses.filter(({ phase }) => phase === 'answer').length;
    return {
      ...{ unit, answered, cost: phaseCosts({ uses: calls.uses, attempts: own }) },
      ...(failure ? { failure } : {}),
    };
  }
  const [records, scores, timings] = await Promise.all([
    readRecords(store, commit),
    readScores(store, commit),
    readTimings(store, commit),
  ]);
  const cost = commit.runId === runId ? commit.cost : unpaid(commit.cost);
  return {
    ...{ unit, cost, answered: records.length },
    done: { chunks: commit.chunks, records, scores, timings },
  };
}

/** Another run has paid for this unit. */
function unpaid(cost: UnitFacts['cost']): UnitFacts['cost'] {
  const none = { paidPicoUsd: '0', unknownPicoUsd: '0', unknownAttempts: 0 };
  return Object.fromEntries(
    Object.entries(cost).map(([phase, sums]) => [phase, { ...sums, ...none }]),
  );
}
