import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RunReport } from '../../src/contracts/report.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from './support/arena.ts';
import { readLedger } from './support/ledger-facts.ts';
import { type Ended, reportOf, startMab } from './support/mab-process.ts';
import { assertExactMoney, assertHonestMoney, assertMoneyIsShown } from './support/money-checks.ts';
import { type ConfigChanges, METHODS, PRICES, writePricedConfig } from './support/priced-config.ts';
import { cellResults, unitBytes } from './support/run-result.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

/** Starts the program on a configuration with these changes. */
function start(server: CountingServer, workspace: string, changes: ConfigChanges = {}) {
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: arena.data },
    ...changes,
  });
  return startMab(config, { workspace, compileCache: arena.compileCache });
}

async function reportAfter(ending: Promise<Ended>): Promise<RunReport> {
  const ended = await ending;
  assert.equal(ended.code, 0, ended.stderr);
  return reportOf(ended);
}

async function runAlone() {
  await using server = await startCountingServer({ prices: PRICES });
  const workspace = arena.folder();
  const report = await reportAfter(start(server, workspace).ended);
  return { units: unitBytes(workspace), cells: cellResults(report) };
}

describe('two processes on one run', () => {
  /** What they should come to: the run without anybody beside it. */
  let alone: Awaited<ReturnType<typeof runAlone>>;
  before(async () => {
    alone = await runAlone();
  });

  it('share every call and end with the same report', async () => {
    await using server = await startCountingServer({ prices: PRICES, latencyMs: 10 });
    const workspace = arena.folder();
    using first = start(server, workspace);
    using second = start(server, workspace);
    const reports = await Promise.all([first, second].map(({ ended }) => reportAfter(ended)));
    const ledger = readLedger(workspace);
    assertExactMoney(ledger, server.invoice());
    assert.deepEqual(unitBytes(workspace), alone.units);
    for (const report of reports) {
      assertMoneyIsShown(report, ledger);
      assert.deepEqual(cellResults(report), alone.cells);
    }
    assert.deepEqual(reports[0], reports[1]);
  });

  it('do not miss each other: where one is killed, the other goes on at once', async () => {
    const workspace = arena.folder();
    let accepted = 0;
    await using server = await startCountingServer({
      ...{ prices: PRICES, latencyMs: 10 },
      onBeforeReply: () => {
        accepted += 1;
        if (accepted === 12) first.child.kill('SIGKILL');
      },
    });
    using first = start(server, workspace);
    using second = start(server, workspace);
    const report = await reportAfter(second.ended);
    assert.equal((await first.ended).signal, 'SIGKILL');
    const ledger = readLedger(workspace);
    assertHonestMoney(ledger, server.invoice());
    assertMoneyIsShown(report, ledger);
    assert.deepEqual(unitBytes(workspace), alone.units);
    assert.deepEqual(cellResults(report), alone.cells);
  });
});

describe('two different runs on the same calls', () => {
  it('buy them once, each pays for what it bought, and both show what they are worth', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    const first = await reportAfter(start(server, workspace, { name: 'first' }).ended);
    const more = [...METHODS, 'long-context'];
    const second = await reportAfter(
      start(server, workspace, { name: 'second', methods: more }).ended,
    );
    const ledger = readLedger(workspace);
    assertExactMoney(ledger, server.invoice());
    assertMoneyIsShown(first, ledger);
    assertMoneyIsShown(second, ledger);
    const [shared, [own]] = [second.cells.slice(0, -1), second.cells.slice(-1)];
    assert.deepEqual(
      shared.map(({ money }) => money),
      first.cells.map(({ money }) => ({ ...money, paidPicoUsd: '0' })),
    );
    assert.deepEqual(own?.money.paidPicoUsd, own?.money.standalonePicoUsd);
    assert.ok(BigInt(own?.money.paidPicoUsd ?? 0) > 0n);
  });

  it('do so also where one was stopped half-way and the other finishes its units', async () => {
    const workspace = arena.folder();
    let accepted = 0;
    await using server = await startCountingServer({
      ...{ prices: PRICES, latencyMs: 5 },
      onBeforeReply: async () => {
        accepted += 1;
        if (accepted !== 10) return;
        killed.child.kill('SIGKILL');
        await killed.ended;
      },
    });
    using killed = start(server, workspace, { name: 'first' });
    await killed.ended;
    const second = await reportAfter(start(server, workspace, { name: 'second' }).ended);
    const first = await reportAfter(start(server, workspace, { name: 'first' }).ended);
    const ledger = readLedger(workspace);
    assertHonestMoney(ledger, server.invoice());
    assertMoneyIsShown(first, ledger);
    assertMoneyIsShown(second, ledger);
    assert.ok(BigInt(first.totals.paidPicoUsd) > 0n, 'the first run has paid before it was killed');
    assert.deepEqual(
      first.cells.map(({ score, money }) => ({ score, alone: money.standalonePicoUsd })),
      second.cells.map(({ score, money }) => ({ score, alone: money.standalonePicoUsd })),
    );
  });

  it('do so at the same time', async () => {
    await using server = await startCountingServer({ prices: PRICES, latencyMs: 10 });
    const workspace = arena.folder();
    using first = start(server, workspace, { name: 'first' });
    using second = start(server, workspace, { name: 'second' });
    const reports = await Promise.all([first, second].map(({ ended }) => reportAfter(ended)));
    const ledger = readLedger(workspace);
    assertExactMoney(ledger, server.invoice());
    for (const report of reports) assertMoneyIsShown(report, ledger);
    const paid = reports.map(({ totals }) => BigInt(totals.paidPicoUsd));
    assert.equal(
      paid.reduce((a, b) => a + b),
      server.invoice().totalPicoUsd,
    );
  });
});
