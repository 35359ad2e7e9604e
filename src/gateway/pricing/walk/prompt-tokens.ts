/** More pieces than this are not remembered. */
const PIECES_MAX = 500_000;

/** Ends behind the last line feed of a run of white space: there no token goes on. */
const LINE_END = /\n(?=\S)/g;

/**
 * Counts the tokens of texts that share most of their lines, as prompts on one context do: a line
 * is counted once.
 */
export class PromptTokens {
  readonly #countTokens: (text: string) => number;
  /** By a hash of 53 bits: a line as a key would keep the whole prompt in memory. */
  readonly #known = new Map<number, number>();

  constructor(countTokens: (text: string) => number) {
    this.#countTokens = countTokens;
  }

  count(text: string): number {
    let tokens = 0;
    let start = 0;
    for (const { index } of text.matchAll(LINE_END)) {
      tokens += this.#line(text.slice(start, index + 1));
      start = index + 1;
    }
    return start < text.length ? tokens + this.#line(text.slice(start)) : tokens;
  }

  #line(line: string): number {
    const key = textHash(line, 0, line.length);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const tokens = this.#countTokens(line);
    if (this.#known.size >= PIECES_MAX) this.#known.clear();
    this.#known.set(key, tokens);
    return tokens;
  }
}

/**
 * A number of 53 bits for a part of a text, by two multiplicative hashes. Fast; not safe against
 * somebody who looks for texts with the same number.
 */
export function textHash(text: string, start: number, end: number, seed = 0): number {
  let one = 0x811c9dc5 ^ (seed & 0xffffffff);
  let two = 0x9e3779b9 ^ Math.floor(seed / 0x100000000);
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    two = Math.imul(two ^ code, 0x85ebca6b) + 0x7f4a7c15;
  }
  return (one >>> 0) * 0x200000 + ((two ^ (two >>> 15)) & 0x1fffff);
}
