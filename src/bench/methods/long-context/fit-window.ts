/** A run of text that is kept or left out as a whole. */
export interface Piece {
  readonly text: string;
  readonly tokens: number;
  /** Position of its chunk among the chunks. */
  readonly chunk: number;
}

export type TruncatedPart = 'head' | 'tail' | 'middle';

/** What of a context fits. */
export interface Fit {
  /** Kept pieces before the gap, then those after it; one of them may be empty. */
  readonly before: readonly Piece[];
  readonly after: readonly Piece[];
  readonly droppedTokens: number;
}

const PIECE_CHARACTERS = 1_000;

/**
 * Cuts a chunk into pieces of about a thousand characters, at white space where there is any;
 * joined they are the chunk again.
 */
export function cutIntoPieces(
  text: string,
  chunk: number,
  countTokens: (text: string) => number,
): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < text.length; ) {
    const end = pieceEnd(text, from);
    const piece = text.slice(from, end);
    pieces.push({ text: piece, tokens: countTokens(piece), chunk });
    from = end;
  }
  return pieces;
}

function pieceEnd(text: string, from: number): number {
  const end = from + PIECE_CHARACTERS;
  if (end >= text.length) return text.length;
  const blank = lastWhiteSpace(text, from, end);
  if (blank > from) return blank;
  // Half of a surrogate pair would not be the same text.
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}

function lastWhiteSpace(text: string, from: number, end: number): number {
  let at = end - 1;
  while (at > from && !/\s/.test(text[at] ?? '')) at--;
  return at;
}

/**
 * Keeps as many pieces as fit, leaving out the named part.
 *
 * @param budgetTokens  What the kept pieces may have in all; 0 or less keeps nothing.
 */
export function fitPieces(
  pieces: readonly Piece[],
  budgetTokens: number,
  truncate: TruncatedPart,
): Fit {
  const total = tokensOf(pieces);
  if (total <= budgetTokens) return { before: pieces, after: [], droppedTokens: 0 };
  const headBudget = { head: 0, tail: budgetTokens, middle: Math.floor(budgetTokens / 2) }[
    truncate
  ];
  const before = takeWhileFits(pieces, headBudget);
  const rest = pieces.slice(before.length).reverse();
  const after =
    truncate === 'tail' ? [] : takeWhileFits(rest, budgetTokens - tokensOf(before)).reverse();
  return { before, after, droppedTokens: total - tokensOf(before) - tokensOf(after) };
}

function takeWhileFits(pieces: readonly Piece[], budgetTokens: number): Piece[] {
  let tokens = 0;
  const end = pieces.findIndex((piece) => {
    tokens += piece.tokens;
    return tokens > budgetTokens;
  });
  return pieces.slice(0, end === -1 ? pieces.length : end);
}

function tokensOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { tokens }) => sum + tokens, 0);
}
