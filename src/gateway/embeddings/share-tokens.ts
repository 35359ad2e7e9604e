/**
 * Shares the tokens of one request out over its texts: in proportion to their own counts, in whole
 * tokens, and so that they add up to the total exactly (largest remainder; of equal ones the
 * earlier).
 *
 * @param total   Tokens of the request, as the vendor reported them.
 * @param counts  Our count of each text; all zero shares evenly.
 */
export function shareTokens(total: number, counts: readonly number[]): number[] {
  const sum = counts.reduce((a, b) => a + b, 0);
  const exact = counts.map((count) => (total * (sum > 0 ? count : 1)) / (sum || counts.length));
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = [...exact.keys()].sort(
    (a, b) => ((exact[b] as number) % 1) - ((exact[a] as number) % 1) || a - b,
  );
  for (const at of byRemainder.slice(0, left)) shares[at] = (shares[at] as number) + 1;
  return shares;
}
