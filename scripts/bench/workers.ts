import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shareCalls, startWorker } from '../tooling/workers/run-workers.ts';
import type { WorkerResult } from '../tooling/workers/worker-job.ts';

/**
 * Worker processes on one ledger, in front of a server that takes a second a reply: one, four
 * with the same concurrency each, one with four times the concurrency; then one with 1,000 calls in
 * flight. Prints one line of JSON.
 */
const LATENCY_MS = 1_000;
const CONCURRENCY = 16;
/** A worker's, so that every round takes as long. */
const CALLS = 20 * CONCURRENCY;
const IN_FLIGHT = 1_000;
const PROMPT_CHARACTERS = 8_000;

interface Round {
  readonly callsPerSecond: number;
  readonly results: readonly WorkerResult[];
}

async function startServer(): Promise<{ baseUrl: string; stop: () => void }> {
  const main = new URL('../../src/testing/lab/main.ts', import.meta.url).pathname;
  const args = [main, '--config', '-'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ latencyMs: LATENCY_MS }));
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return { baseUrl: String(url).trim(), stop: () => child.kill() };
}

async function round(
  baseUrl: string,
  { workers, concurrency, calls }: { workers: number; concurrency: number; calls: number },
): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
  const price = { inputUsdPerMillion: 0.15, outputUsdPerMillion: 0.6 };
  const reader = { provider: 'openai-compatible', baseUrl, model: 'm-1', contextTokens: 128_000 };
  const job = {
    ...{ ledgerPath: join(folder, 'ledger.sqlite'), runId: 'bench', environment: {}, concurrency },
    reader: { ...reader, pinned: true, price },
    ...{ calls: { from: 0, to: calls }, promptCharacters: PROMPT_CHARACTERS },
  };
  try {
    const started = shareCalls(job, workers).map(startWorker);
    const results = await Promise.all(started.map(({ result }) => result));
    const done = results.filter((result) => result !== undefined);
    const answered = done.reduce((sum, result) => sum + result.answered, 0);
    if (answered !== calls) throw new Error(`${answered} of ${calls} calls were answered.`);
    const startedAt = Math.min(...done.map(({ startedAtMs }) => startedAtMs));
    const endedAt = Math.max(...done.map(({ endedAtMs }) => endedAtMs));
    return { callsPerSecond: (calls * 1_000) / (endedAt - startedAt), results: done };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const server = await startServer();
try {
  const { baseUrl } = server;
  const one = await round(baseUrl, { workers: 1, concurrency: CONCURRENCY, calls: CALLS });
  const four = await round(baseUrl, { workers: 4, concurrency: CONCURRENCY, calls: 4 * CALLS });
  const wide = await round(baseUrl, {
    ...{ workers: 1, concurrency: 4 * CONCURRENCY, calls: 4 * CALLS },
  });
  const calls = 5 * IN_FLIGHT;
  const full = await round(baseUrl, { workers: 1, concurrency: IN_FLIGHT, calls });
  const [{ peakBytes, cpuMs }] = full.results as [WorkerResult];
  const result = {
    onePerSecond: one.callsPerSecond,
    fourPerSecond: four.callsPerSecond,
    widePerSecond: wide.callsPerSecond,
    inFlight: IN_FLIGHT,
    inFlightPerSecond: full.callsPerSecond,
    peakBytes,
    cpuMsPerCall: cpuMs / calls,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  server.stop();
}
