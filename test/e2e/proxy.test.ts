import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ProxyBill } from '../../src/app/commands-contract.ts';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { PRICES } from '../../src/testing/provider-failures.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Six digits a million tokens are whole pico-dollars a token. */
const usd = (picoUsd: bigint): number => Number(picoUsd) / 1_000_000;

function configFor(serverUrl: string, more: object = {}, reader: object = {}): string {
  const remote = { provider: 'openai-compatible', baseUrl: serverUrl, attemptsMax: 1 };
  const price = {
    inputUsdPerMillion: usd(PRICES.inputPicoUsd),
    cachedInputUsdPerMillion: usd(PRICES.cachedInputPicoUsd),
    outputUsdPerMillion: usd(PRICES.outputPicoUsd),
  };
  return JSON.stringify({
    ...{
      data: { openCorpus: {} },
      datasets: ['open_fact_sh_6k'],
      methods: ['no-memory'],
      controls: false,
    },
    reader: {
      ...{ ...remote, ...reader, model: 'chat-x', contextTokens: 8_000, outputTokensMax: 100 },
      price,
    },
    embedders: {
      small: {
        ...{ ...remote, model: 'embed-x', inputTokensMax: 1_000 },
        price: { inputUsdPerMillion: price.inputUsdPerMillion },
      },
    },
    ...more,
  });
}

interface Started {
  readonly child: ChildProcess;
  readonly proxy: { readonly baseUrl: string; readonly apiKey: string; readonly models: string[] };
  /** Stops it as Ctrl-C does. @returns its exit code and its bill. */
  stop(): Promise<{ code: number; bill: ProxyBill }>;
}

async function start(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [MAIN, 'proxy', ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first = (await lines.next()).value as string;
  return {
    ...{ child, ...(JSON.parse(first) as Pick<Started, 'proxy'>) },
    async stop() {
      const ended = once(child, 'exit') as Promise<[number]>;
      child.kill('SIGINT');
      const { bill } = JSON.parse((await lines.next()).value as string) as { bill: ProxyBill };
      return { code: (await ended)[0], bill };
    },
  };
}

async function ask({ proxy }: Started, path: string, body: object): Promise<number> {
  const response = await fetch(`${proxy.baseUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${proxy.apiKey}` },
    body: JSON.stringify(body),
  });
  await response.text();
  return response.status;
}

const CHAT = { model: 'chat-x', messages: [{ role: 'user', content: 'Where does Rome lie?' }] };
const EMBED = { model: 'small', input: ['Rome', 'Ghent'] };

test('a proxy serves, ends with Ctrl-C, and its bill is the invoice, over all its starts', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-proxy-'));
  await using server = await startCountingServer({ prices: PRICES });
  const config = join(folder.path, 'sdk.json');
  const workspace = ['--workspace', join(folder.path, 'workspace')];
  await writeFile(config, configFor(server.url));

  const first = await start([config, ...workspace, '--unit', 'ann']);
  assert.deepEqual(first.proxy.models.slice(0, 2), ['reader', 'chat-x']);
  assert.equal(await ask(first, '/chat/completions', CHAT), 200);
  assert.equal(await ask(first, '/embeddings', EMBED), 200);
  const { code, bill } = await first.stop();
  assert.equal(code, 0);
  const { memorize } = bill.phases;
  assert.deepEqual([memorize?.calls, memorize?.embeddedTexts], [1, 2]);
  assert.equal(bill.paidPicoUsd, String(server.invoice().totalPicoUsd));

  const second = await start([config, ...workspace, '--unit', 'ann', '--phase', 'answer']);
  assert.notEqual(second.proxy.apiKey, first.proxy.apiKey);
  assert.equal(await ask(second, '/chat/completions', CHAT), 200);
  const later = (await second.stop()).bill;
  assert.deepEqual(Object.keys(later.phases), ['answer', 'memorize']);
  assert.equal(later.runId, bill.runId);
  assert.equal(later.paidPicoUsd, String(server.invoice().totalPicoUsd));
  assert.equal(server.invoice().accepted, 3);
});

test('the budget of the configuration holds over all starts of a proxy', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-proxy-'));
  await using server = await startCountingServer({ prices: PRICES });
  const config = join(folder.path, 'sdk.json');
  // The worst case of a call is 100 tokens, a cent; its real reply has two tokens.
  await writeFile(config, configFor(server.url, { budgetUsd: 0.0105 }));
  const args = [config, '--workspace', join(folder.path, 'workspace')];
  const statuses: number[] = [];
  for (let at = 0; at < 4; at++) {
    const proxy = await start(args);
    statuses.push(await ask(proxy, '/chat/completions', CHAT));
    await proxy.stop();
  }
  assert.deepEqual(statuses, [200, 200, 200, 402]);
  assert.equal(server.invoice().accepted, 3);
});

test('a program behind the proxy has address and token, no key, and its failure is told', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-proxy-'));
  await using server = await startCountingServer({ prices: PRICES });
  const config = join(folder.path, 'sdk.json');
  await writeFile(config, configFor(server.url, {}, { apiKeyEnv: 'SECRET_KEY' }));
  const program = `
    const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
      method: 'POST',
      headers: { authorization: 'Bearer ' + process.env.OPENAI_API_KEY },
      body: JSON.stringify(${JSON.stringify(CHAT)}),
    });
    const isPrivate = process.env.SECRET_KEY === undefined;
    process.exit(response.status === 200 && isPrivate ? 7 : 8);`;
  const command = [process.execPath, '--input-type=module', '--eval', program];
  const args = [config, '--workspace', join(folder.path, 'workspace'), '--', ...command];
  const child = spawn(process.execPath, [MAIN, 'proxy', ...args], {
    env: { ...process.env, NO_COLOR: '1', SECRET_KEY: 'a-key' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  assert.equal((await ended)[0], 4);
  assert.match(stdout, /^proxy +memorize +1 +0 /m);
  assert.match(stderr, /error COMMAND_FAILED: .* ended with exit code 7\./);
  assert.equal(server.invoice().accepted, 1);
});
