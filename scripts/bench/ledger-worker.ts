import { sha256 } from '../../src/core/hashing.ts';
import { parseCallKey, parseRunId, parseUnitId } from '../../src/core/ids.ts';
import { type Ledger, openLedger } from '../../src/gateway/ledger/ledger.ts';
import { openPostgresLedger } from '../../src/gateway/ledger/postgres/postgres-ledger.ts';

/**
 * One process of `ledger.ts`: `place first calls inFlight`. Waits for a line on standard input,
 * buys its calls, and prints when it began and ended, in ms since 1970.
 */
const [place = '', first, calls, inFlight] = process.argv.slice(2);
const runId = parseRunId('bench');
const unitId = parseUnitId('0'.repeat(64));
const usage = {
  ...{ inputTokens: 1_000, cachedInputTokens: 0, outputTokens: 20, cacheWriteTokens: 0 },
  ...{ reasoningTokens: 0, source: 'reported' as const },
};

async function buy(ledger: Ledger, call: number): Promise<void> {
  const answer = await ledger.perform('claim', {
    key: parseCallKey(sha256(String(call))),
    site: { runId, unitId, dataset: 'bench', phase: 'answer', path: `q${call}/answer` },
    worst: { picoUsd: 1_000n, tokens: 2_000 },
    accounts: [{ name: 'run:bench', limitPicoUsd: 10n ** 15n }, { name: 'month:2026-11' }],
    ...{ replyAgeMsMax: undefined, acceptDiverged: false, requestParts: undefined },
  });
  if (answer.kind !== 'granted') throw new Error(`The claim was answered ${answer.kind}.`);
  await ledger.perform('settle', {
    attempt: answer.attempt,
    reply: { text: 'An answer of some words, as models give them.', finish: 'stop' },
    ...{ usage, costPicoUsd: 300n, latencyMs: 900 },
    ...{ servedBy: 'bench', reportedModel: 'm-1', route: 'bench' },
  });
}

const ledger = place.startsWith('postgres:')
  ? await openPostgresLedger({ url: place, name: 'bench' })
  : await openLedger(place);
await ledger.startRun(runId, false);
process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const startedAtMs = Date.now();
let next = Number(first);
const end = next + Number(calls);
await Promise.all(
  Array.from({ length: Number(inFlight) }, async () => {
    while (next < end) await buy(ledger, next++);
  }),
);
process.stdout.write(`${JSON.stringify({ startedAtMs, endedAtMs: Date.now() })}\n`);
await ledger.close();
process.stdin.destroy();
