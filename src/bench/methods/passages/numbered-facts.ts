/** One entry of a numbered list: `12. The capital of Iran is Tehran.` */
export interface NumberedFact {
  readonly serial: number;
  /** Without the number; runs up to the next entry. */
  readonly statement: string;
}

interface Mark {
  readonly serial: number;
  readonly start: number;
  readonly end: number;
}

/** On average over a list. */
const ENTRY_CHARACTERS_MAX = 400;
const MARK = /(?<=^|\s)(\d{1,7})\.\s+(?=\S)/g;

/**
 * Reads a numbered list, on lines of its own or run together in one line (chunkers join sentences
 * with blanks). Numbers in running text (`in 1998. Then`) are told apart by counting: an entry
 * inside a line carries on the longest row of numbers that rise by one; at the start of a line any
 * larger number will do.
 *
 * @returns Entries in order; empty when less than two thirds of the text belongs to a list, or its
 *   entries have more than 400 characters on average: then it is running text with a few numbers.
 */
export function readNumberedFacts(text: string): NumberedFact[] {
  const marks = longestRow(text, [...text.matchAll(MARK)].map(toMark));
  const first = marks[0];
  const listLength = text.length - (first?.start ?? text.length);
  const isList =
    listLength >= (text.length * 2) / 3 && listLength / marks.length <= ENTRY_CHARACTERS_MAX;
  if (!isList) return [];
  return marks
    .map(({ serial, end }, at) => ({
      serial,
      statement: text.slice(end, marks[at + 1]?.start ?? text.length).trim(),
    }))
    .filter(({ statement }) => statement !== '');
}

function toMark(match: RegExpExecArray): Mark {
  return { serial: Number(match[1]), start: match.index, end: match.index + match[0].length };
}

/** Where to start is what matters: from there on, each next number is taken as it comes. */
function longestRow(text: string, marks: readonly Mark[]): Mark[] {
  let from = bestStart(text, marks);
  if (from === -1) return [];
  const row: Mark[] = [];
  for (let last = Number.NaN; from < marks.length; from++) {
    const mark = marks[from] as Mark;
    const follows = row.length === 0 || mark.serial === last + 1;
    if (!follows && !(startsLine(text, mark) && mark.serial > last)) continue;
    row.push(mark);
    last = mark.serial;
  }
  return row;
}

function bestStart(text: string, marks: readonly Mark[]): number {
  const rowLengths = new Map<number, number>();
  let [best, bestLength] = [-1, 0];
  for (let at = marks.length - 1; at >= 0; at--) {
    const mark = marks[at] as Mark;
    const length = 1 + (rowLengths.get(mark.serial + 1) ?? 0);
    rowLengths.set(mark.serial, length);
    if (length >= bestLength && (length > 1 || startsLine(text, mark))) {
      [best, bestLength] = [at, length];
    }
  }
  return best;
}

function startsLine(text: string, mark: Mark): boolean {
  return mark.start === 0 || text[mark.start - 1] === '\n';
}
