/**
 * Groups texts so that little is padded: neighbours in length share a batch, and a batch holds at
 * most `tokensMax` tokens, padding included, or a single text.
 *
 * @param lengths  Tokens of each text.
 * @returns Positions of texts, each once, longest texts first.
 */
export function batchesByLength(lengths: readonly number[], tokensMax: number): number[][] {
  const longestFirst = lengths
    .map((length, position) => ({ length, position }))
    .sort((a, b) => b.length - a.length || a.position - b.position);
  const batches: number[][] = [];
  let free = 0;
  for (const { length, position } of longestFirst) {
    if (free < 1) {
      batches.push([]);
      free = Math.max(1, Math.floor(tokensMax / length));
    }
    batches.at(-1)?.push(position);
    free -= 1;
  }
  return batches;
}
