/** One entry of a log of landings. */
export interface ReadEntry {
  readonly ship: string;
  readonly crates: number;
  readonly goods: string;
  readonly town: string;
}

const ENTRY =
  /\bOn \d{1,2} [A-Z][a-z]+ \d{4} the ([A-Z][\w ]*?) landed (\d+) crates of ([\w -]+?) in ([A-Z][\w ]*?)\./g;

/** The entries of a text that have the one form that this reader knows, in order. */
export function readEntries(text: string): ReadEntry[] {
  return [...text.matchAll(ENTRY)].map(([, ship = '', crates, goods = '', town = '']) => ({
    ...{ ship, goods, town },
    crates: Number(crates),
  }));
}

/** What can be asked, and how the entries that it is about answer it. */
const QUESTIONS: readonly (readonly [RegExp, Tally])[] = [
  [/^How many times did the (?<ship>.+) land goods\?$/, (entries) => String(entries.length)],
  [/^How many crates did the (?<ship>.+) land in all\?$/, sumOfCrates],
  [
    /^In how many different towns did the (?<ship>.+) land goods\?$/,
    (entries) => String(new Set(entries.map(({ town }) => town)).size),
  ],
  [/^In which town did the (?<ship>.+) land goods first\?$/, (entries) => entries[0]?.town],
  [/^In which town did the (?<ship>.+) land goods last\?$/, (entries) => entries.at(-1)?.town],
  [
    /^In which town did the (?<ship>.+) land goods most often\?$/,
    (entries) => commonest(entries.map(({ town }) => town)),
  ],
  [
    /^Which goods did the (?<ship>.+) land most often\?$/,
    (entries) => commonest(entries.map(({ goods }) => goods)),
  ],
  [/^How many crates of (?<goods>.+) were landed in (?<town>.+) in all\?$/, sumOfCrates],
  [
    /^Which ship was the last one to land (?<goods>.+) in (?<town>.+)\?$/,
    (entries) => entries.at(-1)?.ship,
  ],
];

/** A question about a log, ready to be answered from its entries. */
export type Tally = (entries: readonly ReadEntry[]) => string | undefined;

/**
 * Takes a question as one that counts, adds or compares the log entries that it is about.
 *
 * @returns undefined for any other question. The tally is undefined where no entry is about it.
 */
export function readTally(question: string): Tally | undefined {
  for (const [form, answer] of QUESTIONS) {
    const wanted = form.exec(question)?.groups;
    if (!wanted) continue;
    const keys = Object.entries(wanted) as ['ship' | 'goods' | 'town', string][];
    return (entries) => {
      const own = entries.filter((entry) => keys.every(([key, value]) => entry[key] === value));
      return own.length === 0 ? undefined : answer(own);
    };
  }
  return undefined;
}

function sumOfCrates(entries: readonly ReadEntry[]): string {
  return String(entries.reduce((sum, { crates }) => sum + crates, 0));
}

/** The first one among equals. */
function commonest(values: readonly string[]): string | undefined {
  const counts = [...Map.groupBy(values, (value) => value)];
  return counts.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
