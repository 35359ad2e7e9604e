import { characterEnd } from './character-end.ts';

const END = /(?<=[.!?…]["'”’)\]_]*)\s+(?=["'“‘([_]*[\p{Lu}\p{N}])|\n\s*\n|(?<=:)\n/gu;
const ABBREVIATION =
  /(?:^|[\s(])(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Jr|Sr|Prof|vs|Vol|e\.g|i\.e|\d{1,7})\.$/u;
const MOST_CHARACTERS = 1_200;

/**
 * Cuts running text into sentences: good enough to search and quote, cheap enough for a million
 * characters. Breaks at blank lines, at line ends after a colon, and after `.`, `!`, `?` where a
 * capital or a number follows, but not after initials, common abbreviations and bare numbers. What
 * is longer than 1,200 characters is cut at blanks.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let from = 0;
  for (const match of text.matchAll(END)) {
    const sentence = text.slice(from, match.index).trim();
    if (!/\n\s*\n/.test(match[0]) && ABBREVIATION.test(sentence.slice(-12))) continue;
    addPieces(sentence, sentences);
    from = match.index + match[0].length;
  }
  addPieces(text.slice(from).trim(), sentences);
  return sentences;
}

function addPieces(sentence: string, into: string[]): void {
  let rest = sentence;
  while (rest.length > MOST_CHARACTERS) {
    const blank = rest.lastIndexOf(' ', MOST_CHARACTERS);
    const end = blank > 0 ? blank : characterEnd(rest, 0, MOST_CHARACTERS);
    into.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  if (rest !== '') into.push(rest);
}
