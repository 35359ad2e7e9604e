import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';

/** A program that serves Redis, or why there is none. */
export type FoundRedis =
  | { readonly program: string; readonly env: NodeJS.ProcessEnv }
  | { readonly missing: string };

/** What the server of Debian's package is made of. */
const PACKAGES = ['redis-tools', 'libjemalloc2', 'liblzf1'];

/** The server of this machine, else the one of Debian's packages, unpacked below `folder`. */
export function findRedis(folder: string): FoundRedis {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return { program: 'redis-server', env: process.env };
  } catch {
    return unpackRedis(folder);
  }
}

function unpackRedis(folder: string): FoundRedis {
  const root = join(folder, 'debian');
  mkdirSync(root);
  const quiet = { cwd: root, stdio: 'pipe', timeout: 120_000 } as const;
  try {
    execFileSync('apt-get', ['download', ...PACKAGES], quiet);
    const archives = readdirSync(root).filter((name) => name.endsWith('.deb'));
    for (const archive of archives) execFileSync('dpkg', ['-x', archive, root], quiet);
    // One program with several names: by this one it serves.
    const program = join(root, 'usr', 'bin', 'redis-server');
    symlinkSync('redis-check-rdb', program);
    const libraries = readdirSync(join(root, 'usr', 'lib')).map((name) =>
      join(root, 'usr', 'lib', name),
    );
    const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') };
    execFileSync(program, ['--version'], { ...quiet, env });
    return { program, env };
  } catch (error) {
    const [reason] = String(error).split('\n');
    return { missing: `there is no redis-server, and Debian's cannot be had: ${reason}` };
  }
}

/** A Redis on this machine that can be killed and started again at the same address. */
export class RedisServer {
  readonly url: string;
  readonly #found: Extract<FoundRedis, { program: string }>;
  readonly #port: number;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  private constructor(
    found: Extract<FoundRedis, { program: string }>,
    port: number,
    folder: string,
  ) {
    this.#found = found;
    this.#port = port;
    this.#folder = folder;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(found: Extract<FoundRedis, { program: string }>): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'mab-redis-'));
    const server = new RedisServer(found, await freePort(), folder);
    await server.restart();
    return server;
  }

  async restart(): Promise<void> {
    const flags = ['--port', `${this.#port}`, '--bind', '127.0.0.1', '--save', ''];
    this.#child = spawn(this.#found.program, [...flags, '--dir', this.#folder], {
      env: this.#found.env,
      stdio: 'ignore',
    });
    for (let tries = 0; !(await answers(this.#port)); tries++) {
      if (tries > 100) throw new Error('Redis does not start.');
      await wait(50);
    }
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
