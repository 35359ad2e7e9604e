import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtempDisposable, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { HUB_COMMIT, hubOf } from '../../src/testing/hub-files.ts';
import { startHubServer } from '../../src/testing/hub-server.ts';
import { MAIN, mab } from './hub-world.ts';

const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'mab-disk-'));

const pullArgs = (url: string, ...more: string[]): string[] => [
  ...['data', 'pull', '--mirror', url, '--revision', HUB_COMMIT, '--json'],
  ...more,
];

/** Runs a program to its end. */
async function execute(file: string, args: readonly string[], user: { uid?: number } = {}) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...user });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

const canMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

describe('mab data pull, where the disk says no', () => {
  it('goes on when there is room again', {
    skip: canMount ? false : 'needs `unshare -rm`, to mount a small disk of its own',
  }, async () => {
    await using hub = await startHubServer(hubOf());
    await using folder = await temporaryFolder();
    await using kept = await temporaryFolder();
    const pull = [process.execPath, MAIN, ...pullArgs(hub.url, '--cache', folder.path)].join(' ');
    // Mounts are seen by this shell alone, so all of it happens in one: fail, make room, go on.
    const script = [
      `mount -t tmpfs -o size=300k tmpfs ${folder.path}`,
      `${pull} > ${kept.path}/first.json; echo $? > ${kept.path}/first.code`,
      `mount -o remount,size=20m ${folder.path}`,
      `${pull} > ${kept.path}/second.json; echo $? > ${kept.path}/second.code`,
    ].join('\n');
    const ended = await execute('unshare', ['-rm', 'bash', '-c', script]);
    assert.equal(ended.code, 0, ended.stderr);
    const read = (name: string): Promise<string> => readFile(join(kept.path, name), 'utf8');
    const first = JSON.parse(await read('first.json'));
    assert.deepEqual([first.error.code, first.exitCode], ['DISK_FULL', 4]);
    assert.equal(await read('second.code'), '0\n', await read('second.json'));
    const ranges = hub.requests.flatMap(({ host, range }) => (host === 'cdn' ? (range ?? []) : []));
    assert.equal(ranges.length, 1);
    assert.ok(Number(/\d+/.exec(ranges[0] ?? '')?.[0]) > 100_000);
  });

  /** Root may do everything, so it becomes a user without any rights for these. */
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const canRun =
    process.platform !== 'win32' &&
    spawnSync(process.execPath, [MAIN, '--version'], user).status === 0;
  const skip = canRun ? false : 'nobody may not read this checkout, and root may do everything';

  it('names the folder that it may not write to', { skip }, async () => {
    await using hub = await startHubServer(hubOf());
    await using folder = await temporaryFolder();
    await chmod(folder.path, 0o555);
    const args = [MAIN, ...pullArgs(hub.url, '--cache', join(folder.path, 'cache'))];
    const { code, stdout } = await execute(process.execPath, args, user);
    const { error } = JSON.parse(stdout);
    assert.deepEqual([code, error.code], [4, 'NO_PERMISSION']);
    assert.match(error.hint, /--cache/);
    assert.equal(hub.sentBytes(), 0);
  });

  it('is content with a cache that may only be read, when all is there', { skip }, async () => {
    await using hub = await startHubServer(hubOf());
    await using folder = await temporaryFolder();
    const { code } = await mab(pullArgs(hub.url, '--cache', folder.path), folder.path);
    assert.equal(code, 0);
    await execute('chmod', ['-R', 'a+rX,a-w', folder.path]);
    const args = [MAIN, ...pullArgs(hub.url, '--cache', folder.path)];
    const again = await execute(process.execPath, args, user);
    await execute('chmod', ['-R', 'u+w', folder.path]);
    assert.equal(again.code, 0, again.stdout);
  });
});
