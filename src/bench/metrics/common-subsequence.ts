/** Tokens as numbers; a number below 0 stands for a token that the other list cannot have. */
export type TokenNumbers = Int32Array;

type Lengths = Uint16Array | Uint32Array;

/** Lengths of subsequences of a list of `tokens` tokens, in half the memory where they fit. */
function newLengths(count: number, tokens: number): Lengths {
  return tokens < 2 ** 16 ? new Uint16Array(count) : new Uint32Array(count);
}

/** Length of the longest common subsequence of two lists of tokens. */
export function commonLength(first: TokenNumbers, second: TokenNumbers): number {
  let above = newLengths(second.length + 1, first.length);
  let row = newLengths(second.length + 1, first.length);
  for (const token of first) {
    if (token < 0) continue;
    fillRow(token, second, above, row);
    [above, row] = [row, above];
  }
  return above[second.length] ?? 0;
}

/**
 * Positions in `first` of one longest common subsequence, the last one first. Of several it is the
 * one that rouge_score finds: from the ends backwards, and leaving out a token of `first` where
 * leaving out one of `second` would be as good.
 */
export function commonPositions(first: TokenNumbers, second: TokenNumbers): number[] {
  // Tokens that `second` does not have would only repeat the row above.
  const known = [...first.keys()].filter((at) => (first[at] as number) >= 0);
  const width = second.length + 1;
  const lengths = lengthTable(first, known, second);
  const positions: number[] = [];
  let i = known.length;
  let j = second.length;
  while (i > 0 && j > 0) {
    const left = lengths[i * width + j - 1] as number;
    const above = lengths[(i - 1) * width + j] as number;
    const at = known[i - 1] as number;
    if (first[at] === second[j - 1]) {
      positions.push(at);
      i -= 1;
      j -= 1;
    } else if (left > above) j -= 1;
    else i -= 1;
  }
  return positions;
}

/** Row i, column j: the length for the first i known tokens and the first j of `second`. */
function lengthTable(first: TokenNumbers, known: readonly number[], second: TokenNumbers): Lengths {
  const width = second.length + 1;
  const lengths = newLengths((known.length + 1) * width, known.length);
  for (const [row, at] of known.entries()) {
    const above = lengths.subarray(row * width, (row + 1) * width);
    const below = lengths.subarray((row + 1) * width, (row + 2) * width);
    fillRow(first[at] as number, second, above, below);
  }
  return lengths;
}

function fillRow(token: number, second: TokenNumbers, above: Lengths, row: Lengths): void {
  let last = 0;
  for (let j = 0; j < second.length; j++) {
    if (second[j] === token) last = (above[j] as number) + 1;
    else last = Math.max(last, above[j + 1] as number);
    row[j + 1] = last;
  }
}
