import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLedger } from '../../ledger/ledger.ts';

const WORKER = fileURLToPath(new URL('../__fixtures__/limit-worker.ts', import.meta.url));
const run = promisify(execFile);

test('four processes on one ledger keep one limit together, and use it up', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mab-limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, [WORKER, path, '60', '50'])),
  );
  const byProcess = outputs.map(({ stdout }) => JSON.parse(stdout) as [number, number][]);
  assert.deepEqual(
    byProcess.map(({ length }) => length),
    [60, 60, 60, 60],
  );
  const spans = byProcess.flat().sort(([a], [b]) => a - b);
  // 6,000 a minute are 100 a second, with a burst of as many. The clock runs after the room was
  // taken, so a span may seem shorter than it was, by what the machine needs to tell.
  const tellMs = 150;
  spans.forEach(([first], from) => {
    spans.slice(from).forEach(([last], count) => {
      assert.ok(count + 1 <= 100 + (last - first + tellMs) / 10);
    });
    const open = spans.filter(([start, end]) => start <= first && end > first);
    assert.ok(open.length <= 12, `${open.length} in flight`);
  });
  // Twelve places of 50 ms each give 240 a second; the rate is the narrower bound.
  const spanMs = (spans.at(-1)?.[0] ?? 0) - (spans[0]?.[0] ?? 0);
  assert.ok(spanMs < 3_500, `it took ${spanMs} ms`);
});

test('the places of a process that was killed are free at once', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'mab-limits-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ledger.sqlite');
  const holder = spawn(process.execPath, [WORKER, path, '12', '60000'], { stdio: 'ignore' });
  const other = await openLedger(path);
  t.after(() => other.close());
  const held = async (): Promise<number> => {
    const news = { document: 'http://server', ends: [], takes: [] };
    return (await other.perform('rooms', news)).workers;
  };
  while ((await held()) < 2) await wait(50);
  // All twelve are taken as soon as it is there.
  await wait(500);
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
  const startedAt = performance.now();
  await run(process.execPath, [WORKER, path, '12', '1']);
  const ms = performance.now() - startedAt;
  assert.ok(ms < 10_000, `it took ${ms} ms`);
});
