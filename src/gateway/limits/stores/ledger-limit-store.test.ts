import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const WORKER = fileURLToPath(new URL('../__fixtures__/limit-worker.ts', import.meta.url));
const run = promisify(execFile);

interface WorkerOutput {
  readonly askedAtMs: number;
  /** From when to when it had each room. */
  readonly spans: readonly [number, number][];
}

test('four processes on one ledger keep one limit together, and use it up', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mab-limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, [WORKER, path, '60', '50'])),
  );
  const results = outputs.map(({ stdout }) => JSON.parse(stdout) as WorkerOutput);
  const askedAtMs = results.map((result) => result.askedAtMs);
  const byProcess = results.map((result) => result.spans);
  assert.deepEqual(
    byProcess.map(({ length }) => length),
    [60, 60, 60, 60],
  );
  const spans = byProcess.flat().sort(([a], [b]) => a - b);
  for (const [first] of spans) {
    const open = spans.filter(([start, end]) => start <= first && end > first);
    assert.ok(open.length <= 12, `${open.length} in flight`);
  }
  // 6,000 a minute are 100 a second, with a burst of as many: the other 140 rooms take 1.4 s. A
  // slow machine takes longer, but not as long as one wait that nobody ends.
  const spanMs = Math.max(...spans.map(([start]) => start)) - Math.min(...askedAtMs);
  assert.ok(spanMs >= 1_400, `it took ${spanMs} ms`);
  assert.ok(spanMs < 15_000, `it took ${spanMs} ms`);
});

test('the places of a process that was killed are free at once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mab-limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const holder = spawn(process.execPath, [WORKER, path, '12', '60000'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.after(() => void holder.kill('SIGKILL'));
  let taken = 0;
  for await (const _ of createInterface({ input: holder.stderr })) {
    taken += 1;
    if (taken === 12) break;
  }
  assert.equal(taken, 12, 'the holder has ended before it had its rooms');
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
  const startedAt = performance.now();
  await run(process.execPath, [WORKER, path, '12', '1']);
  const ms = performance.now() - startedAt;
  assert.ok(ms < 10_000, `it took ${ms} ms`);
});
