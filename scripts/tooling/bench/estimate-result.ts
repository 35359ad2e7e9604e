/** One run of `scripts/bench/estimate.ts`: what was said, and what it came to, in pico-dollars. */
export interface SeedResult {
  readonly seed: number;
  /** The ledger's: after a trial, or empty. */
  readonly which: 'informed' | 'blind';
  readonly hidden: { readonly cacheHitShare: number };
  /** Bill of the trial. */
  readonly trial?: { readonly picoUsd: string };
  readonly estimate: EstimateJson;
  readonly invoice: { readonly picoUsd: string; readonly inputTokens: number };
  readonly cells: readonly FoundCell[];
}

export interface FoundCell {
  readonly cellId: string;
  readonly method: string;
  readonly profile: string;
  readonly dataset: string;
  readonly usage: { readonly inputTokens: number; readonly cachedInputTokens: number };
  readonly money: { readonly paidPicoUsd: string; readonly standalonePicoUsd: string };
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
  readonly measured: readonly string[];
}

interface CellJson {
  readonly cellId: string;
  readonly questions: number;
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
  /** Cells, each alone, that lie between their low and high. */
  readonly cellsCovered: number;
  /** Half of the way from low to high as a share of what is expected: the median of all cells. */
  readonly cellReach: number;
  /** The dearest trial, as a share of the run's bill. */
  readonly trial: number;
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
 * @param results  Those with an empty ledger, or those after a trial.
 */
export function accuracyOf(results: readonly SeedResult[]): Accuracy {
  const totals = results.map(({ estimate: { total }, invoice }) => ({
    input: off(inputTokens(total), invoice.inputTokens),
    money: off(Number(total.money.expected), Number(invoice.picoUsd)),
    covered: isBetween(total.money, invoice.picoUsd),
  }));
  const cells = results.flatMap((one) => cellDifferences(one, alone));
  const paid = results.flatMap((one) => cellDifferences(one, asPaid));
  const ranges = results.flatMap(({ estimate, cells: found }) =>
    found.flatMap(({ cellId, money }) => {
      const said = estimate.cells.find(isCell(cellId));
      return said ? [{ range: said.standalone, billed: money.standalonePicoUsd }] : [];
    }),
  );
  return {
    inputTokens: largest(totals.map(({ input }) => input)),
    money: largest(totals.map(({ money }) => money)),
    moneyMean: mean(totals.map(({ money }) => money)),
    cell: largest(cells),
    cellsWithin: cells.filter(isWithin).length,
    cellsPaidWithin: paid.filter(isWithin).length,
    cells: cells.length,
    cellsCovered: ranges.filter(({ range, billed }) => isBetween(range, billed)).length,
    cellReach: median(ranges.map(({ range }) => reach(range))),
    trial: Math.max(
      0,
      ...results.map(({ trial, invoice }) => Number(trial?.picoUsd ?? 0) / Number(invoice.picoUsd)),
    ),
    covered: totals.filter(({ covered }) => covered).length,
    seeds: results.length,
  };
}

/** By method and dataset, the mean of all seeds: what was said, what was paid, in dollars. */
export function cellTable(results: readonly SeedResult[]): string {
  const rows = (results[0]?.cells ?? []).map(({ cellId, method, profile, dataset }) => {
    const amounts = (['blind', 'informed'] as const).flatMap((which) => {
      const some = results.filter((result) => result.which === which);
      const said = some.map(({ estimate }) =>
        usd(estimate.cells.find(isCell(cellId))?.total.money.expected),
      );
      const paid = some.map(({ cells }) => usd(cells.find(isCell(cellId))?.money.paidPicoUsd));
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

type Sides = (said: CellJson, found: FoundCell) => [string, string];

const alone: Sides = ({ standalone }, { money }) => [standalone.expected, money.standalonePicoUsd];
const asPaid: Sides = ({ total }, { money }) => [total.money.expected, money.paidPicoUsd];

function cellDifferences({ estimate, cells }: SeedResult, sides: Sides): number[] {
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

function reach({ low, expected, high }: Range<string>): number {
  return (Number(high) - Number(low)) / 2 / Number(expected);
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

function median(amounts: readonly number[]): number {
  return [...amounts].sort((a, b) => a - b)[amounts.length >> 1] ?? Number.NaN;
}
