import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startCountingServer } from '../../src/testing/counting-server.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readLedger } from '../chaos/support/ledger-facts.ts';
import { assertHonestMoney } from '../chaos/support/money-checks.ts';
import { PRICES, writePricedConfig } from '../chaos/support/priced-config.ts';
import { type Failed, readFailure } from './bad-input-world.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const arena = createArena();
after(() => arena[Symbol.dispose]());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
async function execute(
  command: readonly [string, ...string[]],
  options: { uid?: number; gid?: number } = {},
): Promise<Ended> {
  const [file, ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

/** The shell words that run a configuration. */
function mabRun(config: string, workspace: string): string[] {
  return [process.execPath, MAIN, 'run', config, '--workspace', workspace, '--json'];
}

async function createScene() {
  const server = await startCountingServer({ prices: PRICES, latencyMs: 2 });
  const config = writePricedConfig(arena.folder(), { url: server.url, data: arena.data });
  return { server, config, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const canMount = ((): boolean => {
  const { status } = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', arena.folder()]);
  return status === 0;
})();
const hasBash = spawnSync('bash', ['-c', 'ulimit -f 1000']).status === 0;

describe('a disk that is full', () => {
  const reason = canMount ? false : 'needs `unshare -rm`, to mount a small disk of its own';

  it('stops the run, loses nothing, and the run goes on when there is room', {
    skip: reason,
  }, async () => {
    const sizes = ['120k', '240k', '360k'];
    const codes = new Set<string>();
    for (const size of sizes) {
      await using scene = await createScene();
      const [disk, kept] = [arena.folder(), arena.folder()];
      const run = mabRun(scene.config, join(disk, 'workspace')).join(' ');
      // Mounts are seen by this shell alone, so all of it happens in one: fail, make room, go on.
      const script = [
        `mount -t tmpfs -o size=${size} tmpfs ${disk}`,
        `${run} > ${kept}/first.json 2> ${kept}/first.txt; echo $? > ${kept}/first.code`,
        `mount -o remount,size=20m ${disk}`,
        `${run} > ${kept}/second.json 2> ${kept}/second.txt; echo $? > ${kept}/second.code`,
        `cp -r ${disk}/workspace ${kept}/workspace`,
      ].join('\n');
      const ended = await execute(['unshare', '-rm', 'bash', '-c', script]);
      assert.equal(ended.code, 0, ended.stderr);
      const first = await readEnded(kept, 'first');
      if (first.code !== 0) codes.add(assertDiskFull(first).code);
      const second = await readEnded(kept, 'second');
      assert.equal(second.code, 0, second.stderr);
      assertHonestMoney(readLedger(join(kept, 'workspace')), scene.server.invoice());
    }
    assert.deepEqual(codes, new Set(['DISK_FULL']));
  });

  it('is told of also where a file may not grow', {
    skip: hasBash ? false : 'needs `ulimit -f` of bash',
  }, async () => {
    await using scene = await createScene();
    const workspace = join(arena.folder(), 'workspace');
    const run = mabRun(scene.config, workspace);
    const limited = await execute(['bash', '-c', `ulimit -f 150; ${run.join(' ')}`]);
    const failed = readFailure(limited);
    assert.equal(failed.exitCode, 4);
    assert.match(failed.code, /^DISK_(FULL|FAILED)$/);
    const [file, ...args] = run;
    const ended = await execute([file ?? '', ...args]);
    assert.equal(ended.code, 0, ended.stderr);
    assertHonestMoney(readLedger(workspace), scene.server.invoice());
  });
});

async function readEnded(folder: string, stem: string): Promise<Ended> {
  const { stdout: code } = await execute(['cat', `${folder}/${stem}.code`]);
  const { stdout } = await execute(['cat', `${folder}/${stem}.json`]);
  const { stdout: stderr } = await execute(['cat', `${folder}/${stem}.txt`]);
  return { code: Number(code), stdout, stderr };
}

function assertDiskFull(ended: Ended): Failed {
  const failed = readFailure(ended);
  assert.equal(failed.exitCode, 4);
  assert.match(failed.hint, /Free space/);
  return failed;
}

/** Root may do everything, so it becomes a user without any rights for these. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

describe('a folder without permission', () => {
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const canRun =
    process.platform !== 'win32' &&
    spawnSync(process.execPath, [MAIN, '--version'], user).status === 0;
  const skip = canRun ? false : 'nobody may not read this checkout, and root may do everything';

  it('to write to stops the run before the first call', { skip }, async () => {
    await using scene = await createScene();
    openToAll(scene.config);
    const locked = arena.folder();
    chmodSync(locked, 0o555);
    const [file, ...args] = mabRun(scene.config, join(locked, 'workspace'));
    const failed = readFailure(await execute([file ?? '', ...args], user));
    assert.deepEqual([failed.code, failed.exitCode], ['NO_PERMISSION', 4]);
    assert.equal(scene.server.invoice().accepted, 0);
    assert.equal(existsSync(join(locked, 'workspace')), false);
  });

  it('to write the ledger stops the run before the first call', { skip }, async () => {
    await using scene = await createScene();
    openToAll(scene.config);
    const locked = arena.folder();
    chmodSync(locked, 0o555);
    const [file, ...args] = mabRun(scene.config, locked);
    const failed = readFailure(await execute([file ?? '', ...args], user));
    assert.deepEqual([failed.code, failed.exitCode], ['NO_PERMISSION', 4]);
    assert.match(failed.hint, /writable|--workspace/);
    assert.equal(scene.server.invoice().accepted, 0);
  });

  it('to read is told of', { skip }, async () => {
    await using scene = await createScene();
    openToAll(scene.config);
    chmodSync(scene.config, 0o000);
    const workspace = arena.folder();
    if (isRoot) chownSync(workspace, NOBODY, NOBODY);
    const [file, ...args] = mabRun(scene.config, workspace);
    const failed = readFailure(await execute([file ?? '', ...args], user));
    assert.deepEqual([failed.code, failed.exitCode], ['NO_PERMISSION', 4]);
    assert.match(failed.message, /run\.yaml may not be read/);
  });
});

/** The arena's folders are the owner's alone. */
function openToAll(config: string): void {
  const [folder, root] = [join(config, '..'), join(config, '..', '..')];
  for (const path of [folder, root]) chmodSync(path, 0o755);
}
