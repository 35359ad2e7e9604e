import { PYTHON_WHITESPACE } from '../../retrieval/python-whitespace.ts';
import { normalizeAnswer } from './normalize-answer.ts';

/** A text that is searched many times, in normalised form. */
export interface NormalizedText {
  /** As `normalizeAnswer` gives it. */
  readonly normalized: string;
  /**
   * Length of the shortest start of the raw text, in whole words, whose normalised form reaches to
   * `end`.
   */
  rawLength(end: number): number;
}

const WORD = new RegExp(`[^${PYTHON_WHITESPACE}]+`, 'gu');

/** The map back to the raw text is made when it is first asked for. */
export function normalizedText(text: string): NormalizedText {
  let ends: WordEnds | undefined;
  return {
    normalized: normalizeAnswer(text),
    rawLength: (end) => {
      ends ??= wordEnds(text);
      return ends.raw[firstAtLeast(ends.normalized, end)] ?? text.length;
    },
  };
}

/** Where each word ends that normalisation leaves something of; both ascending. */
interface WordEnds {
  readonly normalized: readonly number[];
  readonly raw: readonly number[];
}

/** Words can be normalised one by one: nothing in the normalised form looks across white space. */
function wordEnds(text: string): WordEnds {
  const ends = { normalized: [] as number[], raw: [] as number[] };
  let length = -1;
  for (const match of text.matchAll(WORD)) {
    const word = normalizeAnswer(match[0]);
    if (word === '') continue;
    length += 1 + word.length;
    ends.normalized.push(length);
    ends.raw.push(match.index + match[0].length);
  }
  return ends;
}

/** Position of the first number that is at least `wanted`, in ascending numbers. */
function firstAtLeast(numbers: readonly number[], wanted: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
