import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { acquireLock } from './lock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mab-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const silent = { onWait: () => assert.fail('nothing to wait for') };

test('of two that want the lock the second gets it when the first lets go', async () => {
  const path = join(folder, 'shared');
  const order: string[] = [];
  const releaseFirst = await acquireLock(path, silent);
  const second = acquireLock(path, silent).then((release) => {
    order.push('second has it');
    release();
  });
  order.push('first lets go');
  releaseFirst();
  await second;
  assert.deepEqual(order, ['first lets go', 'second has it']);
  assert.equal(existsSync(path), false);
});

test('the lock of a process that is gone is taken over and leaves nothing behind', async () => {
  const path = join(folder, 'stale');
  // No system gives out this process id.
  writeFileSync(path, `${2 ** 30} ${hostname()}`);
  const release = await acquireLock(path, silent);
  release();
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('stale')),
    [],
  );
});

test('a lock from another machine is taken over once its heartbeat is old', async () => {
  const path = join(folder, 'elsewhere');
  writeFileSync(path, '1 another-machine');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  const release = await acquireLock(path, silent);
  release();
});

test('a folder that cannot be written is explained', async () => {
  await assert.rejects(acquireLock(join(folder, 'absent', 'lock'), silent), {
    message:
      `The packages are not installed, and ${join(folder, 'absent', 'lock')} cannot be written ` +
      '(ENOENT).\nMake the checkout writable, or copy it to a folder of your own.',
  });
});
