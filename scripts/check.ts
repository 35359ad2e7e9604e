import { notRun, runStep, type StepResult } from './tooling/check/run-step.ts';
import { LANES, type Step, withoutTests } from './tooling/check/steps.ts';
import { formatTotals, sumTotals } from './tooling/tests/totals.ts';

/**
 * `npm run check [-- --without-tests]`: every gate, one line each, failures in full.
 *
 * @returns 0 when every gate passed, else 1; 2 for an argument that is not known.
 */
export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.filter((arg) => arg !== '--without-tests');
  if (unknown.length > 0) {
    process.stderr.write(`Unknown argument ${unknown[0]}; there is only --without-tests.\n`);
    return 2;
  }
  const startedAt = performance.now();
  const lanes = args.length > 0 ? withoutTests(LANES) : LANES;
  const results = (await Promise.all(lanes.map(runLane))).flat();
  const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
  const verdict = failed.length === 0 ? 'check passed' : `check failed: ${failed.join(', ')}`;
  process.stdout.write(`\n${verdict} (${seconds(performance.now() - startedAt)})\n`);
  process.stdout.write(`${formatTotals(sumTotals(results.map(({ totals }) => totals)))}\n`);
  return failed.length === 0 ? 0 : 1;
}

async function runLane(steps: readonly Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const hasFailed = results.some(({ name, passed }) => name === step.needs && !passed);
    const result = hasFailed ? notRun(step, step.needs ?? '') : await runStep(step);
    process.stdout.write(describe(result));
    results.push(result);
  }
  return results;
}

function describe({ name, passed, elapsedMs, output, totals }: StepResult): string {
  const mark = passed ? 'ok    ' : 'FAILED';
  const tests = totals.passed + totals.skipped > 1 ? `  ${formatTotals(totals)}` : '';
  const line = `${mark} ${name.padEnd(8)} ${seconds(elapsedMs).padStart(7)}${tests}\n`;
  return passed ? line : `${line}\n${output.trimEnd()}\n\n`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
