import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { mab } from '../e2e/cli-world.ts';
import { createArena } from './support/arena.ts';
import { readLedger } from './support/ledger-facts.ts';
import { reportOf } from './support/mab-process.ts';
import { assertExactMoney } from './support/money-checks.ts';
import { type ConfigChanges, PRICES, writePricedConfig } from './support/priced-config.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

type Ended = Awaited<ReturnType<typeof mab>>;

function run(url: string, workspace: string, changes: ConfigChanges): Promise<Ended> {
  const config = writePricedConfig(arena.folder(), { ...{ url, data: arena.data }, ...changes });
  return mab(['run', config, '--workspace', workspace, '--json'], commands);
}

interface Stop {
  readonly runId: string;
  readonly account: string;
  readonly restCalls: number;
  readonly restAtLeastPicoUsd: string;
  readonly restAtMostPicoUsd: string;
  readonly openQuestions: number;
  readonly complete: boolean;
  readonly raiseTo: { readonly picoUsd?: string; readonly tokens?: number };
}

/** What a run that was stopped says, and keeps beside itself. */
function stopOf({ code, stdout, stderr }: Ended, workspace: string): Stop {
  assert.equal(code, 6, stderr);
  const { error } = JSON.parse(stdout) as { error: { details: Stop; message: string } };
  const { runId } = error.details;
  const path = join(workspace, 'store', 'runs', runId, 'budget-stop.json');
  const { restCalls, ...kept } = JSON.parse(readFileSync(path, 'utf8')) as Stop;
  assert.deepEqual({ ...error.details, ...kept, restCalls }, error.details);
  return error.details;
}

/** Methods whose calls need no reply of an earlier call. */
const METHODS = ['no-memory', { id: 'bm25', options: { topK: 2 } }];

describe('a run that stops at its budget', () => {
  it('says what finishing costs, and finishes below the limit that it names', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    const changes = { methods: METHODS, concurrency: 2 };
    const stop = stopOf(
      await run(server.url, workspace, { ...changes, budgetUsd: 0.0004 }),
      workspace,
    );
    const { accepted, totalPicoUsd: before } = server.invoice();
    assert.equal(stop.complete, true);
    // Two methods ask eight questions on each of two contexts, one call each.
    assert.equal(stop.restCalls, 32 - accepted);
    const usd = Number(stop.raiseTo.picoUsd) / 1e12;
    const done = await run(server.url, workspace, { ...changes, budget: { run: { usd } } });
    assert.equal(done.code, 0, done.stderr);
    assertExactMoney(readLedger(workspace), server.invoice());
    const rest = server.invoice().totalPicoUsd - before;
    assert.ok(rest <= BigInt(stop.restAtMostPicoUsd), `${rest} of ${stop.restAtMostPicoUsd}`);
    assert.equal(reportOf(done).state, 'complete');
  });

  it('says how many questions come on top where vectors are missing', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    const methods = [{ id: 'dense', embedder: 'counting', options: { topK: 2 } }];
    const changes = { methods, budget: { run: { tokens: 200 } } };
    const stop = stopOf(await run(server.url, workspace, changes), workspace);
    assert.equal(stop.complete, false);
    assert.equal(stop.openQuestions, 16);
    assert.ok(stop.restCalls > 0);
    assert.ok(BigInt(stop.restAtLeastPicoUsd) > 0n);
  });

  it('ends only the cell whose own limit is reached, and lets the others finish', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    const methods = ['no-memory', 'long-context'];
    const ended = await run(server.url, workspace, {
      ...{ methods, budget: { cell: { usd: 0.0006 } } },
    });
    const stop = stopOf(ended, workspace);
    assert.match(stop.account, /^cell:chaos-/);
    const ledger = readLedger(workspace);
    const units = Map.groupBy(ledger.attempts, ({ unitId }) => unitId);
    const asked = [...units.values()].map((attempts) => attempts.length).sort((a, b) => b - a);
    // Both contexts of the cheap cell are done: eight questions each.
    assert.deepEqual(asked.slice(0, 2), [8, 8]);
    assert.equal(stop.restCalls, 32 - ledger.attempts.length);
  });

  it('counts a month over all runs of the workspace', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    const budget = { month: { usd: 0.0008 } };
    const first = await run(server.url, workspace, { name: 'first', methods: ['no-memory'] });
    assert.equal(first.code, 0, first.stderr);
    const changes = { name: 'second', methods: METHODS, budget };
    const stop = stopOf(await run(server.url, workspace, changes), workspace);
    assert.match(stop.account, /^month:\d{4}-\d{2}$/);
    assert.ok(server.invoice().totalPicoUsd <= 800_000_000n);
  });
});
