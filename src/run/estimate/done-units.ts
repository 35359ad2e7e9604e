import pLimit from 'p-limit';
import type { JudgingCommit } from '../../contracts/judging.ts';
import type { UnitCommit } from '../../contracts/records.ts';
import type { BlobStore } from '../../contracts/store.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { JudgingState } from '../judging/judge-run.ts';
import { readJudgingCommit } from '../judging/judging-store.ts';
import type { RunPlan } from '../run-plan.ts';
import { readCommit } from '../unit-store.ts';

/** A process may have as few as 256 files open. */
const FILES_AT_ONCE = 32;

/**
 * The units of a plan that have committed, in whatever run, and what each cost alone, its verdicts
 * included where they are there too.
 */
export async function readDoneUnits(
  store: BlobStore,
  plan: RunPlan,
  judged: JudgingState['done'] = [],
): Promise<ReadonlyMap<string, PicoUsd>> {
  const limit = pLimit(FILES_AT_ONCE);
  const commits = await Promise.all(
    plan.units.map(({ unitId }) => limit(() => readCommit(store, unitId))),
  );
  const judgings = await Promise.all(
    judged.map(({ judgingUnitId }) => limit(() => readJudgingCommit(store, judgingUnitId))),
  );
  const verdicts = new Map(judgings.flatMap((one) => (one ? [[one.unitId, aloneOf(one)]] : [])));
  return new Map(
    commits.flatMap((commit) =>
      commit ? [[commit.unitId, aloneOf(commit) + (verdicts.get(commit.unitId) ?? 0n)]] : [],
    ),
  );
}

function aloneOf({ cost }: Pick<UnitCommit | JudgingCommit, 'cost'>): PicoUsd {
  const alone = Object.values(cost).map((phase) => BigInt(phase?.standalonePicoUsd ?? 0));
  return alone.reduce((a, b) => a + b, 0n);
}
