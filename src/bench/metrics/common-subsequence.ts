/** Lengths of the longest common subsequences of all starts of two token lists. */
interface LengthTable {
  readonly lengths: Uint32Array;
  /** Entries of a row: one more than the second list has tokens. */
  readonly width: number;
}

/** Length of the longest common subsequence of two lists of tokens. */
export function commonLength(first: readonly string[], second: readonly string[]): number {
  let above = new Uint32Array(second.length + 1);
  let row = new Uint32Array(second.length + 1);
  for (const token of first) {
    fillRow(token, second, above, row);
    [above, row] = [row, above];
  }
  return above[second.length] ?? 0;
}

/**
 * Positions in `first` of one longest common subsequence, in ascending order. Of several it is the
 * one that rouge_score finds: from the ends backwards, and leaving out a token of `first` where
 * leaving out one of `second` would be as good.
 */
export function commonPositions(first: readonly string[], second: readonly string[]): number[] {
  const { lengths, width } = lengthTable(first, second);
  const positions: number[] = [];
  let i = first.length;
  let j = second.length;
  while (i > 0 && j > 0) {
    const left = lengths[i * width + j - 1] as number;
    const above = lengths[(i - 1) * width + j] as number;
    if (first[i - 1] === second[j - 1]) {
      positions.push(i - 1);
      i -= 1;
      j -= 1;
    } else if (left > above) j -= 1;
    else i -= 1;
  }
  return positions.reverse();
}

function lengthTable(first: readonly string[], second: readonly string[]): LengthTable {
  const width = second.length + 1;
  const lengths = new Uint32Array((first.length + 1) * width);
  for (const [at, token] of first.entries()) {
    const above = lengths.subarray(at * width, (at + 1) * width);
    fillRow(token, second, above, lengths.subarray((at + 1) * width, (at + 2) * width));
  }
  return { lengths, width };
}

function fillRow(
  token: string,
  second: readonly string[],
  above: Uint32Array,
  row: Uint32Array,
): void {
  for (let j = 1; j <= second.length; j++) {
    row[j] =
      second[j - 1] === token
        ? (above[j - 1] as number) + 1
        : Math.max(above[j] as number, row[j - 1] as number);
  }
}
