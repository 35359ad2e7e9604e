import { spawnSync } from 'node:child_process';
import { basename } from 'node:path';

/** Settings of this checkout that npm hands to its scripts; a user's project has none of them. */
const OWN_SETTINGS = [
  'npm_config_ignore_scripts',
  'npm_config_local_prefix',
  'npm_config_omit_lockfile_registry_resolved',
];

const QUIET = ['--loglevel=error', '--no-audit', '--no-fund', '--no-progress', '--prefer-offline'];

/** How a program ended. */
export interface Ended {
  /** `null` when it was ended by a signal or did not start. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs npm as a user would in `folder`. */
export function npm(folder: string, args: readonly string[]): Ended {
  const [command = 'npm', ...first] = npmCommand();
  return runProgram(folder, command, [...first, ...args, ...QUIET], process.env);
}

/** Runs a program to its end, or for at most two minutes. */
export function runProgram(
  folder: string,
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    env: withoutOwnSettings(environment),
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
    shell: command === 'npm' && process.platform === 'win32',
  });
  return { exitCode: status, stdout, stderr: error ? `${stderr}\n${error.message}` : stderr };
}

/** The npm that started us, else the one on the path. */
function npmCommand(): string[] {
  const running = process.env.npm_execpath;
  const isNpm = running !== undefined && basename(running) === 'npm-cli.js';
  return isNpm ? [process.execPath, running] : ['npm'];
}

function withoutOwnSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment).filter(([name]) => !OWN_SETTINGS.includes(name));
  return Object.fromEntries(entries);
}
