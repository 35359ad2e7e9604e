import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { commands } from '../../src/app/commands.ts';
import { main } from '../../src/cli/main.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { type Lab, startLab } from '../../src/testing/lab/lab.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertExactMoney, assertMoneyIsShown } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { createWorld, mab } from './cli-world.ts';

const arena = createArena(3);
after(() => arena[Symbol.dispose]());

/** The variable that all these readers are told to take their key from. */
const KEY = 'MAB_TEST_BATCH_KEY';
process.env[KEY] = 'a-key';
after(() => delete process.env[KEY]);

const READERS = {
  'OpenAI chat': { provider: 'openai' },
  'OpenAI responses': { provider: 'openai', api: 'responses' },
  Anthropic: { provider: 'anthropic' },
};

function startServer(batchMs = 0): Promise<Lab> {
  return startLab({ models: { '*': { price: PRICES, promptCache: 'chance' } }, batchMs });
}

function writeConfig({ url }: { url: string }, reader: object, changes: object = {}): string {
  return writePricedConfig(arena.folder(), {
    ...{ url, data: arena.data, batch: { pollMs: 100, lingerMs: 200 } },
    methods: ['no-memory'],
    reader: { ...reader, apiKeyEnv: KEY },
    ...changes,
  });
}

function lanesOf(server: Lab): Record<string, number> {
  return Object.fromEntries(server.invoice().lines.map(({ lane, requests }) => [lane, requests]));
}

describe('mab run --lane batch', () => {
  for (const [name, reader] of Object.entries(READERS)) {
    it(`with ${name} asks everything in one batch at half the price, once`, async () => {
      await using server = await startServer();
      const [config, workspace] = [writeConfig(server, reader), arena.folder()];
      const run = ['run', config, '--workspace', workspace, '--json'];
      const done = await mab([...run, '--lane', 'batch'], commands);
      assert.equal(done.code, 0, done.stderr);
      const [report, ledger] = [JSON.parse(done.stdout) as RunReport, readLedger(workspace)];
      assert.deepEqual(lanesOf(server), { batch: 6 });
      assertExactMoney(ledger, server.invoice());
      assertMoneyIsShown(report, ledger);
      // The lane is no part of what was asked: the same run in the other lane has all its answers.
      const again = await mab([...run, '--lane', 'live'], commands);
      assert.deepEqual([again.code, again.stdout], [0, done.stdout]);
      assert.deepEqual(lanesOf(server), { batch: 6 });
    });
  }

  it('embeds documents by batch too, and queries live', async () => {
    await using server = await startServer();
    const openAi = { provider: 'openai', baseUrl: server.url, apiKeyEnv: KEY };
    const embedder = { ...openAi, model: 'e', logicalModel: 'e-1', pinned: true };
    const price = { inputUsdPerMillion: 0.15 };
    const config = writeConfig(server, READERS['OpenAI chat'], {
      methods: [{ id: 'dense', embedder: 'e', options: { topK: 2 } }],
      embedders: { e: { ...embedder, inputTokensMax: 512, price } },
    });
    const workspace = arena.folder();
    const run = ['run', config, '--workspace', workspace, '--lane', 'batch'];
    const done = await mab(run, commands);
    assert.equal(done.code, 0, done.stderr);
    const lines = server.invoice().lines.map(({ model, lane }) => `${model} ${lane}`);
    assert.deepEqual(lines.sort(), ['counting batch', 'e batch', 'e live']);
    const ledger = readLedger(workspace);
    assert.equal(ledger.settledPicoUsd, server.invoice().totalPicoUsd);
    assert.equal(ledger.unknownPicoUsd, 0n);
  });

  it('stopped by Ctrl-C says what is at the vendor, as list and show do, until it is collected', async () => {
    await using server = await startServer(1_500);
    const [config, workspace] = [writeConfig(server, READERS.Anthropic), arena.folder()];
    const run = ['run', config, '--workspace', workspace, '--lane', 'batch'];
    const world = createWorld(commands);
    const running = main(run, world.io);
    while (readBatches(workspace) === 0) await wait(20);
    world.send('SIGINT');
    assert.equal(await running, 130);
    const said =
      '1 batch with 6 calls is at the vendor; run the same command later to collect them';
    assert.ok(world.stderr.text.includes(said), world.stderr.text);
    const at = ['--workspace', workspace];
    const list = await mab(['list', ...at], commands);
    assert.match(list.stdout, /at vendors\n.*1 batch with 6 calls\n/);
    const show = await mab(['show', 'latest', ...at], commands);
    assert.match(show.stdout, /At vendors' batch APIs.*\n {2}msgbatch_\w+: counting, 6 calls, /);
    const done = await mab(run, commands);
    assert.equal(done.code, 0, done.stderr);
    assertExactMoney(readLedger(workspace), server.invoice());
    assert.doesNotMatch((await mab(['list', ...at], commands)).stdout, /vendors/);
  });

  it('needs a reader, or an embedder, that has a batch API', async () => {
    await using server = await startServer();
    const config = writeConfig(server, { provider: 'gemini' });
    const refused = await mab(
      ['run', config, '--workspace', arena.folder(), '--lane', 'batch'],
      commands,
    );
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /The gemini reader has no batch API\..*lane: auto/s);
  });

  it('takes no other lane', async () => {
    const refused = await mab(['run', 'x.yaml', '--lane', 'fast'], {});
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /Allowed choices are live, batch, auto/);
  });
});

/** Batches whose id at the vendor's is known. */
function readBatches(workspace: string): number {
  try {
    return readLedger(workspace).batchesSubmitted;
  } catch {
    return 0;
  }
}
