import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { nodeClock } from '../../src/app/node-clock.ts';
import { NO_BUDGET } from '../../src/contracts/budget.ts';
import type { ChatRequest } from '../../src/contracts/model.ts';
import { parseRunId, parseUnitId } from '../../src/core/ids.ts';
import { createRandom } from '../../src/core/random.ts';
import { tokenPrice } from '../../src/cost/token-price.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { openLedger } from '../../src/gateway/ledger/ledger.ts';
import { createLedgerLimitStore } from '../../src/gateway/limits/stores/ledger-limit-store.ts';
import { createOpenAiCompatibleProvider } from '../../src/gateway/providers/openai-compatible/provider.ts';
import { DEFAULT_POLICY } from '../../src/gateway/routes/failover-policy.ts';

/**
 * What the gateway and its ledger add to a call: the same calls, 500 in flight, against the same
 * server that answers at once, by bare `fetch` and through the gateway, in turn. Prints one line of
 * JSON.
 */
const CALLS = 5_000;
const IN_FLIGHT = 500;
const ROUNDS = 5;
/** As where nothing is configured: what the vendor says is learned, and shared by the ledger. */
const LIMITS = [{ name: 'bench', counting: 'used', adapts: true }] as const;

const request = (n: number): ChatRequest => ({
  messages: [{ role: 'user', content: `Is ${n} a number? ${'x'.repeat(200)}` }],
  maxOutputTokens: 10,
});

async function startServer(): Promise<{ baseUrl: string; stop: () => void }> {
  const path = new URL('./zero-latency-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { baseUrl: `http://127.0.0.1:${String(port).trim()}/v1`, stop: () => child.kill() };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function bareRound(baseUrl: string): Promise<number> {
  const limit = pLimit(IN_FLIGHT);
  const call = async (n: number): Promise<void> => {
    const response = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'zero-latency', ...request(n) }),
    });
    await response.json();
  };
  return timed(async () => {
    await Promise.all(Array.from({ length: CALLS }, (_, n) => limit(() => call(n))));
  });
}

async function gatewayRound(baseUrl: string, folder: string, round: number): Promise<number> {
  const ledger = await openLedger(join(folder, `${round}.sqlite`));
  const runId = parseRunId('bench');
  await ledger.perform('startRun', { runId, newEpoch: false });
  const gateway = new Gateway({
    ledger,
    limitStore: createLedgerLimitStore(ledger),
    clock: nodeClock,
    random: createRandom(1),
    countTokens: (text) => text.length,
    onEvent: () => undefined,
    signal: new AbortController().signal,
    concurrency: IN_FLIGHT,
    budget: NO_BUDGET,
    aliasDaysMax: 7,
    acceptDiverged: false,
    storeRequests: false,
  });
  const model = gateway.chatModel({
    routes: [
      {
        provider: createOpenAiCompatibleProvider({ baseUrl, outputLimitField: 'max_tokens' }),
        ...{ id: 'bench', name: 'bench', model: 'zero-latency', limits: LIMITS },
        price: tokenPrice({ inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6 }),
      },
    ],
    ...{ logicalModel: 'zero-latency', pinned: true, sampled: false, policy: DEFAULT_POLICY },
    ...{ sampling: { temperature: 0 }, contextTokens: 8_000, timeoutMs: 60_000, attemptsMax: 1 },
  });
  const unitId = parseUnitId('0'.repeat(64));
  const call = (n: number): Promise<unknown> => {
    const place = { at: `q${n}`, contextId: 'bench#0', trial: 1, waited: { ms: 0 } };
    const site = { runId, unitId, dataset: 'bench', phase: 'answer' as const };
    return gateway.within({ ...site, ...place }, () => model.chat(request(n), 'answer'));
  };
  const ms = await timed(async () => {
    await Promise.all(Array.from({ length: CALLS }, (_, n) => call(n)));
  });
  await gateway.settled();
  await ledger.close();
  return ms;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
const server = await startServer();
try {
  const bare: number[] = [];
  const gateway: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [bareMs, gatewayMs] = [
      await bareRound(server.baseUrl),
      await gatewayRound(server.baseUrl, folder, round),
    ];
    if (round === 0) continue; // Warm-up.
    bare.push(bareMs / CALLS);
    gateway.push(gatewayMs / CALLS);
  }
  const result = {
    ...{ name: 'gateway', calls: CALLS, inFlight: IN_FLIGHT, rounds: ROUNDS },
    bareMsPerCall: median(bare),
    gatewayMsPerCall: median(gateway),
    addedMsPerCall: median(gateway.map((ms, at) => ms - (bare[at] ?? 0))),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
