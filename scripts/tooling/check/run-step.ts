import { spawn } from 'node:child_process';
import { ROOT } from '../list-files.ts';
import { parseTotals, type Totals } from '../tests/totals.ts';
import type { Step } from './steps.ts';

/** How a step ended. */
export interface StepResult {
  readonly name: string;
  readonly passed: boolean;
  readonly elapsedMs: number;
  /** What it wrote, stdout and stderr as they came. */
  readonly output: string;
  /** Its tests; a step without tests counts as one. */
  readonly totals: Totals;
}

/** Runs a step to its end; its output is collected, so that steps that run at once do not mix. */
export function runStep({ name, args }: Step): Promise<StepResult> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (text: string): void => {
      output += text;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      const elapsedMs = performance.now() - startedAt;
      const passed = code === 0;
      resolve({ name, passed, elapsedMs, output, totals: totalsOf(output, passed) });
    });
  });
}

/** The result of a step that was not started because `needed` failed. */
export function notRun({ name }: Step, needed: string): StepResult {
  const output = `not run: ${needed} failed\n`;
  return { name, passed: false, elapsedMs: 0, output, totals: totalsOf(output, false) };
}

function totalsOf(output: string, passed: boolean): Totals {
  const tests = parseTotals(output);
  const isTold = tests !== undefined && (passed || tests.failed > 0);
  return isTold ? tests : { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}
