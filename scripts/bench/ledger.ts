import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { postgresMissing, startPostgres } from '../../test/postgres/postgres-server.ts';

/**
 * How many calls a second a ledger takes: each is a claim and a settlement, both durable. With 1
 * and with 8 processes, in SQLite and in PostgreSQL on this machine. Prints one line of JSON.
 */
const CALLS = 4_000;
const IN_FLIGHT = 64;

const WORKER = new URL('./ledger-worker.ts', import.meta.url).pathname;

/** Starts a process; `go` lets it buy, and gives the times at which it began and ended. */
async function startWorker(place: string, first: number, calls: number) {
  const args = [WORKER, place, String(first), String(calls), String(IN_FLIGHT)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return async (): Promise<{ startedAtMs: number; endedAtMs: number }> => {
    child.stdin.write('go\n');
    return JSON.parse((await lines.next()).value ?? '{}');
  };
}

/** Calls a second of all processes together. */
async function rate(place: string, processes: number): Promise<number> {
  const each = CALLS / processes;
  const workers = await Promise.all(
    Array.from({ length: processes }, (_, at) => startWorker(place, at * each, each)),
  );
  const times = await Promise.all(workers.map((go) => go()));
  const startedAt = Math.min(...times.map(({ startedAtMs }) => startedAtMs));
  const endedAt = Math.max(...times.map(({ endedAtMs }) => endedAtMs));
  return (CALLS * 1_000) / (endedAt - startedAt);
}

const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
const result: Record<string, number> = {};
try {
  for (const processes of [1, 8]) {
    result[`sqlite${processes}`] = await rate(join(folder, `${processes}.sqlite`), processes);
  }
  if (postgresMissing() === undefined) {
    using server = await startPostgres();
    for (const processes of [1, 8]) {
      result[`postgres${processes}`] = await rate(server.url, processes);
      server.sql('DROP SCHEMA mab_bench CASCADE');
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(result)}\n`);
