import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import type { KeyOptions } from '../../src/testing/lab/lab-options.ts';
import { always, type FaultPlan, NO_FAULTS } from '../../src/testing/server-faults.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertHonestMoney, assertMoneyIsShown } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { unitBytes } from '../chaos/support/run-result.ts';
import { endingRun, failingRun } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

const arena = createArena(4);
after(() => arena[Symbol.dispose]());

/** By the variables that hold them. */
const KEYS = {
  MAB_TEST_KEY_1: 'sk-one-that-nobody-may-see',
  MAB_TEST_KEY_2: 'sk-two-that-nobody-may-see',
};
Object.assign(process.env, KEYS);
after(() => {
  for (const name of Object.keys(KEYS)) delete process.env[name];
});

const EMPTY: KeyOptions = { balancePicoUsd: 0n };
const PRICE = {
  inputUsdPerMillion: 0.15,
  cachedInputUsdPerMillion: 0.075,
  outputUsdPerMillion: 0.6,
};

/** A vendor who knows both keys, and bills as it should. */
function startVendor(
  [first, second]: readonly [KeyOptions, KeyOptions],
  faults: FaultPlan = NO_FAULTS,
): Promise<Lab> {
  return startLab({
    models: { '*': { price: PRICES, promptCache: 'chance' } },
    keys: { [KEYS.MAB_TEST_KEY_1]: first, [KEYS.MAB_TEST_KEY_2]: second },
    faults,
  });
}

function configOf(vendor: Lab, reader: object, more: object = {}): string {
  return writePricedConfig(arena.folder(), {
    ...{ url: vendor.url, data: arena.data, methods: ['no-memory'] },
    reader: { provider: 'openai', apiKeyEnv: 'MAB_TEST_KEY_1', ...reader },
    ...more,
  });
}

const SECOND_KEY = { failover: [{ apiKeyEnv: 'MAB_TEST_KEY_2' }] };

/** Calls of the only cell: two contexts with four questions each. */
const CALLS = 8;

const servedOf = (report: RunReport) =>
  report.cells.map(({ served = [] }) => served.map(({ route, calls }) => [route, calls]));

describe('a run whose first account is empty', () => {
  it('is completed with the second key, for what that one is billed', async () => {
    await using vendor = await startVendor([EMPTY, {}]);
    const workspace = arena.folder();
    const { exitCode, report } = await endingRun(configOf(vendor, SECOND_KEY), workspace);
    assert.equal(exitCode, 0);
    assert.deepEqual(servedOf(report), [[['openai:MAB_TEST_KEY_2', CALLS]]]);
    const ledger = readLedger(workspace);
    assertHonestMoney(ledger, vendor.invoice());
    assertMoneyIsShown(report, ledger);
    assert.equal(ledger.settledPicoUsd, vendor.invoice().totalPicoUsd);
    assert.equal(ledger.unknownPicoUsd, 0n);
    const billed = vendor.invoice().lines.map(({ key, billed }) => [key, billed]);
    assert.deepEqual(billed.filter(([, count]) => count !== 0).length, 1);
  });

  it('and has no other fails at once, with what to do', async () => {
    await using vendor = await startVendor([EMPTY, EMPTY]);
    const started = performance.now();
    const failed = await failingRun(configOf(vendor, SECOND_KEY), arena.folder());
    assert.ok(performance.now() - started < 20_000);
    assert.deepEqual([failed.code, failed.exitCode], ['PROVIDER_ACCOUNT_EMPTY', 4]);
    assert.match(failed.message, /^All 2 routes failed: openai: .*; openai:MAB_TEST_KEY_2: .*\.$/);
    assert.equal(failed.hint, 'Add credit to the account, then run the same command.');
    for (const key of Object.values(KEYS)) assert.ok(!failed.message.includes(key));
    // Four units are at work at once, and none asks a route that it knows to be out.
    const { accepted, billed } = vendor.invoice();
    assert.ok(accepted >= 2 && accepted <= 2 * CALLS, String(accepted));
    assert.equal(billed, 0);
  });

  it('goes on when a key is added: the same run, and nothing is bought twice', async () => {
    const vendor = await startVendor([{ balancePicoUsd: PRICES.inputPicoUsd }, {}]);
    await using _ = vendor;
    const workspace = arena.folder();
    const alone = { concurrency: 1 };
    const failed = await failingRun(configOf(vendor, {}, alone), workspace);
    assert.equal(failed.code, 'PROVIDER_ACCOUNT_EMPTY');
    const bought = vendor.invoice().billed;
    assert.ok(bought >= 1 && bought < CALLS, String(bought));
    const { exitCode, report } = await endingRun(configOf(vendor, SECOND_KEY, alone), workspace);
    assert.equal(exitCode, 0);
    const runs = new Set(readLedger(workspace).attempts.map(({ runId }) => runId));
    assert.deepEqual(runs, new Set([report.runId]));
    assert.equal(vendor.invoice().billed, CALLS);
    assert.deepEqual(servedOf(report), [
      [
        ['openai', bought],
        ['openai:MAB_TEST_KEY_2', CALLS - bought],
      ],
    ]);
    assert.equal(readLedger(workspace).settledPicoUsd, vendor.invoice().totalPicoUsd);
  });
});

