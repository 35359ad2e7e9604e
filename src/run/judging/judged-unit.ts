import type { CallLedger } from '../../contracts/gateway.ts';
import type { JudgeProtocolId } from '../../contracts/judge.ts';
import type {
  BiasCheck,
  Judging,
  JudgingCommit,
  ProbesCommit,
  VerdictRecord,
} from '../../contracts/judging.ts';
import type { PhaseCost } from '../../contracts/records.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId, type RunId, type UnitId } from '../../core/ids.ts';
import { readFailure, type UnitFailure } from '../failures.ts';
import { ownCosts, type PhaseCosts } from '../own-costs.ts';
import { NO_USAGE, phaseCosts } from '../phase-costs.ts';
import { readJudgingCommit, readJudgings, readVerdicts } from './judging-store.ts';
import { readBiasChecks, readProbesCommit } from './probe-store.ts';

/** What one judging has come to for the answers of one unit. */
export interface JudgedUnit {
  readonly protocol: JudgeProtocolId;
  /** Names of its scores. */
  readonly metrics: readonly string[];
  /** In the order of the answers; absent as long as they are not all there. */
  readonly verdicts?: readonly VerdictRecord[];
  /** Of a unit that was tried and failed. */
  readonly failure?: UnitFailure;
}

/** Where judgings are read from. */
interface JudgingStores {
  readonly store: BlobStore;
  readonly ledger: CallLedger;
}

/** What a judging says of a unit's answers; undefined where it does not mark them. */
export async function readJudgedUnit(
  store: BlobStore,
  runId: RunId,
  judging: Judging,
  unitId: string,
): Promise<JudgedUnit | undefined> {
  const judged = unitOf(judging, unitId);
  if (!judged) return undefined;
  const { protocol, judgingUnitId } = judged;
  const metrics = judging.protocols.find(({ id }) => id === protocol)?.metrics ?? [];
  const commit = await readJudgingCommit(store, judgingUnitId);
  if (commit) return { protocol, metrics, verdicts: await readVerdicts(store, commit) };
  const failure = await readFailure(store, runId, judgingUnitId);
  return { protocol, metrics, ...(failure ? { failure } : {}) };
}

/** Who has marked the answers of a run, and what was asked again to check them. */
export interface RunJudgings {
  /** The oldest first. */
  readonly judgings: readonly Judging[];
  /** Of all judgings; the oldest first. */
  readonly checks: readonly BiasCheck[];
}

/** @param shown  As of `readJudgings`. */
export async function readRunJudgings(
  store: BlobStore,
  runId: RunId,
  shown?: string,
): Promise<RunJudgings> {
  return {
    judgings: await readJudgings(store, runId, shown),
    checks: await readBiasChecks(store, runId),
  };
}

/** What marking a unit's answers has cost. */
export interface JudgeCosts {
  /** Whether the newest judging is done with them, if it marks them at all. */
  readonly isDone: boolean;
  /** Absent: no judge was asked. */
  readonly cost: PhaseCost | undefined;
}

/**
 * What all judgings of a run have paid for a unit's answers; calls, tokens and what it would cost
 * alone are those of the newest.
 *
 * What asking judges again to check them has cost is in what was paid.
 */
export async function readJudgeCosts(
  stores: JudgingStores,
  runId: RunId,
  { judgings, checks }: RunJudgings,
  unitId: string,
): Promise<JudgeCosts> {
  const probes = await readProbeCosts(stores, runId, checks, unitId);
  let result: JudgeCosts = { isDone: true, cost: probes };
  for (const judging of judgings) {
    const isNewest = judging === judgings.at(-1);
    const judged = unitOf(judging, unitId);
    if (!judged) {
      if (isNewest) result = { isDone: true, cost: result.cost && paidOnly(result.cost) };
      continue;
    }
    const { judgingUnitId } = judged;
    const commit = await readJudgingCommit(stores.store, judgingUnitId);
    const { isDone, cost } = await readOwn(stores, runId, judgingUnitId, commit);
    result = { isDone, cost: together(result.cost, cost.judge) };
  }
  return result;
}

/**
 * What a run has paid to find out what decides its judges' marks of a unit's answers: money only,
 * as it is no part of what judging takes.
 */
async function readProbeCosts(
  stores: JudgingStores,
  runId: RunId,
  checks: readonly BiasCheck[],
  unitId: string,
): Promise<PhaseCost | undefined> {
  // Two checks that chose the same answers of a unit share it.
  const ids = checks.flatMap(({ units }) =>
    units.flatMap((unit) => (unit.unitId === unitId ? unit.probeUnitId : [])),
  );
  let paid: PhaseCost | undefined;
  for (const id of new Set(ids)) {
    const probeUnitId = parseUnitId(id);
    const commit = await readProbesCommit(stores.store, probeUnitId);
    const { cost } = await readOwn(stores, runId, probeUnitId, commit);
    paid = together(paid, cost.judge && paidOnly(cost.judge));
  }
  return paid;
}

async function readOwn(
  { store, ledger }: JudgingStores,
  runId: RunId,
  ownId: UnitId,
  commit: JudgingCommit | ProbesCommit | undefined,
): Promise<{ readonly isDone: boolean; readonly cost: PhaseCosts }> {
  if (commit) {
    const { cost, objects } = commit;
    return { isDone: true, cost: await ownCosts(store, runId, { cost, calls: objects.calls }) };
  }
  const { uses, attempts } = await ledger.unitCalls(ownId);
  const own = attempts.filter((attempt) => attempt.runId === runId);
  return { isDone: false, cost: phaseCosts({ uses, attempts: own }) };
}

function unitOf({ units }: Judging, unitId: string) {
  const found = units.find((unit) => unit.unitId === unitId);
  return found && { ...found, judgingUnitId: parseUnitId(found.judgingUnitId) };
}

/** @param newer  Whose calls, tokens and standalone cost count. */
function together(older: PhaseCost | undefined, newer: PhaseCost | undefined) {
  if (!older || !newer) return newer ?? (older && paidOnly(older));
  const add = (a: string, b: string): string => String(BigInt(a) + BigInt(b));
  return {
    ...newer,
    paidPicoUsd: add(older.paidPicoUsd, newer.paidPicoUsd),
    unknownPicoUsd: add(older.unknownPicoUsd, newer.unknownPicoUsd),
    unknownAttempts: older.unknownAttempts + newer.unknownAttempts,
  };
}

/** Money that was spent on an older judging; its calls are no part of the newest. */
function paidOnly(cost: PhaseCost): PhaseCost {
  return { ...cost, calls: 0, usage: NO_USAGE, standalonePicoUsd: '0' };
}
