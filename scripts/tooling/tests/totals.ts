/** The result of one suite or of several. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const LINE = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

/** The line that ends every suite's output. */
export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Reads the last such line of a suite's output; undefined where it did not get that far. */
export function parseTotals(output: string): Totals | undefined {
  const match = output
    .split(/\r?\n/)
    .map((line) => LINE.exec(line.trim()))
    .findLast((found) => found !== null);
  if (!match) return undefined;
  return { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3]) };
}

/** The sum; zeros for none. */
export function sumTotals(parts: readonly Totals[]): Totals {
  return parts.reduce(
    (sum, part) => ({
      passed: sum.passed + part.passed,
      failed: sum.failed + part.failed,
      skipped: sum.skipped + part.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
