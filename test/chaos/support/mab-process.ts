import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunReport } from '../../../src/contracts/report.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `mab run … --json` of its own, which is killed when the test that uses it is over. */
export interface MabProcess extends Disposable {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/**
 * Starts the real program on a configuration.
 *
 * @param compileCache  Folder in which Node keeps compiled code, so that the next start is quicker.
 */
export function startMab(
  configPath: string,
  { workspace, compileCache }: { workspace: string; compileCache: string },
  ...flags: readonly string[]
): MabProcess {
  const child = spawn(
    process.execPath,
    [MAIN, 'run', configPath, '--workspace', workspace, '--json', ...flags],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache, NO_COLOR: '1' },
    },
  );
  return {
    ...{ child, ended: collect(child) },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

async function collect(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('close', (...ending) => resolve(ending));
  });
  return { code, signal, stdout, stderr };
}

/** The report that a finished run printed. */
export function reportOf({ stdout }: Pick<Ended, 'stdout'>): RunReport {
  return JSON.parse(stdout) as RunReport;
}
