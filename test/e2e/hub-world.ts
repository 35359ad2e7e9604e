import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `mab` as a process of its own, which is killed when the test that uses it is over. */
export interface MabProcess extends Disposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** @param cache  The cache of its machine. */
export function startMab(args: readonly string[], cache: string): MabProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, MAB_CACHE: cache, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]).then(([stdout, stderr, [code]]) => ({ code, stdout, stderr }));
  return { child, ended, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** Runs `mab` to its end. */
export function mab(args: readonly string[], cache: string): Promise<Ended> {
  return startMab(args, cache).ended;
}