describe('a run whose provider is out of order', () => {
  /** OpenAI first, then Azure with the same model, and vectors likewise. */
  async function run(openAiFaults: FaultPlan) {
    await using openAi = await startVendor([{}, {}], openAiFaults);
    await using azure = await startVendor([{}, {}]);
    const instead = {
      ...{ provider: 'azure', baseUrl: azure.origin, apiKeyEnv: 'MAB_TEST_KEY_2' },
      azure: { apiVersion: '2024-10-21' },
    };
    const workspace = arena.folder();
    const config = configOf(
      openAi,
      { attemptsMax: 1, failover: [{ ...instead, model: 'deployment', price: PRICE }] },
      {
        methods: [{ id: 'dense', embedder: 'counting', options: { topK: 2 } }],
        embedders: {
          counting: {
            ...{ provider: 'openai', baseUrl: openAi.url, apiKeyEnv: 'MAB_TEST_KEY_1' },
            ...{ model: 'embedder', logicalModel: 'embedder-1', pinned: true, attemptsMax: 1 },
            price: { inputUsdPerMillion: 0.15 },
            failover: [{ ...instead, model: 'vectors', price: { inputUsdPerMillion: 0.15 } }],
          },
        },
      },
    );
    const { exitCode, report } = await endingRun(config, workspace);
    assert.equal(exitCode, 0);
    const ledger = readLedger(workspace);
    const invoices = [openAi.invoice(), azure.invoice()];
    const total = invoices.reduce((sum, { totalPicoUsd }) => sum + totalPicoUsd, 0n);
    return { report, ledger, invoices, total, workspace };
  }

  it('is served by another one, and says by whom', async () => {
    const { report, ledger, invoices, total, workspace } = await run(always('server-error'));
    assert.equal(ledger.settledPicoUsd, total);
    assert.equal(invoices[0]?.billed, 0);
    const [cell] = report.cells;
    assert.deepEqual(
      cell?.served?.map(({ route, calls }) => [route, calls]),
      [['azure', CALLS]],
    );
    const shown = await mab(['show', 'latest', '--workspace', workspace], commands);
    assert.match(shown.stdout, /served by\n.* azure 8, azure \d+ texts\n/);
    const question = `${cell?.dataset}#0/q0`;
    const one = await mab(
      ['show', 'latest', '--workspace', workspace, '--question', question],
      commands,
    );
    assert.match(one.stdout, /\n {2}served by azure \(http:\/\/127\.0\.0\.1:\d+\)\n/);
  });

  it('is the same run with the same units, and leaves the same bytes, whoever serves', async () => {
    const [well, broken] = [await run(NO_FAULTS), await run(always('server-error'))];
    assert.equal(well.report.runId, broken.report.runId);
    assert.deepEqual(unitBytes(well.workspace), unitBytes(broken.workspace));
  });
});
