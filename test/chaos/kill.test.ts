import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createRandom } from '../../src/core/random.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { type Arena, createArena } from './support/arena.ts';
import { Killer, type KillPoint, killPoints } from './support/kill-points.ts';
import { type AttemptFact, readLedger } from './support/ledger-facts.ts';
import { type Ended, reportOf, startMab } from './support/mab-process.ts';
import { assertExactMoney, assertHonestMoney, assertMoneyIsShown } from './support/money-checks.ts';
import { PRICES, writePricedConfig } from './support/priced-config.ts';
import { cellResults, halfCommitted, unitBytes } from './support/run-result.ts';

/** Kills to survive; the full check of the repository asks for more than a quick test does. */
const KILLS_MIN = Number(process.env.MAB_CHAOS_KILLS ?? 8);
/** Set it to the number that a failed test has printed, to see its kill points again. */
const SEED = process.env.MAB_CHAOS_SEED ?? String(Date.now());
/** Then a run is let alone, so that its result can be looked at. */
const KILLS_OF_ONE_RUN_MAX = 12;

/** A run that was started again and again until it was done. */
interface Chain {
  readonly workspace: string;
  readonly done: Ended;
  readonly deaths: readonly KillPoint[];
  /** Deaths that left a unit with a part of its objects. */
  readonly midCommit: number;
}

describe('a run that is killed at any moment', () => {
  const arena = createArena();
  after(() => arena[Symbol.dispose]());

  it('ends with the same result, buys nothing twice and accounts for every cent', async (t) => {
    t.diagnostic(`MAB_CHAOS_SEED=${SEED} MAB_CHAOS_KILLS=${KILLS_MIN}`);
    const calm = await runAlone(arena);
    const points = killPoints(createRandom(SEED));
    const deaths: KillPoint[] = [];
    let [chains, midCommit] = [0, 0];
    while (deaths.filter(({ kind }) => kind !== 'interrupt').length < KILLS_MIN) {
      const chain = await runChain(arena, points);
      deaths.push(...chain.deaths);
      chains += 1;
      midCommit += chain.midCommit;
      assert.deepEqual(unitBytes(chain.workspace), calm.units);
      assert.deepEqual(cellResults(reportOf(chain.done)), calm.cells);
    }
    t.diagnostic(`${chains} runs: ${countKinds(deaths)}; ${midCommit} in the middle of a commit`);
  });
});

/** The undisturbed run that all others are compared with. */
async function runAlone(arena: Arena) {
  await using server = await startCountingServer({ prices: PRICES });
  const workspace = arena.folder();
  const config = writePricedConfig(workspace, { url: server.url, data: arena.data });
  const done = await startMab(config, { workspace, compileCache: arena.compileCache }).ended;
  assert.equal(done.code, 0, done.stderr);
  const [report, ledger] = [reportOf(done), readLedger(workspace)];
  assert.equal(report.totals.calls, 48);
  assert.ok((report.totals.usage.embeddedTokens ?? 0) > 0);
  assertExactMoney(ledger, server.invoice());
  assertMoneyIsShown(report, ledger);
  const scores = report.cells.map(({ score }) => score?.mean);
  assert.ok(
    new Set(scores).size >= 2,
    'the methods score differently, so that scores can be compared',
  );
  return { units: unitBytes(workspace), cells: cellResults(report) };
}

/** Starts the same command until it is through, and looks at the money after each death. */
async function runChain(arena: Arena, points: Generator<KillPoint, never>): Promise<Chain> {
  const killer = new Killer();
  await using server = await startCountingServer({ prices: PRICES, latencyMs: 5, ...killer.hooks });
  const workspace = arena.folder();
  const config = writePricedConfig(workspace, { url: server.url, data: arena.data });
  const deaths: KillPoint[] = [];
  let midCommit = 0;
  for (;;) {
    const point = deaths.length < KILLS_OF_ONE_RUN_MAX ? points.next().value : undefined;
    using started = startMab(config, { workspace, compileCache: arena.compileCache });
    await killer.watch(started, point, workspace);
    const ended = await started.ended;
    if (ended.signal === null && ended.code !== 130) {
      assert.equal(ended.code, 0, `after ${JSON.stringify(point)}: ${ended.stderr}`);
      const ledger = readLedger(workspace);
      assertHonestMoney(ledger, server.invoice());
      assertMoneyIsShown(reportOf(ended), ledger);
      assertUnknownExplained(reportOf(ended).totals.unknownAttempts, deaths);
      return { workspace, done: ended, deaths, midCommit };
    }
    deaths.push(point ?? { kind: 'delay', ms: 0 });
    if (halfCommitted(workspace) > 0) midCommit += 1;
    if (point?.kind === 'interrupt') assertStoppedWell(ended, workspace, deaths);
  }
}

/** Each request that was answered after its process had died is unknown; nothing else need be. */
function assertUnknownExplained(unknownAttempts: number, deaths: readonly KillPoint[]): void {
  const unanswered = deaths.filter(({ kind }) => kind === 'before-reply').length;
  assert.ok(unknownAttempts >= unanswered, `${unknownAttempts} unknown, ${unanswered} unanswered`);
  if (deaths.every(({ kind }) => kind === 'interrupt')) assert.equal(unknownAttempts, 0);
}

/** Ctrl-C waits for what is paid for: it leaves no attempt open, and says how to go on. */
function assertStoppedWell(ended: Ended, workspace: string, deaths: readonly KillPoint[]): void {
  assert.equal(ended.code, 130);
  if (deaths.some(({ kind }) => kind !== 'interrupt')) return;
  const { attempts } = readLedger(workspace);
  // An intent may stand in the ledger when Ctrl-C comes; then nothing is sent, and it is closed.
  const isNotSent = ({ errorCode, costPicoUsd }: AttemptFact): boolean =>
    errorCode === 'INTERRUPTED' && costPicoUsd === 0n;
  const sent = attempts.filter((attempt) => !isNotSent(attempt));
  assert.deepEqual(new Set(sent.map(({ outcome }) => outcome)), new Set(['reply']));
}

function countKinds(deaths: readonly KillPoint[]): string {
  const kinds = Map.groupBy(deaths, ({ kind }) => kind);
  return [...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ');
}
