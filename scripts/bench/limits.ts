import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { installOnce } from '../../test/package/install-once.ts';
import { shareCalls, startWorker } from '../tooling/workers/run-workers.ts';
import type { LimitsServerJob, LimitsServerResult } from './limits-server.ts';

/**
 * 2,000 calls against a server that enforces 500 requests and 2 million tokens a minute, takes 0.2
 * to 3 s a reply and fails two in a hundred: through our gateway with 1, 4 and 8 processes on one
 * ledger, and through others. `--speed 10` makes limits ten times as high and replies ten times as
 * fast; `--only NAME` runs one; `--burst SECONDS` is what the server lets be saved up. Prints one
 * line of JSON.
 */
const { values: flags } = parseArgs({
  options: {
    speed: { type: 'string', default: '10' },
    calls: { type: 'string', default: '2000' },
    burst: { type: 'string', default: '60' },
    only: { type: 'string' },
  },
});
const [SPEED, CALLS, BURST] = [flags.speed, flags.calls, flags.burst].map(Number) as [
  number,
  number,
  number,
];
/** Input and output together as much of the tokens a minute as one of the requests a minute. */
const PROMPT_CHARACTERS = 15_600;
const LIMITS = { requestsPerMinute: 500 * SPEED, tokensPerMinute: 2_000_000 * SPEED };
/** Ours, of each process: no bound that matters. */
const CONCURRENCY = 200;
/** Of p-queue: what 500 requests a minute and 1.6 s a reply keep busy, and thrice that. */
const FIXED = { little: 14, generous: 42 };

interface Outcome {
  /** Calls that came to a reply. */
  readonly answered: number;
  readonly seconds: number;
  /** Requests that the server took a minute, as a part of what it permits. */
  readonly rate: number;
  /** Of all requests. */
  readonly refusedShare: number;
}

async function withServer(
  work: (baseUrl: string) => Promise<number>,
  burstSeconds: number,
): Promise<Outcome> {
  const main = new URL('./limits-server.ts', import.meta.url).pathname;
  const job: LimitsServerJob = {
    ...{ ...LIMITS, burstSeconds, faultShare: 0.02 },
    latencyMs: [200 / SPEED, 3_000 / SPEED],
  };
  const child = spawn(process.execPath, [main, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { baseUrl } = JSON.parse((await lines.next()).value ?? '') as { baseUrl: string };
  const answered = await work(baseUrl);
  child.kill();
  const result = JSON.parse((await lines.next()).value ?? '') as LimitsServerResult;
  await once(child, 'exit');
  return outcomeOf(answered, result);
}

function outcomeOf(answered: number, { statuses, ms }: LimitsServerResult): Outcome {
  const all = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const refused = statuses[429] ?? 0;
  const perMinute = ((all - refused) * 60_000) / ms;
  return {
    ...{ answered, seconds: ms / 1_000, refusedShare: refused / all },
    rate: perMinute / LIMITS.requestsPerMinute,
  };
}

async function ours(baseUrl: string, workers: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
  const reader = { provider: 'openai', baseUrl, model: 'm-1', contextTokens: 128_000 };
  const limits = { rpm: LIMITS.requestsPerMinute, tpm: LIMITS.tokensPerMinute };
  const job = {
    ...{ ledgerPath: join(folder, 'ledger.sqlite'), runId: 'bench', concurrency: CONCURRENCY },
    environment: { OPENAI_API_KEY: 'none' },
    reader: { ...reader, pinned: true, price: 'free', limits },
    ...{ calls: { from: 0, to: CALLS }, promptCharacters: PROMPT_CHARACTERS },
  };
  try {
    const started = shareCalls(job, workers).map(startWorker);
    const results = await Promise.all(started.map(({ result }) => result));
    return results.reduce((sum, result) => sum + (result?.answered ?? 0), 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rival(baseUrl: string, job: object): Promise<number> {
  const source = join(import.meta.dirname, 'limit-rivals');
  const installed = installOnce(source, 'limit-rivals');
  if ('missing' in installed) throw new Error(`Not installed: ${installed.missing}`);
  const program = join(source, 'rival.mjs');
  const calls = { from: 0, to: CALLS };
  const full = {
    ...LIMITS,
    ...job,
    ...installed,
    baseUrl,
    calls,
    promptCharacters: PROMPT_CHARACTERS,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(full)]);
  return (JSON.parse(stdout) as { answered: number }).answered;
}

const rlf = { kind: 'rate-limiter-flexible' };
const rounds: Readonly<Record<string, (baseUrl: string) => Promise<number>>> = {
  one: (url) => ours(url, 1),
  four: (url) => ours(url, 4),
  eight: (url) => ours(url, 8),
  queueLittle: (url) => rival(url, { kind: 'p-queue', concurrency: FIXED.little }),
  queueGenerous: (url) => rival(url, { kind: 'p-queue', concurrency: FIXED.generous }),
  sdk: (url) => rival(url, { kind: 'sdk' }),
  minuteWindows: (url) => rival(url, { ...rlf, windowSeconds: 60 / SPEED }),
  secondWindows: (url) => rival(url, { ...rlf, windowSeconds: 1 }),
};

const result: Record<string, number> = { calls: CALLS, speed: SPEED, burstSeconds: BURST };
for (const [name, work] of Object.entries(rounds)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  const outcome = await withServer(work, BURST / SPEED);
  process.stderr.write(`${name} ${JSON.stringify(outcome)}\n`);
  for (const [figure, value] of Object.entries(outcome)) result[`${name} ${figure}`] = value;
}
process.stdout.write(`${JSON.stringify(result)}\n`);
