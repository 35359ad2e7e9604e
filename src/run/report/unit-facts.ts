import type { CallLedger } from '../../contracts/gateway.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type { AnswerRecord, PhaseCost, ScoreRecord, UnitTimings } from '../../contracts/records.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type RunId } from '../../core/ids.ts';
import { readFailure, type UnitFailure } from '../failures.ts';
import type { ManifestUnit } from '../manifest.ts';
import { phaseCosts } from '../phase-costs.ts';
import {
  readAttempts,
  readCommit,
  readRecords,
  readScores,
  readTimings,
  type SealedAttempt,
} from '../unit-store.ts';

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
  const [records, scores, timings, attempts] = await Promise.all([
    readRecords(store, commit),
    readScores(store, commit),
    readTimings(store, commit),
    readAttempts(store, commit),
  ]);
  const own = attempts.filter((attempt) => attempt.runId === runId);
  const cost = paidBy(own, commit.cost);
  return {
    ...{ unit, cost, answered: records.length },
    done: { chunks: commit.chunks, records, scores, timings },
  };
}

/**
 * The costs of a unit with one run's own payments: a unit that several runs share may have been
 * begun by one of them and finished by another.
 */
function paidBy(attempts: readonly SealedAttempt[], cost: UnitFacts['cost']): UnitFacts['cost'] {
  const paid = phaseCosts({ uses: [], attempts });
  return Object.fromEntries(
    Object.entries(cost).map(([phase, sums]) => {
      const { paidPicoUsd, unknownPicoUsd, unknownAttempts } = paid[phase as Phase] ?? NOTHING_PAID;
      return [phase, { ...sums, paidPicoUsd, unknownPicoUsd, unknownAttempts }];
    }),
  );
}

const NOTHING_PAID = { paidPicoUsd: '0', unknownPicoUsd: '0', unknownAttempts: 0 };
