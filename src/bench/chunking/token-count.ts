import { MabError } from '../../core/errors.ts';
import { encodePiece } from './byte-pairs.ts';
import { o200kVocabulary } from './o200k-vocabulary.ts';
import { tokenPieces } from './token-pieces.ts';

/** The one special token that the reference lets data contain; it counts as a single token. */
const END_OF_TEXT = '<|endoftext|>';

/**
 * Counts of the pieces seen so far. A text has far fewer of them than the vocabulary has tokens,
 * and looking one up here takes half the time. Cleared when full, so that a long run stays small.
 */
const CACHED_PIECES_MAX = 100_000;
const CACHED_PIECE_LENGTH_MAX = 64;
const cachedCounts = new Map<string, number>();

/**
 * Tokens of a text in o200k_base, the encoding of the gpt-4o family.
 *
 * Equals `len(encode(text, allowed_special={'<|endoftext|>'}))` of tiktoken. Deviations: the text
 * `<|endofprompt|>` counts as ordinary text where tiktoken refuses it, and a run of white space
 * so long that tiktoken's pattern gives up (about a million characters) is counted here.
 *
 * @returns 0 for an empty text.
 */
export function countTokens(text: string): number {
  const parts = text.split(END_OF_TEXT);
  return parts.length - 1 + sum(parts.map(countPlainTokens));
}

/**
 * The start of a text that holds its first `tokens` tokens; the text itself when it has no more
 * than that. Special tokens are ordinary text here, as where the reference cuts. A character cut
 * in two becomes U+FFFD.
 *
 * @param tokens  A whole number, 0 or more.
 * @throws {MabError} TOKEN_LIMIT_INVALID for any other number.
 */
export function firstTokens(text: string, tokens: number): string {
  const { before, cut, at } = cutAfter(measurePieces(text), checkedLimit(tokens));
  return before + decode(cut.slice(0, at));
}

/**
 * The end of a text that holds its last `tokens` tokens; the text itself when it has no more than
 * that. Equals `decode(encode(text, disallowed_special=())[-tokens:])` of tiktoken, which is how
 * the reference shortens a context; for 0 it is empty. Counted again, the result may differ by a
 * few tokens at its start.
 *
 * @param tokens  A whole number, 0 or more.
 * @throws {MabError} TOKEN_LIMIT_INVALID for any other number.
 */
export function lastTokens(text: string, tokens: number): string {
  const measured = measurePieces(text);
  const dropped = sum(measured.counts) - checkedLimit(tokens);
  if (dropped <= 0) return text;
  const { cut, at, after } = cutAfter(measured, dropped);
  return decode(cut.slice(at)) + after;
}

function countPlainTokens(text: string): number {
  let tokens = 0;
  for (const piece of tokenPieces(text)) tokens += countPieceTokens(piece);
  return tokens;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function countPieceTokens(piece: string): number {
  const cached = cachedCounts.get(piece);
  if (cached !== undefined) return cached;
  const { length } = encodePiece(piece, o200kVocabulary());
  if (piece.length <= CACHED_PIECE_LENGTH_MAX) cacheCount(piece, length);
  return length;
}

function cacheCount(piece: string, tokens: number): void {
  if (cachedCounts.size >= CACHED_PIECES_MAX) cachedCounts.clear();
  // A copy: a piece is a window on the whole text, and as a key it would keep all of that in
  // memory.
  cachedCounts.set(Buffer.from(piece).toString(), tokens);
}

interface MeasuredText {
  readonly text: string;
  readonly pieces: readonly string[];
  /** Tokens of each piece. */
  readonly counts: readonly number[];
}

function measurePieces(text: string): MeasuredText {
  const pieces = tokenPieces(text);
  return { text, pieces, counts: pieces.map(countPieceTokens) };
}

/**
 * A text cut after some tokens: the whole pieces before and after, and the piece in which the cut
 * falls.
 */
interface CutText {
  readonly before: string;
  /** Ranks of the piece in the middle; empty when the text ends before the cut. */
  readonly cut: readonly number[];
  /** How many of `cut` lie before the cut. */
  readonly at: number;
  readonly after: string;
}

function cutAfter({ text, pieces, counts }: MeasuredText, tokens: number): CutText {
  let left = tokens;
  let start = 0;
  for (const [index, piece] of pieces.entries()) {
    const count = counts[index] ?? 0;
    const stop = start + piece.length;
    if (count > left) {
      const cut = encodePiece(piece, o200kVocabulary());
      return { before: text.slice(0, start), cut, at: left, after: text.slice(stop) };
    }
    left -= count;
    start = stop;
  }
  return { before: text, cut: [], at: 0, after: '' };
}

function decode(ranks: readonly number[]): string {
  const { bytesOf } = o200kVocabulary();
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(ranks.map(bytesOf)));
}

function checkedLimit(tokens: number): number {
  if (Number.isSafeInteger(tokens) && tokens >= 0) return tokens;
  throw new MabError('TOKEN_LIMIT_INVALID', `${tokens} is no number of tokens.`, {
    hint: 'Give a whole number, 0 or more.',
  });
}
