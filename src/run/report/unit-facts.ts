import type { CallLedger } from '../../contracts/gateway.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import type {
  AnswerRecord,
  PhaseCost,
  ScoreRecord,
  ServedBy,
  UnitCommit,
} from '../../contracts/records.ts';
import type { OutcomeName } from '../../contracts/report.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type RunId } from '../../core/ids.ts';
import { readFailure, type UnitFailure } from '../failures.ts';
import type { ManifestCell, ManifestUnit } from '../manifest.ts';
import { phaseCosts } from '../phase-costs.ts';
import type { SealedAttempt } from '../sealed-calls.ts';
import { servedBy } from '../served-by.ts';
import { readAttempts, readCommit, readRecords, readScores, readTimings } from '../unit-store.ts';
import { type QuestionRow, questionRows, type RowVisitor } from './question-row.ts';

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
  /** Who served its calls; nothing where nobody knows. */
  readonly served: readonly ServedBy[];
}

export interface DoneUnit {
  readonly chunks: number;
  readonly buildMs: number;
  /** Calls whose reply came from another ledger; absent where there are none. */
  readonly imported?: number | undefined;
  readonly records: readonly RecordFacts[];
}

/** What a report adds up of a record. Its texts are not kept, so that any run fits in memory. */
export interface RecordFacts
  extends Pick<AnswerRecord, 'questionId' | 'answerSeen' | 'finish' | 'droppedTokens'> {
  readonly isEmpty: boolean;
  readonly outcome: OutcomeName;
  /** By metric; none where there is no answer. */
  readonly scores: ScoreRecord['scores'];
  readonly notes: ScoreRecord['notes'];
  /** From question to answer; absent where nobody measured it. */
  readonly totalMs: number | undefined;
  readonly replayed: boolean;
}

/** Where a run is read from. */
export interface RunStores {
  readonly store: BlobStore;
  readonly ledger: CallLedger;
}

/**
 * Reads a unit: from its commit, which is the truth once it stands, else from the ledger.
 *
 * @param visit  Is handed the questions of a unit that is done.
 */
export async function readUnitFacts(
  stores: RunStores,
  runId: RunId,
  { cell, unit }: { readonly cell: ManifestCell; readonly unit: ManifestUnit },
  visit: RowVisitor,
): Promise<UnitFacts> {
  const { store } = stores;
  const commit = await readCommit(store, parseUnitId(unit.unitId));
  const { cost, answered, served } = await readCosts(stores, runId, { unit, commit });
  if (!commit) {
    const failure = await readFailure(store, runId, unit.unitId);
    return { unit, cost, answered, served, ...(failure ? { failure } : {}) };
  }
  const [records, scores, timings] = await Promise.all([
    readRecords(store, commit),
    readScores(store, commit),
    readTimings(store, commit),
  ]);
  const rows = questionRows({ cell, unit }, { records, scores, timings });
  visit(rows);
  const buildMs = timings.memorizeMs + timings.finalizeMs;
  return {
    ...{ unit, cost, answered: records.length, served: timings.served },
    done: {
      chunks: commit.chunks,
      buildMs,
      imported: timings.imported,
      records: rows.map(recordFacts),
    },
  };
}

function recordFacts({ record, scores, timing, outcome }: QuestionRow): RecordFacts {
  const { questionId, answer, answerSeen, finish, droppedTokens } = record;
  return {
    ...{ questionId, outcome, droppedTokens, isEmpty: answer?.trim() === '' },
    scores: scores?.scores ?? {},
    notes: scores?.notes ?? [],
    totalMs: timing && timing.modelMs + timing.localMs,
    replayed: timing?.replayed ?? false,
    ...(answerSeen === undefined ? {} : { answerSeen }),
    ...(finish === undefined ? {} : { finish }),
  };
}

/** What a unit has cost a run, without reading its records. */
export async function readUnitCosts(
  stores: RunStores,
  runId: RunId,
  unit: Pick<ManifestUnit, 'unitId'>,
): Promise<{ readonly isDone: boolean; readonly cost: UnitFacts['cost'] }> {
  const commit = await readCommit(stores.store, parseUnitId(unit.unitId));
  const { cost } = await readCosts(stores, runId, { unit, commit });
  return { isDone: commit !== undefined, cost };
}

async function readCosts(
  { store, ledger }: RunStores,
  runId: RunId,
  {
    unit,
    commit,
  }: { readonly unit: Pick<ManifestUnit, 'unitId'>; readonly commit: UnitCommit | undefined },
): Promise<Pick<UnitFacts, 'cost' | 'answered' | 'served'>> {
  if (!commit) {
    const { uses, attempts } = await ledger.unitCalls(parseUnitId(unit.unitId));
    const own = attempts.filter((attempt) => attempt.runId === runId);
    const answered = uses.filter(({ phase }) => phase === 'answer').length;
    return { answered, cost: phaseCosts({ uses, attempts: own }), served: servedBy(uses) };
  }
  const attempts = wasFree(commit) ? [] : await readAttempts(store, commit);
  const own = attempts.filter((attempt) => attempt.runId === runId);
  return { answered: commit.questions, cost: paidBy(own, commit.cost), served: [] };
}

/** Nobody has paid for it, or may have: its attempts would add nothing. */
function wasFree({ cost }: UnitCommit): boolean {
  return Object.values(cost).every(
    ({ paidPicoUsd, unknownPicoUsd, unknownAttempts }) =>
      paidPicoUsd === '0' && unknownPicoUsd === '0' && unknownAttempts === 0,
  );
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
