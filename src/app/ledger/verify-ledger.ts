import type { BlobStore } from '../../contracts/store.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { errorMessage } from '../../core/errors.ts';
import type { UnitId } from '../../core/ids.ts';
import { formatUsd } from '../../core/money.ts';
import type { Ledger } from '../../gateway/ledger/ledger.ts';
import type { AccountDifference } from '../../gateway/ledger/tools/verify.ts';
import { readJudgingCommit, readVerdicts } from '../../run/judging/judging-store.ts';
import { readProbes, readProbesCommit } from '../../run/judging/probe-store.ts';
import { readSealedAttempts, readSealedUses, type SealedUse } from '../../run/sealed-calls.ts';
import {
  readAttempts,
  readCommit,
  readRecords,
  readScores,
  readTimings,
  readUses,
} from '../../run/unit-store.ts';
import { openWorkspace } from '../workspace.ts';
import { committedUnits } from './committed-units.ts';
import type { VerifyResult } from './ledger-contract.ts';

/**
 * Reads the whole ledger and every sealed unit, and says what is wrong.
 *
 * @param repair  Sets accounts that are wrong to the sum of their attempts; nothing else can be
 *   made again from what is left.
 */
export async function verifyLedger(
  folder: string,
  { repair }: { readonly repair: boolean },
): Promise<VerifyResult> {
  await using workspace = await openWorkspace(folder, { create: false });
  const { ledger, store, place } = workspace;
  const integrity = await ledger.upkeep('integrity');
  const { problems, calls, attempts } = await ledger.perform('checkCalls', undefined);
  const differences = await ledger.perform('checkAccounts', { repair });
  const accounts = differences.map(accountText);
  const units = await committedUnits(store);
  const unitProblems: string[] = [];
  let replaced = 0;
  for (const unitId of units) {
    const found = await checkUnit(store, ledger, unitId);
    unitProblems.push(...found.problems);
    replaced += found.absent;
  }
  return {
    problems: [
      ...integrity.map((line) => `the database: ${line}`),
      ...[...problems, ...(repair ? [] : accounts), ...unitProblems],
    ],
    notes: [
      ...(place.ledger === 'postgres'
        ? ['The pages of PostgreSQL were not checked: that is pg_amcheck’s work.']
        : []),
      ...(replaced > 0
        ? [`${replaced} sealed replies are not in the ledger any more, or were bought anew.`]
        : []),
    ],
    checked: { calls, attempts, units: units.length },
    repaired: repair ? accounts : [],
  };
}

function accountText({ account, stands, attempts }: AccountDifference): string {
  const text = (sums: AccountDifference['stands']): string =>
    `${formatUsd(sums.spentPicoUsd)} spent, ${formatUsd(sums.reservedPicoUsd)} reserved, ` +
    `${sums.spentTokens} and ${sums.reservedTokens} tokens`;
  return `account ${account}: ${text(stands)}; its attempts come to ${text(attempts)}`;
}

/** Everything of a unit can be read and is what was committed, and the ledger says the same. */
async function checkUnit(
  store: BlobStore,
  ledger: Ledger,
  unitId: UnitId,
): Promise<{ readonly problems: readonly string[]; readonly absent: number }> {
  try {
    const uses = await readSealed(store, unitId);
    const { uses: standing } = await ledger.perform('unitCalls', { unitId });
    const byPath = new Map(standing.map((use) => [use.path, use]));
    const problems: string[] = [];
    let absent = 0;
    for (const sealed of uses) {
      const here = byPath.get(sealed.path);
      // Bought at another time: another reply, which may be another text.
      const isSame =
        here?.key === sealed.key &&
        here.sentMs === sealed.sentMs &&
        here.buyerOwner === sealed.buyerOwner;
      if (!here || !isSame) absent += 1;
      else if (canonicalJson(here.reply) !== canonicalJson(sealed.reply)) {
        problems.push(`${nameOf(unitId)}: the ledger has another reply for ${sealed.path}`);
      }
    }
    return { problems, absent };
  } catch (error) {
    return { problems: [`${nameOf(unitId)}: ${errorMessage(error)}`], absent: 0 };
  }
}

/** Reads all objects of a unit. @returns what it has used. */
async function readSealed(store: BlobStore, unitId: UnitId): Promise<readonly SealedUse[]> {
  const judging = await readJudgingCommit(store, unitId);
  if (judging) {
    await readVerdicts(store, judging);
    await readSealedAttempts(store, judging.objects.calls);
    return await readSealedUses(store, [judging.objects.calls]);
  }
  const probes = await readProbesCommit(store, unitId);
  if (probes) {
    await readProbes(store, probes);
    await readSealedAttempts(store, probes.objects.calls);
    return await readSealedUses(store, [probes.objects.calls]);
  }
  const commit = await readCommit(store, unitId);
  if (!commit) return [];
  await readRecords(store, commit);
  await readScores(store, commit);
  await readTimings(store, commit);
  await readAttempts(store, commit);
  return await readUses(store, commit);
}

function nameOf(unitId: UnitId): string {
  return `unit ${unitId.slice(0, 16)}…`;
}
