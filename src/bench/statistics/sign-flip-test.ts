import { createRandom } from '../../core/random.ts';

/** 2^20 sign patterns are counted in some milliseconds. */
const ENUMERATED_MAX = 20;

/** Of more differences so many patterns are drawn: a p-value of 0.05 is then right to 0.003. */
const DRAWN = 19_999;

/** Sums of scores that differ by less are the same sum, rounded differently. */
const SAME_SUM = 1e-9;

/**
 * Two-sided p-value of the mean of paired differences being 0: the share of all ways to flip their
 * signs that give a sum at least as far from 0. For differences of -1, 0 and 1 that is McNemar's
 * exact test.
 *
 * It is exact for up to 20 differences that are not 0, and for any number of one size. Of others
 * 19,999 ways are drawn, always the same ones, and the observed way counts as one more.
 *
 * Source: Fisher 1935 (paragraph 21); McNemar 1947 with the binomial distribution; Phipson and
 *   Smyth 2010 for drawn ways.
 */
export function signFlipPValue(differences: readonly number[]): number {
  const sizes = differences.map(Math.abs).filter((size) => size > SAME_SUM);
  const [first] = sizes;
  if (first === undefined) return 1;
  if (sizes.every((size) => Math.abs(size - first) <= SAME_SUM)) {
    const positive = differences.filter((difference) => difference > SAME_SUM).length;
    return binomialPValue(Math.min(positive, sizes.length - positive), sizes.length);
  }
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  if (sizes.length > ENUMERATED_MAX) return drawnShareAtLeast(sizes, observed);
  return shareAtLeast(sizes, observed);
}

function drawnShareAtLeast(sizes: readonly number[], observed: number): number {
  const random = createRandom('sign flips');
  let extreme = 1;
  for (let draw = 0; draw < DRAWN; draw++) {
    let sum = 0;
    for (const size of sizes) sum += random() < 0.5 ? size : -size;
    if (Math.abs(sum) >= observed - SAME_SUM) extreme += 1;
  }
  return extreme / (DRAWN + 1);
}

/** Twice the chance of at most `fewer` heads among `tosses` of a fair coin, at most 1. */
function binomialPValue(fewer: number, tosses: number): number {
  // As a logarithm: 2^-1100 is 0 to a double.
  let logTerm = (1 - tosses) * Math.LN2;
  let sum = 0;
  for (let heads = 0; heads <= fewer; heads++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((tosses - heads) / (heads + 1));
  }
  return Math.min(1, sum);
}

/** Share of the sign patterns whose sum is at least `observed` away from 0. */
function shareAtLeast(sizes: readonly number[], observed: number): number {
  // A pattern and its opposite are equally far from 0, so the first sign can stay as it is.
  const [first = 0, ...rest] = sizes;
  let sums = new Float64Array([first]);
  for (const size of rest) {
    const next = new Float64Array(2 * sums.length);
    next.set(sums.map((sum) => sum + size));
    next.set(
      sums.map((sum) => sum - size),
      sums.length,
    );
    sums = next;
  }
  return sums.filter((sum) => Math.abs(sum) >= observed - SAME_SUM).length / sums.length;
}
