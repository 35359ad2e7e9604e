import { setMaxListeners } from 'node:events';
import { createGateway } from '../../../src/app/create-gateway.ts';
import { createReader } from '../../../src/app/reader-model.ts';
import { NO_BUDGET } from '../../../src/contracts/budget.ts';
import { MabError } from '../../../src/core/errors.ts';
import { parseRunId, parseUnitId } from '../../../src/core/ids.ts';
import { parseUsd } from '../../../src/core/money.ts';
import { Catalogue } from '../../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../src/cost/catalogue/shipped.ts';
import { openLedger } from '../../../src/gateway/ledger/ledger.ts';
import { readerSchema } from '../../../src/run/config/reader-schema.ts';
import type { WorkerJob, WorkerResult } from './worker-job.ts';

/** A worker process: does the job in its first argument, prints its result. */
const job = JSON.parse(process.argv[2] ?? '') as WorkerJob;
const { signal } = new AbortController();
setMaxListeners(0, signal);
const runId = parseRunId(job.runId);
const ledger = await openLedger(job.ledgerPath);
await ledger.startRun(runId, false);
const catalogue = new Catalogue(shippedPrices(), '2026-11-24');
const limit = job.budgetUsd === undefined ? {} : { picoUsd: parseUsd(job.budgetUsd) };
const gateway = createGateway(
  {
    ...{ concurrency: job.concurrency, aliasDaysMax: 7, storeRequests: false },
    budget: { ...NO_BUDGET, run: limit },
  },
  {
    judges: new Map(),
    reader: createReader(readerSchema.parse(job.reader), job.environment, catalogue),
    ...{ ledger, signal, embedders: new Map(), acceptDiverged: false },
    onEvent: () => undefined,
  },
);
const filler = 'lorem ipsum '.repeat(Math.ceil(job.promptCharacters / 12));

function call(n: number): Promise<unknown> {
  const content = `${filler.slice(0, job.promptCharacters)} Question ${n}?`;
  const at = `q${String(n).padStart(6, '0')}`;
  const site = { runId, unitId: parseUnitId('0'.repeat(64)), dataset: 'load', phase: 'answer' };
  const scope = { ...site, phase: 'answer' as const, contextId: 'load#0', at, trial: 1 };
  return gateway.within({ ...scope, waited: { ms: 0 } }, () =>
    gateway.reader.chat({ messages: [{ role: 'user', content }], maxOutputTokens: 64 }, 'answer'),
  );
}

const { from, to } = job.calls;
const startedAtMs = Date.now();
const ended = await Promise.allSettled(
  Array.from({ length: to - from }, (_, at) => call(from + at)),
);
const endedAtMs = Date.now();
await ledger.close();
const failed: Record<string, number> = {};
for (const outcome of ended) {
  if (outcome.status === 'fulfilled') continue;
  const code = outcome.reason instanceof MabError ? outcome.reason.code : String(outcome.reason);
  failed[code] = (failed[code] ?? 0) + 1;
}
const { user, system } = process.cpuUsage();
const result: WorkerResult = {
  answered: ended.filter(({ status }) => status === 'fulfilled').length,
  ...{ failed, startedAtMs, endedAtMs, ms: endedAtMs - startedAtMs },
  cpuMs: (user + system) / 1_000,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
