import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { dot, spec } from 'node:test/reporters';
import type { TestSelection } from './select-tests.ts';
import type { Totals } from './totals.ts';

/** A test that hangs must not hang the whole suite. */
const TEST_TIMEOUT_MS = 300_000;

/**
 * Runs test files, each in a process of its own, and writes what happens as it happens.
 *
 * @param verbose  One line per test; otherwise a dot. Failures are always shown in full.
 * @returns What happened; cancelled tests count as failed.
 */
export async function runTests(
  { files, namePatterns }: TestSelection,
  { verbose, write }: { readonly verbose: boolean; readonly write: (text: string) => void },
): Promise<Totals> {
  let totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  const events = run({
    files: [...files],
    concurrency: availableParallelism(),
    timeout: TEST_TIMEOUT_MS,
    ...(namePatterns.length > 0 ? { testNamePatterns: [...namePatterns] } : {}),
  });
  const readFailureOutput = collectFailureOutput(events);
  // A file in which no test has a name that was asked for is told as a test that passed.
  let empty = 0;
  events.on('test:pass', ({ name, file }) => {
    if (file !== undefined && resolve(name) === file) empty++;
  });
  events.on('test:summary', ({ file, counts }) => {
    if (file !== undefined) return;
    const skipped = counts.skipped + counts.todo;
    const passed = counts.passed - empty;
    totals = { passed, failed: counts.tests - counts.passed - skipped, skipped };
  });
  for await (const text of events.compose(verbose ? spec() : dot)) write(String(text));
  write(readFailureOutput());
  return totals;
}

/** What failing files wrote to stderr: the only place that tells why a file could not be loaded. */
function collectFailureOutput(events: ReturnType<typeof run>): () => string {
  const outputByFile = new Map<string, string>();
  const failing = new Set<string>();
  events.on('test:stderr', ({ file, message }) => {
    outputByFile.set(file, (outputByFile.get(file) ?? '') + message);
  });
  events.on('test:fail', ({ file }) => void failing.add(file ?? ''));
  return () =>
    [...failing]
      .filter((file) => outputByFile.has(file))
      .map((file) => `\n${file} wrote:\n${outputByFile.get(file)}`)
      .join('');
}
