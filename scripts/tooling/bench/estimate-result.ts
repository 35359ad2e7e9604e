/** One seed of `scripts/bench/estimate.ts`. */
export interface SeedResult {
  readonly seed: number;
  readonly blind: Prediction;
  readonly informed: Prediction;
}

/** What was said of a run, and what it came to, in decimal strings of pico-dollars. */
export interface Prediction {
  readonly estimate: EstimateJson;
  readonly invoice: { readonly picoUsd: string; readonly inputTokens: number };
  readonly cells: readonly {
    readonly cellId: string;
    readonly method: string;
    readonly profile: string;
    readonly dataset: string;
    readonly money: { readonly paidPicoUsd: string; readonly standalonePicoUsd: string };
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
  readonly cells: readonly CellJson[];
}

interface CellJson {
  readonly cellId: string;
  readonly total: WorkJson;
  readonly standalone: Range<string>;
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
  /**
   * Of cells, each alone: the largest difference, and how many of all are within a fifth. Which of
   * two cells pays for a call that both ask is chance, so what they paid is told apart.
   */
  readonly cell: number;
  readonly cellsWithin: number;
  readonly cellsPaidWithin: number;
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
  const predictions = results.map((result) => result[which]);
  const totals = predictions.map(({ estimate: { total }, invoice }) => ({
    input: off(inputTokens(total), invoice.inputTokens),
    money: off(Number(total.money.expected), Number(invoice.picoUsd)),
    covered: isBetween(total.money, invoice.picoUsd),
  }));
  const cells = predictions.flatMap((one) => cellDifferences(one, alone));
  const paid = predictions.flatMap((one) => cellDifferences(one, asPaid));
  return {
    inputTokens: largest(totals.map(({ input }) => input)),
    money: largest(totals.map(({ money }) => money)),
    moneyMean: mean(totals.map(({ money }) => money)),
    cell: largest(cells),
    cellsWithin: cells.filter(isWithin).length,
    cellsPaidWithin: paid.filter(isWithin).length,
    cells: cells.length,
    covered: totals.filter(({ covered }) => covered).length,
    seeds: results.length,
  };
}

/** By method and dataset, the mean of all seeds: what was said, what was paid, in dollars. */
export function cellTable(results: readonly SeedResult[]): string {
  const rows = (results[0]?.blind.cells ?? []).map(({ cellId, method, profile, dataset }) => {
    const amounts = (['blind', 'informed'] as const).flatMap((which) => {
      const predictions = results.map((result) => result[which]);
      const said = predictions.map(({ estimate }) =>
        usd(estimate.cells.find(isCell(cellId))?.total.money.expected),
      );
      const paid = predictions.map(({ cells }) =>
        usd(cells.find(isCell(cellId))?.money.paidPicoUsd),
      );
      return [mean(said), mean(paid)].map((amount) => `$${amount.toFixed(4)}`);
    });
    return `| ${[`${method} (${profile})`, dataset, ...amounts].join(' | ')} |`;
  });
  return [
    '| method | dataset | said, empty ledger | paid | said, after a trial | paid |',
    '| :--- | :--- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

type Sides = (said: CellJson, found: Prediction['cells'][number]) => [string, string];

const alone: Sides = ({ standalone }, { money }) => [standalone.expected, money.standalonePicoUsd];
const asPaid: Sides = ({ total }, { money }) => [total.money.expected, money.paidPicoUsd];

function cellDifferences({ estimate, cells }: Prediction, sides: Sides): number[] {
  return cells.map((found) => {
    const said = estimate.cells.find(isCell(found.cellId));
    const [expected, billed] = said ? sides(said, found) : [Number.NaN, 0];
    return off(Number(expected), Number(billed));
  });
}

function isWithin(share: number): boolean {
  return Math.abs(share) <= CELL_SHARE;
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
