import type { CallLedger } from '../../contracts/gateway.ts';
import type { AnswerRecord, ScoreRecord, ServedBy, UnitCommit } from '../../contracts/records.ts';
import type { OutcomeName } from '../../contracts/report.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type RunId } from '../../core/ids.ts';
import { readFailure, type UnitFailure } from '../failures.ts';
import {
  type JudgedUnit,
  type RunJudgings,
  readJudgeCosts,
  readJudgedUnit,
} from '../judging/judged-unit.ts';
import type { ManifestCell, ManifestUnit } from '../manifest.ts';
import { ownCosts, type PhaseCosts } from '../own-costs.ts';
import { phaseCosts } from '../phase-costs.ts';
import { servedBy } from '../served-by.ts';
import { readCommit, readRecords, readScores, readTimings } from '../unit-store.ts';
import { type QuestionRow, questionRows, type RowVisitor } from './question-row.ts';

/** What is known of one unit of a run, done or not. */
export interface UnitFacts {
  readonly unit: ManifestUnit;
  /** Its money and tokens; `paid` is this run's. */
  readonly cost: PhaseCosts;
  readonly done?: DoneUnit;
  /** Of a unit that was tried and failed. */
  readonly failure?: UnitFailure;
  /** What the newest judging says of a unit that is done; absent where it does not mark it. */
  readonly judged?: JudgedUnit;
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

/** A unit of a run, and who has marked its answers. */
export interface ReadUnit extends RunJudgings {
  readonly unit: Pick<ManifestUnit, 'unitId'>;
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
  {
    cell,
    unit,
    ...marked
  }: ReadUnit & { readonly cell: ManifestCell; readonly unit: ManifestUnit },
  visit: RowVisitor,
): Promise<UnitFacts> {
  const { store } = stores;
  const commit = await readCommit(store, parseUnitId(unit.unitId));
  const { cost, answered, served } = await readCosts(stores, runId, { unit, ...marked, commit });
  if (!commit) {
    const failure = await readFailure(store, runId, unit.unitId);
    return { unit, cost, answered, served, ...(failure ? { failure } : {}) };
  }
  const [records, scores, timings] = await Promise.all([
    readRecords(store, commit),
    readScores(store, commit),
    readTimings(store, commit),
  ]);
  const newest = marked.judgings.at(-1);
  const judged = newest && (await readJudgedUnit(store, runId, newest, unit.unitId));
  const rows = questionRows(
    { cell, unit },
    { records, scores, timings, verdicts: judged?.verdicts },
  );
  visit(rows);
  const buildMs = timings.memorizeMs + timings.finalizeMs;
  return {
    ...{ unit, cost, answered: records.length, served: timings.served },
    ...(judged ? { judged } : {}),
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
  { unit, ...marked }: ReadUnit,
): Promise<{ readonly isDone: boolean; readonly cost: PhaseCosts }> {
  const commit = await readCommit(stores.store, parseUnitId(unit.unitId));
  const { cost, isJudged } = await readCosts(stores, runId, { unit, ...marked, commit });
  return { isDone: commit !== undefined && isJudged, cost };
}

interface UnitCosts extends Pick<UnitFacts, 'cost' | 'answered' | 'served'> {
  /** The newest judging is done with it, or does not mark it. */
  readonly isJudged: boolean;
}

async function readCosts(
  stores: RunStores,
  runId: RunId,
  { unit, commit, ...marked }: ReadUnit & { readonly commit: UnitCommit | undefined },
): Promise<UnitCosts> {
  const { store, ledger } = stores;
  if (!commit) {
    const { uses, attempts } = await ledger.unitCalls(parseUnitId(unit.unitId));
    const own = attempts.filter((attempt) => attempt.runId === runId);
    const answered = uses.filter(({ phase }) => phase === 'answer').length;
    const cost = phaseCosts({ uses, attempts: own });
    return { answered, cost, served: servedBy(uses), isJudged: false };
  }
  const { questions, objects } = commit;
  const cost = await ownCosts(store, runId, { cost: commit.cost, calls: objects.calls });
  const judge = await readJudgeCosts(stores, runId, marked, unit.unitId);
  return {
    ...{ answered: questions, served: [], isJudged: judge.isDone },
    cost: { ...cost, ...(judge.cost ? { judge: judge.cost } : {}) },
  };
}
