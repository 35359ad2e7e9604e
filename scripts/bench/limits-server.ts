import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { startLab } from '../../src/testing/lab/lab.ts';
import { seededFaults } from '../../src/testing/server-faults.ts';

/**
 * A lab in a process of its own. Its argument is a `LimitsServerJob` as JSON; prints its address,
 * and on SIGTERM what it saw, a line of JSON each.
 */
export interface LimitsServerJob {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  readonly burstSeconds: number;
  readonly latencyMs: readonly [number, number];
  readonly faultShare: number;
}

/** What a server saw. */
export interface LimitsServerResult {
  /** By status; 0: the connection was broken. */
  readonly statuses: Readonly<Record<string, number>>;
  /** From the first request to the last answer. */
  readonly ms: number;
}

const job = JSON.parse(process.argv[2] ?? '') as LimitsServerJob;
const { latencyMs, faultShare, ...limits } = job;
const statuses: Record<string, number> = {};
let [firstMs, lastMs] = [Number.NaN, Number.NaN];
subscribe('http.server.request.start', (message) => {
  const { response } = message as { response: ServerResponse };
  firstMs = Number.isNaN(firstMs) ? Date.now() : firstMs;
  response.once('close', () => {
    lastMs = Date.now();
    const status = response.headersSent ? response.statusCode : 0;
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
});
const free = { inputPicoUsd: 0n, cachedInputPicoUsd: 0n, outputPicoUsd: 0n };
const lab = await startLab({
  models: { '*': { price: { ...free, cacheWritePicoUsd: 0n }, limits } },
  latencyMs,
  faults: seededFaults(1, faultShare, ['server-error', 'hang-up', 'cut-body', 'invalid-json']),
});
process.once('SIGTERM', async () => {
  const result: LimitsServerResult = { statuses, ms: lastMs - firstMs };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
});
process.stdout.write(`${JSON.stringify({ baseUrl: lab.url })}\n`);
