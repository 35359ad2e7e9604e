import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { freePort } from '../free-port.ts';

/** A PostgreSQL of its own in a temporary folder, on loopback. */
export interface PostgresServer extends Disposable {
  /** Of a database that nothing is in, for its owner. */
  readonly url: string;
  readonly version: string;
  /** Ends every session at once, as a crash of the server would, and starts again. */
  restart(): void;
  stop(): void;
  start(): void;
  /** Runs statements as its owner. @returns what psql prints without heads. */
  sql(statements: string): string;
}

const USER = 'mab';
const PASSWORD = 'a-password-of-tests';

/** Folders that may hold the server's programs, newest version first. */
function binaryFolders(): string[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env.PATH ?? '').split(delimiter);
  return [...onPath, ...versions.map((version) => join(root, version, 'bin'))];
}

/** Why there is no server to test with, or undefined where there is one. */
export function postgresMissing(): string | undefined {
  return binaryFolder() === undefined
    ? 'this machine has no PostgreSQL (initdb, pg_ctl)'
    : undefined;
}

function binaryFolder(): string | undefined {
  return binaryFolders().find((folder) =>
    ['initdb', 'pg_ctl', 'psql'].every((name) => existsSync(join(folder, name))),
  );
}

/** The server refuses to run as root: then it runs as the user that its package made, or nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => {
    try {
      return Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
    } catch {
      return Number(execFileSync('id', [flag, 'nobody']).toString());
    }
  };
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Starts a server. @throws where this machine has none. */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = binaryFolder();
  if (binaries === undefined) throw new Error(postgresMissing());
  const who = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'mab-postgres-'));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const run = (program: string, args: readonly string[], input?: string): string =>
    execFileSync(join(binaries, program), args, {
      ...who,
      ...(input === undefined ? {} : { input }),
      cwd: folder,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', PGPASSWORD: PASSWORD, LC_ALL: 'C.UTF-8' },
    }).toString();
  const control = (...args: readonly string[]): void =>
    void run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), ...args]);
  const stop = (): void => control('-m', 'immediate', 'stop');
  const options = `-p ${port} -k ${folder} -h 127.0.0.1 -c max_connections=50`;
  const start = (): void => control('-o', options, 'start');

  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`);
  const flags = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
  run('initdb', ['-D', data, '-U', USER, ...flags]);
  start();
  const url = `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const sql = (statements: string): string => run('psql', ['-qAtX', url], statements).trim();
  return {
    ...{ url, sql, start, stop },
    version: sql('SHOW server_version'),
    restart() {
      stop();
      start();
    },
    [Symbol.dispose]() {
      try {
        stop();
      } finally {
        rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}
