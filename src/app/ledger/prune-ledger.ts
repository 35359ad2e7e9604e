import type { Ledger } from '../../gateway/ledger/ledger.ts';
import type { Prunable } from '../../gateway/ledger/tools/prune.ts';
import { nodeClock } from '../node-clock.ts';
import { openWorkspace } from '../workspace.ts';
import { committedUnits } from './committed-units.ts';
import type { PruneOptions, PruneResult } from './ledger-contract.ts';

/** Replies that are deleted in one transaction. */
const AT_ONCE = 2_000;

/**
 * Deletes replies that only finished units have used, the oldest first. The units have sealed them
 * in the store, and the attempts stay, so no report and no sum changes; another run that asks the
 * same buys it again.
 */
export async function pruneLedger(folder: string, options: PruneOptions): Promise<PruneResult> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { ledger, store } = workspace;
  const committed = new Set<string>(await committedUnits(store));
  const { calls, kept } = await ledger.perform('prunable', { committed });
  const bytesBefore = await ledger.upkeep('size');
  const { olderThanMs, bytesMax, dryRun } = options;
  const cutMs = olderThanMs === undefined ? 0 : nodeClock.now() - olderThanMs;
  const old = calls.filter(({ doneMs }) => olderThanMs !== undefined && doneMs < cutMs);
  let deleted = old.length;
  if (!dryRun) await deleteCalls(ledger, old);
  let bytes = dryRun ? bytesBefore - characters(old) : await ledger.upkeep('size');
  while (bytesMax !== undefined && bytes > bytesMax && deleted < calls.length) {
    const more = enoughOf(calls.slice(deleted), bytes - bytesMax);
    deleted += more.length;
    if (!dryRun) await deleteCalls(ledger, more);
    bytes = dryRun ? bytes - characters(more) : await ledger.upkeep('size');
  }
  return {
    ...{ dryRun, bytesBefore, calls: deleted },
    replyBytes: characters(calls.slice(0, deleted)),
    bytesAfter: bytes,
    keptCalls: kept,
  };
}

async function deleteCalls(ledger: Ledger, calls: readonly Prunable[]): Promise<void> {
  if (calls.length === 0) return;
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    const keys = calls.slice(at, at + AT_ONCE).map(({ key }) => key);
    await ledger.perform('prune', { keys });
  }
  await ledger.upkeep('compact');
}

/** The first ones whose replies have `bytes` together. A row needs more than its reply. */
function enoughOf(calls: readonly Prunable[], bytes: number): Prunable[] {
  const enough: Prunable[] = [];
  for (let sum = 0; sum < bytes; ) {
    const next = calls[enough.length];
    if (!next) break;
    enough.push(next);
    sum += next.characters + ROW_BYTES;
  }
  return enough;
}

/** Of a call and its use, without the reply: keys, names, numbers, their places in an index. */
const ROW_BYTES = 400;

function characters(calls: readonly Prunable[]): number {
  return calls.reduce((sum, { characters: own }) => sum + own, 0);
}
