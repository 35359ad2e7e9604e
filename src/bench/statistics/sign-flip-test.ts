/** 2^20 sign patterns are counted in some milliseconds. */
const ENUMERATED_MAX = 20;

/** Sums of scores that differ by less are the same sum, rounded differently. */
const SAME_SUM = 1e-9;

/**
 * Exact two-sided p-value of the mean of paired differences being 0: the share of all ways to flip
 * their signs that give a sum at least as far from 0. For differences of -1, 0 and 1 that is
 * McNemar's exact test.
 *
 * @returns Undefined where it would take too long: more than 20 differences that are neither 0 nor
 *   of one size.
 * Source: Fisher 1935 (paragraph 21); McNemar 1947 with the binomial distribution.
 */
export function signFlipPValue(differences: readonly number[]): number | undefined {
  const sizes = differences.map(Math.abs).filter((size) => size > SAME_SUM);
  const [first] = sizes;
  if (first === undefined) return 1;
  if (sizes.every((size) => Math.abs(size - first) <= SAME_SUM)) {
    const positive = differences.filter((difference) => difference > SAME_SUM).length;
    return binomialPValue(Math.min(positive, sizes.length - positive), sizes.length);
  }
  if (sizes.length > ENUMERATED_MAX) return undefined;
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  return shareAtLeast(sizes, observed);
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
