import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { PICO_PER_USD } from '../../src/core/money.ts';
import { type CountingServer, startCountingServer } from '../../src/testing/counting-server.ts';
import { firstAttempts } from '../../src/testing/server-faults.ts';
import { mab } from '../e2e/cli-world.ts';
import { createArena } from './support/arena.ts';
import { readLedger } from './support/ledger-facts.ts';
import { reportOf } from './support/mab-process.ts';
import { assertExactMoney, assertHonestMoney } from './support/money-checks.ts';
import { type ConfigChanges, PRICES, writePricedConfig } from './support/priced-config.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

type Ended = Awaited<ReturnType<typeof mab>>;

function run(server: CountingServer, workspace: string, changes: ConfigChanges): Promise<Ended> {
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: arena.data },
    ...changes,
  });
  return mab(['run', config, '--workspace', workspace, '--json'], commands);
}

/** Dollars as pico-dollars, for amounts of at most six digits after the point. */
function pico(usd: number): bigint {
  return BigInt(Math.round(usd * 1e6)) * (PICO_PER_USD / 1_000_000n);
}

function assertBudgetReached(ended: Ended): void {
  assert.equal(ended.code, 6, ended.stderr);
  const { error } = JSON.parse(ended.stdout) as { error: { code: string; hint: string } };
  assert.equal(error.code, 'BUDGET_REACHED');
  assert.match(error.hint, /\n {4}budget:\n {6}run: \{ usd: [\d.]+ \}$/);
}

describe('a budget that is too small', () => {
  for (const concurrency of [1, 32]) {
    it(`is not passed by a cent with ${concurrency} calls at once, and can be raised`, async () => {
      await using server = await startCountingServer({ prices: PRICES, latencyMs: 5 });
      const workspace = arena.folder();
      let billed = 0n;
      for (const budgetUsd of [0.0002, 0.0005]) {
        assertBudgetReached(await run(server, workspace, { concurrency, budgetUsd }));
        const { totalPicoUsd } = server.invoice();
        assert.ok(totalPicoUsd <= pico(budgetUsd), `${totalPicoUsd} of ${pico(budgetUsd)}`);
        assert.ok(totalPicoUsd > billed, 'a higher budget buys more');
        billed = totalPicoUsd;
      }
      const done = await run(server, workspace, { concurrency, budgetUsd: 1 });
      assert.equal(done.code, 0, done.stderr);
      assertExactMoney(readLedger(workspace), server.invoice());
      assert.equal(reportOf(done).totals.paidPicoUsd, String(server.invoice().totalPicoUsd));
    });
  }

  it('stops before the first cent where not one call fits', async () => {
    await using server = await startCountingServer({ prices: PRICES });
    const workspace = arena.folder();
    assertBudgetReached(await run(server, workspace, { budgetUsd: 0.000001 }));
    assert.equal(server.invoice().accepted, 0);
  });

  it('counts what may have been billed: replies that were cut off use it up', async () => {
    const faults = firstAttempts('cut-body', 'cut-body');
    await using server = await startCountingServer({ prices: PRICES, faults });
    const workspace = arena.folder();
    const ended = await run(server, workspace, { budgetUsd: 0.0004, reader: { attemptsMax: 1 } });
    assertBudgetReached(ended);
    assert.ok(server.invoice().totalPicoUsd <= pico(0.0004));
    const ledger = readLedger(workspace);
    assertHonestMoney(ledger, server.invoice());
    assert.ok(ledger.settledPicoUsd + ledger.unknownPicoUsd <= pico(0.0004));
    assert.ok(ledger.unknownPicoUsd > 0n);
  });
});
