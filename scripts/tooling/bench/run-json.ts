import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const FLAGS = ['--disable-warning=ExperimentalWarning'];

/** The Python of the comparisons. */
const PYTHON = process.env.MAB_BENCH_PYTHON ?? 'python3';

/** Runs one of our benchmark scripts; the last line that it prints is JSON. */
export async function runScript(
  file: string,
  args: readonly string[] = [],
): Promise<Record<string, number>> {
  return lastJson((await execute(process.execPath, [...FLAGS, file, ...args], LIMITS)).stdout);
}

/** As `runScript`, in Python; undefined where Python or one of its `packages` is missing. */
export async function runPython(
  file: string,
  args: readonly string[],
  packages = 'nltk, tiktoken, rank_bm25',
): Promise<Record<string, number> | undefined> {
  const found = await execute(PYTHON, ['-c', `import ${packages}`]).catch(() => undefined);
  if (!found) return undefined;
  return lastJson((await execute(PYTHON, [file, ...args], LIMITS)).stdout);
}

const LIMITS = { maxBuffer: 256 * 1024 * 1024 };

function lastJson(output: string): Record<string, number> {
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, number>;
}
