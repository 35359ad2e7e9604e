import { spawn } from 'node:child_process';
import type { RunReport } from '../../src/contracts/report.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;

/**
 * Runs `mab` as a process of its own, on this Node.
 *
 * @throws {Error} when it ends with another code than 0.
 */
export async function runMab(
  args: readonly string[],
): Promise<{ report: RunReport; seconds: number }> {
  const startedAt = performance.now();
  const flags = ['--disable-warning=ExperimentalWarning', MAIN, ...args];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - startedAt) / 1_000;
  if (code !== 0) throw new Error(`mab ${args.join(' ')} ended with ${code}.`);
  return { report: JSON.parse(output) as RunReport, seconds };
}
