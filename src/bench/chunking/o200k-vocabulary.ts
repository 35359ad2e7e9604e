import { createRequire } from 'node:module';
import { invariant } from '../../core/errors.ts';

/**
 * The tokens of OpenAI's o200k_base encoding; a token's number is its rank, and lower ranks merge
 * first.
 */
export interface Vocabulary {
  /** The rank of a whole piece of text; undefined when it is no token. */
  readonly rankOfText: (text: string) => number | undefined;
  /** The same for bytes, written as one character (U+0000 to U+00FF) per byte. */
  readonly rankOfBytes: (bytes: string) => number | undefined;
  readonly bytesOf: (rank: number) => Uint8Array;
}

/** Text, or bytes where they are no whole characters. */
type Token = string | readonly number[];
type TokenList = readonly (Token | undefined)[];

let vocabulary: Vocabulary | undefined;

/** Read on the first call (about 0.2 s) and kept. */
export function o200kVocabulary(): Vocabulary {
  vocabulary ??= indexTokens(readTokens());
  return vocabulary;
}

/**
 * The ranks alone: the package's encoder would index them once more, and is quadratic on long
 * pieces.
 */
function readTokens(): TokenList {
  const require = createRequire(import.meta.url);
  const tokens: { readonly default: TokenList } = require('gpt-tokenizer/bpeRanks/o200k_base');
  invariant(Array.isArray(tokens.default), 'The o200k_base ranks of gpt-tokenizer are no list.');
  return tokens.default;
}

function indexTokens(tokens: TokenList): Vocabulary {
  const ranks = new Map<string, number>();
  tokens.forEach((token, rank) => {
    if (typeof token === 'string') ranks.set(token, rank);
  });
  let wideRanks: Map<string, number> | undefined;
  return {
    rankOfText: (text) => ranks.get(text),
    rankOfBytes: (bytes) => {
      if (isAscii(bytes)) return ranks.get(bytes);
      wideRanks ??= indexWideTokens(tokens);
      return wideRanks.get(bytes);
    },
    bytesOf: (rank) => {
      const token = tokens[rank];
      invariant(token !== undefined, `${rank} is no token of o200k_base.`);
      return tokenBytes(token);
    },
  };
}

/**
 * Tokens that are not ASCII, by their bytes; needed only for such words that are no token as a
 * whole.
 */
function indexWideTokens(tokens: TokenList): Map<string, number> {
  const ranks = new Map<string, number>();
  tokens.forEach((token, rank) => {
    if (token === undefined || (typeof token === 'string' && isAscii(token))) return;
    ranks.set(tokenBytes(token).toString('latin1'), rank);
  });
  return ranks;
}

function tokenBytes(token: Token): Buffer {
  return typeof token === 'string' ? Buffer.from(token) : Buffer.from(token);
}

/** Whether text, or bytes written as characters, is plain ASCII. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
