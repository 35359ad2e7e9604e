import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { always, NO_FAULTS } from '../../src/testing/server-faults.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertExactMoney, assertMoneyIsShown } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { endingRun } from './bad-input-world.ts';

const arena = createArena(2);
after(() => arena[Symbol.dispose]());

const READERS = {
  'OpenAI chat': { provider: 'openai' },
  'OpenAI responses': { provider: 'openai', api: 'responses' },
  'Azure OpenAI': { provider: 'azure', azure: { apiVersion: '2024-10-21' } },
  Anthropic: { provider: 'anthropic' },
  Gemini: { provider: 'gemini' },
};

/** The variable that all these readers are told to take their key from. */
const KEY = 'MAB_TEST_PROVIDER_KEY';
process.env[KEY] = 'a-key';
after(() => delete process.env[KEY]);

async function run(reader: object, faults = NO_FAULTS) {
  await using server = await startCountingServer({ prices: PRICES, faults });
  const changes = { methods: ['no-memory'], reader: { ...reader, apiKeyEnv: KEY } };
  const config = writePricedConfig(arena.folder(), {
    ...{ url: server.url, data: arena.data },
    ...changes,
  });
  const workspace = arena.folder();
  const ended = await endingRun(config, workspace);
  return { ...ended, ledger: readLedger(workspace), invoice: server.invoice() };
}

describe('a run with', () => {
  for (const [name, reader] of Object.entries(READERS)) {
    it(`${name} buys each call once, and pays what the server bills`, async () => {
      const { exitCode, report, ledger, invoice } = await run(reader);
      assert.equal(exitCode, 0);
      assertExactMoney(ledger, invoice);
      assertMoneyIsShown(report, ledger);
      assert.equal(report.totals.usage.source, 'reported');
    });

    it(`${name} counts tokens itself where none are reported, and says so`, async () => {
      const { exitCode, report, invoice } = await run(reader, always('no-usage'));
      assert.equal(exitCode, 0);
      assert.equal(report.totals.usage.source, 'estimated');
      assert.ok(report.totals.usage.inputTokens > 0 && report.totals.usage.outputTokens > 0);
      assert.ok(report.warnings.some((warning) => warning.includes('our own count')));
      assert.equal(invoice.accepted, report.totals.calls);
    });
  }
});
