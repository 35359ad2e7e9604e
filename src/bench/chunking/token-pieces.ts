/** Word-like pieces, the unit within which bytes are merged; no token reaches over the end of one. */
const PIECE = compilePieces();

/**
 * Cuts text the way o200k_base does before it merges bytes. The pieces, joined, are the text again.
 *
 * Source: the pattern of o200k_base in tiktoken, restated for JavaScript: white space is Unicode's (no
 * U+FEFF, but U+0085), and the long s ends a contraction as it does in Rust's case folding.
 */
export function tokenPieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}

function compilePieces(): RegExp {
  const space = String.raw`\p{White_Space}`;
  const capital = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
  const small = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
  const contraction = "(?:'(?:[sS\u017f]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))?";
  const before = String.raw`[^\r\n\p{L}\p{N}]?`;
  return new RegExp(
    [
      `${before}${capital}*${small}+${contraction}`,
      `${before}${capital}+${small}*${contraction}`,
      String.raw`\p{N}{1,3}`,
      String.raw` ?[^${space}\p{L}\p{N}]+[\r\n/]*`,
      String.raw`${space}*[\r\n]+`,
      String.raw`${space}+(?!\P{White_Space})`,
      `${space}+`,
    ].join('|'),
    'gu',
  );
}
