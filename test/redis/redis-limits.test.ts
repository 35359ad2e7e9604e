import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRedisDocuments } from '../../src/adapters/limits/redis/redis-documents.ts';
import { findRedis, RedisServer } from './redis-server.ts';

const folder = await mkdtemp(join(tmpdir(), 'mab-redis-suite-'));
const found = findRedis(folder);
const skip = 'missing' in found ? found.missing : false;
after(() => rm(folder, { recursive: true, force: true }));

const WORKER = fileURLToPath(new URL('./limit-worker.ts', import.meta.url));
const WORKERS = 4;
const run = promisify(execFile);

interface Told {
  readonly spans: readonly [number, number][];
  readonly told: readonly string[];
}

function startServer(): Promise<RedisServer> {
  assert.ok('program' in found);
  return RedisServer.start(found);
}

async function work(url: string, heldMs: number, workMs: number): Promise<Told[]> {
  const env = { ...process.env, REDIS_URL: url };
  const outputs = await Promise.all(
    Array.from({ length: WORKERS }, () =>
      run(process.execPath, [WORKER, String(heldMs), String(workMs)], { env }),
    ),
  );
  return outputs.map(({ stdout }) => JSON.parse(stdout) as Told);
}

/** Rooms that were given from one time to another. */
function givenIn(told: readonly Told[], fromMs: number, toMs: number): number {
  return told.flatMap(({ spans }) => spans).filter(([at]) => at >= fromMs && at < toMs).length;
}

test('a document is replaced by whoever read it last, and by nobody else', { skip }, async () => {
  await using server = await startServer();
  const [one, other] = [createRedisDocuments(server), createRedisDocuments(server)];
  const empty = await one.read('a');
  assert.equal(empty.text, undefined);
  assert.ok(Math.abs(empty.nowMs - Date.now()) < 5_000);
  const fresh = { version: empty.version, keepMs: 60_000 };
  assert.equal(await one.write('a', { ...fresh, text: 'first' }), true);
  assert.equal(await other.write('a', { ...fresh, text: 'too late' }), false);
  const first = await other.read('a');
  assert.equal(first.text, 'first');
  assert.equal(
    await other.write('a', { text: 'second', version: first.version, keepMs: 50 }),
    true,
  );
  assert.equal((await one.read('a')).text, 'second');
  assert.equal((await one.read('b')).text, undefined);
  await wait(80);
  assert.equal((await one.read('a')).text, undefined);
  await Promise.all([one.close(), other.close()]);
});

test('a Redis that is not there is named, its password is not', { skip }, async () => {
  const documents = createRedisDocuments({ url: 'redis://user:secret@127.0.0.1:1' });
  await assert.rejects(documents.read('a'), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'LIMITS_UNREACHABLE');
    assert.match(error.message, /^redis:\/\/127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/);
    return true;
  });
  await documents.close();
  for (const url of ['redis://example.org:6379', 'http://127.0.0.1', 'what', '']) {
    assert.throws(() => createRedisDocuments({ url }), { code: 'REDIS_URL_INVALID' });
  }
});

test('four processes keep one limit together', { skip }, async () => {
  await using server = await startServer();
  const told = await work(server.url, 40, 3_000);
  const spans = told.flatMap(({ spans: own }) => own).sort(([a], [b]) => a - b);
  const [firstMs = 0] = spans[0] ?? [];
  // 6,000 a minute are 100 a second. The first second brings the burst besides.
  for (let atMs = firstMs; atMs < firstMs + 2_000; atMs += 250) {
    const count = givenIn(told, atMs, atMs + 1_000);
    assert.ok(count <= 100 + 100 + 10, `${count} in a second`);
  }
  const steady = givenIn(told, firstMs + 1_500, firstMs + 2_500);
  assert.ok(steady >= 90 && steady <= 115, `${steady} in a second`);
  for (const [atMs] of spans) {
    const open = spans.filter(([from, to]) => from <= atMs && to > atMs);
    assert.ok(open.length <= 12, `${open.length} in flight`);
  }
  assert.deepEqual(
    told.map(({ told: events }) => events),
    Array.from({ length: WORKERS }, () => []),
  );
});

test('without Redis each goes on with its part, and with it they share again', {
  skip,
}, async () => {
  await using server = await startServer();
  const startedMs = Date.now();
  const working = work(server.url, 40, 13_000);
  await wait(3_000);
  await server.kill();
  const killedMs = Date.now();
  await wait(3_000);
  await server.restart();
  const backMs = Date.now();
  const told = await working;
  assert.ok(backMs - startedMs < 8_000);
  for (const { told: events } of told) {
    assert.deepEqual(events, [`limits-split ${WORKERS}`, 'limits-shared']);
  }
  // A quarter each of 100 a second, and a burst each of a quarter: never more than all together.
  const alone = givenIn(told, killedMs + 1_000, killedMs + 3_000);
  assert.ok(alone >= 150 && alone <= 215, `${alone} in two seconds`);
  const together = givenIn(told, backMs + 5_000, backMs + 6_500);
  assert.ok(together >= 120 && together <= 190, `${together} in one and a half seconds`);
});
