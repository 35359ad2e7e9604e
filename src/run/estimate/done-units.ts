import pLimit from 'p-limit';
import type { BlobStore } from '../../contracts/store.ts';
import type { PicoUsd } from '../../core/money.ts';
import type { RunPlan } from '../run-plan.ts';
import { readCommit } from '../unit-store.ts';

/** A process may have as few as 256 files open. */
const FILES_AT_ONCE = 32;

/** The units of a plan that have committed, in whatever run, and what each cost alone. */
export async function readDoneUnits(
  store: BlobStore,
  plan: RunPlan,
): Promise<ReadonlyMap<string, PicoUsd>> {
  const limit = pLimit(FILES_AT_ONCE);
  const commits = await Promise.all(
    plan.units.map(({ unitId }) => limit(() => readCommit(store, unitId))),
  );
  return new Map(
    commits.flatMap((commit) => {
      if (!commit) return [];
      const alone = Object.values(commit.cost).map((cost) => BigInt(cost?.standalonePicoUsd ?? 0));
      return [[commit.unitId, alone.reduce((a, b) => a + b, 0n)]];
    }),
  );
}
