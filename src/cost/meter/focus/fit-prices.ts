import { type PriceSample, TOKEN_KINDS, type TokenKind } from '../../../contracts/spending.ts';
import type { PicoUsd } from '../../../core/money.ts';

/** What one token of each kind has cost; kinds of which there were none are 0. */
export type FittedPrices = Readonly<Record<TokenKind, PicoUsd>>;

/**
 * The prices by which replies were billed, told from what they came to: the ledger has the cost of
 * each, not its prices, and catalogue and configuration may have changed since. Every sample is an
 * equation (tokens × price = cost); the answer is one only if all of them agree on it exactly.
 *
 * @param samples  Of one price.
 * @returns undefined where there are too few to tell, where prices changed between them, or where
 *   they depend on the length of the request.
 */
export function fitPrices(samples: readonly PriceSample[]): FittedPrices | undefined {
  if (samples.every(({ paidPicoUsd }) => paidPicoUsd === 0n)) return FREE;
  const kinds = TOKEN_KINDS.filter((kind) => samples.some(({ tokens }) => tokens[kind] > 0));
  const solution = solve(
    samples.map(({ tokens, paidPicoUsd }) => [
      ...kinds.map((kind) => BigInt(tokens[kind])),
      paidPicoUsd,
    ]),
    kinds.length,
  );
  if (!solution) return undefined;
  return { ...FREE, ...Object.fromEntries(kinds.map((kind, at) => [kind, solution[at]])) };
}

const FREE: FittedPrices = { uncached: 0n, cached: 0n, cacheWrite: 0n, output: 0n, embedded: 0n };

type Equation = readonly bigint[];

/**
 * Gauss and Jordan on integers: exact.
 *
 * @param equations  Factors, then what they add up to.
 * @returns undefined unless there is one solution, of integers from 0.
 */
function solve(equations: readonly Equation[], unknowns: number): bigint[] | undefined {
  const rows = [...equations];
  for (let at = 0; at < unknowns; at++) {
    const found = rows.findIndex((row, index) => index >= at && row[at] !== 0n);
    const pivot = rows[found];
    if (!pivot) return undefined;
    rows.splice(found, 1);
    rows.splice(at, 0, pivot);
    for (const [index, row] of rows.entries()) {
      if (index !== at && row[at] !== 0n) rows[index] = eliminated(row, pivot, at);
    }
  }
  if (rows.slice(unknowns).some((row) => row.some((value) => value !== 0n))) return undefined;
  const solution = rows.slice(0, unknowns).map((row, at) => quotient(row[unknowns], row[at]));
  return solution.every((value) => value !== undefined) ? solution : undefined;
}

/** A row without its unknown `at`, in its smallest numbers. */
function eliminated(row: Equation, pivot: Equation, at: number): Equation {
  const [own, other] = [row[at] ?? 0n, pivot[at] ?? 0n];
  const combined = row.map((value, column) => value * other - (pivot[column] ?? 0n) * own);
  const divisor = combined.reduce(gcd, 0n);
  return divisor === 0n ? combined : combined.map((value) => value / divisor);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function quotient(sum = 0n, factor = 0n): bigint | undefined {
  if (factor === 0n || sum % factor !== 0n) return undefined;
  const value = sum / factor;
  return value < 0n ? undefined : value;
}
