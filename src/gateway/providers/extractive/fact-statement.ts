/** A statement cut in two: what it is about, and what it says of it. */
export interface FactStatement {
  /** `The capital of Iran is`. */
  readonly topic: string;
  /** `Tehran`; empty when there is nothing to cut at, and the topic is then the whole statement. */
  readonly object: string;
}

const VERBS: ReadonlySet<string> = new Set(['is', 'was', 'are', 'were', 'has', 'had']);
const LINKS: ReadonlySet<string> = new Set(
  'a an and as at by for from in into of on the to with'.split(' '),
);

/**
 * Cuts a plain English statement behind its last linking word, where links inside a name (`Church
 * of Greece`, `The Lord of the Rings`: capitals on both sides) do not count.
 */
export function splitFactStatement(statement: string): FactStatement {
  const words = statement.trim().replace(/\.$/, '').split(/\s+/);
  for (let at = words.length - 2; at >= 1; at--) {
    const word = words[at] ?? '';
    if (!VERBS.has(word) && !(LINKS.has(word) && !isInsideName(words, at))) continue;
    return { topic: words.slice(0, at + 1).join(' '), object: words.slice(at + 1).join(' ') };
  }
  return { topic: words.join(' '), object: '' };
}

function isInsideName(words: readonly string[], at: number): boolean {
  let before = at - 1;
  while (LINKS.has(words[before] ?? '')) before--;
  let after = at + 1;
  while (LINKS.has(words[after] ?? '')) after++;
  return isNameWord(words[before]) && isNameWord(words[after]);
}

function isNameWord(word: string | undefined): boolean {
  return word !== undefined && /^["'“‘(]*[\p{Lu}\p{N}]/u.test(word);
}
