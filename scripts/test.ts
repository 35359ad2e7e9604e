import { listFiles } from './tooling/list-files.ts';
import { runTests } from './tooling/tests/run-tests.ts';
import { selectTests } from './tooling/tests/select-tests.ts';
import { formatTotals } from './tooling/tests/totals.ts';

/**
 * `npm test [-- part of a file's path or of a test's name …]`.
 *
 * @returns 0 when something was tested and nothing failed, else 1.
 */
export async function main(args: readonly string[]): Promise<number> {
  // Tests of the whole program are the long ones: behind them short ones use up all processors.
  const paths = [...listFiles(['test']), ...listFiles(['scripts', 'src'])];
  const selection = selectTests(paths, args);
  const write = (text: string): void => void process.stdout.write(text);
  const totals = await runTests(selection, { verbose: args.length > 0, write });
  write(`\n${formatTotals(totals)}\n`);
  const ran = totals.passed + totals.failed + totals.skipped;
  if (ran === 0) process.stderr.write(`No test matches: ${args.join(' ')}\n`);
  return ran > 0 && totals.failed === 0 ? 0 : 1;
}
