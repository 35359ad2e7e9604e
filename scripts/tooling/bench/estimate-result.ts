/** What a line of `scripts/bench/estimate.ts` says: dollars are decimal strings of pico-dollars. */
export interface SeedResult {
  readonly seed: number;
  readonly blind: EstimateJson;
  readonly informed: EstimateJson;
  readonly invoice: { readonly picoUsd: string; readonly inputTokens: number };
  readonly cells: readonly {
    readonly cellId: string;
    readonly method: string;
    readonly profile: string;
    readonly dataset: string;
    readonly money: { readonly paidPicoUsd: string };
  }[];
}

interface Range<T> {
  readonly low: T;
  readonly expected: T;
  readonly high: T;
}

/** Of an estimate, as `mab estimate --json` prints it. */
export interface EstimateJson {
  readonly total: WorkJson;
  readonly cells: readonly { readonly cellId: string; readonly total: WorkJson }[];
}

interface WorkJson {
  readonly uncachedTokens: Range<number>;
  readonly cachedTokens: Range<number>;
  readonly cacheWriteTokens: Range<number>;
  readonly money: Range<string>;
}

/** How far off the estimates of several seeds were, as shares: 0.02 is two percent. */
export interface Accuracy {
  /** The largest of all seeds, whichever sign. */
  readonly inputTokens: number;
  readonly money: number;
  /** The mean of all seeds: what a bias leaves. */
  readonly moneyMean: number;
  /** Of cells: the largest difference, and how many of all are within a fifth. */
  readonly cell: number;
  readonly cellsWithin: number;
  readonly cells: number;
  /** Seeds whose invoice lies between low and high. */
  readonly covered: number;
  readonly seeds: number;
}

/** A cell may be off by this share. */
export const CELL_SHARE = 0.2;

/**
 * Compares estimates with what was billed. The sum of all cells is the lab's invoice; what a single
 * cell paid is the ledger's, because the server knows no cells.
 *
 * @param which  The estimate of an empty ledger, or that after a trial.
 */
export function accuracyOf(results: readonly SeedResult[], which: 'blind' | 'informed'): Accuracy {
  const totals = results.map((result) => {
    const { total } = result[which];
    return {
      input: off(inputTokens(total), result.invoice.inputTokens),
      money: off(Number(total.money.expected), Number(result.invoice.picoUsd)),
      covered: isBetween(total.money, result.invoice.picoUsd),
    };
  });
  const cells = results.flatMap((result) => cellDifferences(result, which));
  return {
    inputTokens: largest(totals.map(({ input }) => input)),
    money: largest(totals.map(({ money }) => money)),
    moneyMean: mean(totals.map(({ money }) => money)),
    cell: largest(cells),
    cellsWithin: cells.filter((share) => Math.abs(share) <= CELL_SHARE).length,
    cells: cells.length,
    covered: totals.filter(({ covered }) => covered).length,
    seeds: results.length,
  };
}

/** By method and dataset, the mean of all seeds: what was said, what was paid, in dollars. */
export function cellTable(results: readonly SeedResult[]): string {
  const [first] = results;
  const rows = (first?.cells ?? []).map(({ cellId, method, profile, dataset }) => {
    const paid = mean(
      results.map(({ cells }) => usd(cells.find(isCell(cellId))?.money.paidPicoUsd)),
    );
    const said = (which: 'blind' | 'informed'): number =>
      mean(
        results.map((result) =>
          usd(result[which].cells.find(isCell(cellId))?.total.money.expected),
        ),
      );
    const amounts = [said('blind'), said('informed'), paid].map(
      (amount) => `$${amount.toFixed(4)}`,
    );
    return `| ${[`${method} (${profile})`, dataset, ...amounts].join(' | ')} |`;
  });
  return [
    '| method | dataset | estimated, empty ledger | estimated, after a trial | paid |',
    '| :--- | :--- | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

/** Cells that paid nothing, because others had asked the same before, have to be said to be so. */
function cellDifferences(result: SeedResult, which: 'blind' | 'informed'): number[] {
  return result.cells.map(({ cellId, money }) => {
    const cell = result[which].cells.find((one) => one.cellId === cellId);
    return off(Number(cell?.total.money.expected ?? Number.NaN), Number(money.paidPicoUsd));
  });
}

function inputTokens({ uncachedTokens, cachedTokens, cacheWriteTokens }: WorkJson): number {
  return uncachedTokens.expected + cachedTokens.expected + cacheWriteTokens.expected;
}

/** (said − billed) / billed; 0 where both are nothing. */
function off(said: number, billed: number): number {
  return said === billed ? 0 : (said - billed) / billed;
}

function isBetween({ low, high }: Range<string>, amount: string): boolean {
  return BigInt(low) <= BigInt(amount) && BigInt(amount) <= BigInt(high);
}

const isCell =
  (cellId: string) =>
  (cell: { readonly cellId: string }): boolean =>
    cell.cellId === cellId;

function usd(picoUsd: string | undefined): number {
  return Number(picoUsd ?? Number.NaN) / 1e12;
}

function largest(shares: readonly number[]): number {
  return shares.reduce((a, b) => (Math.abs(b) > Math.abs(a) || Number.isNaN(b) ? b : a), 0);
}

function mean(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0) / amounts.length;
}
