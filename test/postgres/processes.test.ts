import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { useLedger } from '../../src/app/ledger/use-ledger.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { type Ended, reportOf, startMab } from '../chaos/support/mab-process.ts';
import { assertExactMoney, assertHonestMoney } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { cellResults } from '../chaos/support/run-result.ts';
import { readSharedLedger } from './ledger-facts.ts';
import { type PostgresServer, postgresMissing, startPostgres } from './postgres-server.ts';

/**
 * Machines are imitated by workspaces of their own: these processes share nothing but the ledger in
 * PostgreSQL, and of each other they know by heartbeat alone where the test says so.
 */
const skip = postgresMissing() ?? false;
const arena = createArena();
let server: PostgresServer;

before(async () => {
  if (skip) return;
  server = await startPostgres();
  process.env.MAB_LEDGER_URL = server.url;
});
after(() => {
  server?.[Symbol.dispose]();
  arena[Symbol.dispose]();
});

/** A workspace whose ledger is the shared one of this name. */
async function machine(name: string): Promise<string> {
  const workspace = arena.folder();
  await useLedger(workspace, { ledger: 'postgres', name });
  return workspace;
}

function start(model: CountingServer, workspace: string) {
  const config = writePricedConfig(arena.folder(), { url: model.url, data: arena.data });
  return startMab(config, { workspace, compileCache: arena.compileCache });
}

async function reportAfter(ending: Promise<Ended>): Promise<RunReport> {
  const ended = await ending;
  assert.equal(ended.code, 0, ended.stderr);
  return reportOf(ended);
}

async function untilOwners(name: string, count: number): Promise<void> {
  while (Number(server.sql(`SELECT count(*) FROM mab_${name}.owners`)) < count) await wait(100);
}

describe('machines with one ledger', { skip }, () => {
  it('buy each call once, and each has the whole result', async () => {
    await using model = await startCountingServer({ prices: PRICES, latencyMs: 10 });
    const machines = await Promise.all([machine('three'), machine('three'), machine('three')]);
    using crew = new DisposableStack();
    const started = machines.map((workspace) => crew.use(start(model, workspace)));
    const reports = await Promise.all(started.map(({ ended }) => reportAfter(ended)));
    assertExactMoney(await readSharedLedger(server.url, 'three'), model.invoice());
    const [first, ...others] = reports.map(cellResults);
    for (const results of others) assert.deepEqual(results, first);
  });

  it('go on where one is killed, and its calls are unknown, not lost', async () => {
    const machines = [await machine('killed'), await machine('killed')] as const;
    let accepted = 0;
    await using model = await startCountingServer({
      ...{ prices: PRICES, latencyMs: 10 },
      onBeforeReply: () => {
        accepted += 1;
        if (accepted === 12) first.child.kill('SIGKILL');
      },
    });
    using first = start(model, machines[0]);
    using second = start(model, machines[1]);
    await reportAfter(second.ended);
    assert.equal((await first.ended).signal, 'SIGKILL');
    const ledger = await readSharedLedger(server.url, 'killed');
    assertHonestMoney(ledger, model.invoice());
    const sold = [...model.invoice().requests.values()].map((line) => line.accepted);
    const unknown = ledger.attempts.filter(({ outcome }) => outcome === 'unknown').length;
    assert.ok(sold.reduce((sum, n) => sum + n - 1, 0) <= unknown, 'bought twice beyond unknown');
  });

  it('wait for the heartbeat of one that died on another machine', async () => {
    const machines = [await machine('far'), await machine('far')] as const;
    let accepted = 0;
    await using model = await startCountingServer({
      ...{ prices: PRICES, latencyMs: 10 },
      onBeforeReply: async () => {
        accepted += 1;
        if (accepted !== 12) return;
        first.child.kill('SIGKILL');
        await first.ended;
      },
    });
    using first = start(model, machines[0]);
    await first.ended;
    server.sql("UPDATE mab_far.owners SET host = 'elsewhere'");
    const startedAt = performance.now();
    await reportAfter(start(model, machines[1]).ended);
    assert.ok(performance.now() - startedAt > 10_000, 'it was taken for dead too early');
    const ledger = await readSharedLedger(server.url, 'far');
    assertHonestMoney(ledger, model.invoice());
    assert.ok(ledger.unknownPicoUsd > 0n);
  });

  it('lose nothing when the database is restarted under them', async () => {
    const machines = [await machine('restarted'), await machine('restarted')] as const;
    let accepted = 0;
    let bothAreIn: Promise<void> | undefined;
    await using model = await startCountingServer({
      ...{ prices: PRICES, latencyMs: 20 },
      onBeforeReply: async () => {
        bothAreIn ??= untilOwners('restarted', 2);
        await bothAreIn;
        accepted += 1;
        if (accepted === 10 || accepted === 25) server.restart();
      },
    });
    using crew = new DisposableStack();
    const started = machines.map((workspace) => crew.use(start(model, workspace)));
    const reports = await Promise.all(started.map(({ ended }) => reportAfter(ended)));
    // The restart holds up the model server, which lives in this process: a request may be cut by
    // that. What the ledger must not do is take a living buyer for dead.
    assertHonestMoney(await readSharedLedger(server.url, 'restarted'), model.invoice());
    const codes = "SELECT count(*) FROM mab_restarted.attempts WHERE error_code = 'OWNER_DIED'";
    assert.equal(server.sql(codes), '0');
    const [first, second] = reports.map(cellResults);
    assert.deepEqual(second, first);
  });

  it('say what is missing when the address is not there', async () => {
    const workspace = await machine('without');
    const config = writePricedConfig(arena.folder(), {
      url: 'http://127.0.0.1:1',
      data: arena.data,
    });
    const { MAB_LEDGER_URL: url, ...environment } = process.env;
    process.env = environment;
    try {
      const ended = await startMab(config, { workspace, compileCache: arena.compileCache }).ended;
      assert.equal(ended.code, 4);
      assert.match(ended.stderr, /LEDGER_URL_MISSING/);
    } finally {
      process.env.MAB_LEDGER_URL = url;
    }
  });
});
