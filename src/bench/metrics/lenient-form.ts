/** Marks, after decomposition: the accent of `é`. */
const MARKS = /\p{M}/gu;
/** Left out without a trace: `Ahab's`, `U.S.`, the comma of `1,000`; not the point of `3.5`. */
const JOINING = /['’‘ʼ`]|(?<!\d)\.|\.(?!\d)|(?<=\d),(?=\d{3})/gu;
const OTHER_PUNCTUATION = /[^\p{L}\p{N}.]+/gu;
const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen ' +
  'fifteen sixteen seventeen eighteen nineteen';
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety';

/** `seven` is 7, `twenty` is 20. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ...UNITS.split(' ').map((word, at): [string, number] => [word, at]),
  ...TENS.split(' ').map((word, at): [string, number] => [word, 10 * (at + 2)]),
]);

/**
 * The form in which lenient metrics compare texts: what differs in it differs in more than
 * spelling. Compatibility forms, case, accents, punctuation (any script's), articles, and numbers
 * from 0 to 99 written as words make no difference; inflection and word order do.
 *
 * @returns Words one space apart; empty when nothing is left.
 * Source: none; our own. Unlike the strict form (`normalizeAnswer`), punctuation between words is a
 *   gap: `Moby-Dick` is two words.
 */
export function lenientForm(text: string): string {
  const plain = text.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(/&/g, ' and ');
  const words = plain.replace(JOINING, '').replace(OTHER_PUNCTUATION, ' ').trim().split(' ');
  return joinNumbers(words.filter((word) => word !== '' && !ARTICLES.has(word))).join(' ');
}

/** `twenty one` becomes `21`. */
function joinNumbers(words: readonly string[]): string[] {
  const joined: string[] = [];
  let tens: number | undefined;
  for (const word of words) {
    const number = NUMBERS.get(word);
    if (tens !== undefined && number !== undefined && number >= 1 && number <= 9) {
      joined.splice(-1, 1, String(tens + number));
      tens = undefined;
    } else {
      joined.push(number === undefined ? word : String(number));
      tens = number !== undefined && number >= 20 ? number : undefined;
    }
  }
  return joined;
}

/** Whether all of `wanted` stands in `text`, as whole words; both in lenient form. */
export function hasWords(text: string, wanted: string): boolean {
  return wanted !== '' && ` ${text} `.includes(` ${wanted} `);
}
