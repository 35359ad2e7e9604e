import { PYTHON_WHITESPACE } from '../../retrieval/python-whitespace.ts';
import { holdsSentenceEnd } from './punkt-decision.ts';
import { englishPunktTables } from './punkt-tables.ts';
import { type PunktPatterns, type PunktVariant, punktPatterns } from './punkt-variant.ts';

const SPACE = new RegExp(`[${PYTHON_WHITESPACE}]`);
const SPACES = new RegExp(`[${PYTHON_WHITESPACE}]+`, 'y');
const SOLID = new RegExp(`[^${PYTHON_WHITESPACE}]+`, 'y');
const ASCII_SPACE = /[ \t\n\r\v\f]/;

/** Offsets into the text, in UTF-16 code units; `stop` is exclusive. */
interface Span {
  readonly start: number;
  readonly stop: number;
}

/** A mark that may end a sentence, with what is needed to decide it. */
interface Candidate {
  /** Of the mark itself. */
  readonly at: number;
  /** Of the word before the mark. */
  readonly wordStart: number;
  /** Where the mark or word after it ends. */
  readonly contextStop: number;
  /** Where the next sentence would start. */
  readonly nextStart: number;
}

/**
 * English sentences, exactly as `nltk.sent_tokenize(text)` gives them.
 *
 * @param text     Any text; one that is empty or white space only has no sentence.
 * @param variant  Whose rules for closing quotes; the two differ much on printed books.
 * @returns Parts of `text` in order, without the white space between them; inside, they keep line
 *   breaks. White space before the first sentence stays with it, as in NLTK.
 * Source: Kiss & Strunk 2006 with the English tables that NLTK ships. Deviation: none known;
 * where Node and Python hold different Unicode versions, the case of newly added letters may
 * differ.
 */
export function splitSentences(text: string, variant: PunktVariant): string[] {
  const patterns = punktPatterns(variant);
  return withClosingMarks(text, rawSpans(text, patterns), patterns).map(({ start, stop }) =>
    text.slice(start, stop),
  );
}

function rawSpans(text: string, patterns: PunktPatterns): Span[] {
  const tables = englishPunktTables();
  const spans: Span[] = [];
  let start = 0;
  for (const { at, wordStart, contextStop, nextStart } of candidates(text, patterns.candidate)) {
    const words = text.slice(wordStart, contextStop).match(patterns.word) ?? [];
    if (!holdsSentenceEnd(words, tables)) continue;
    spans.push({ start, stop: at + 1 });
    start = nextStart;
  }
  return [...spans, { start, stop: trimmedLength(text) }];
}

/**
 * Of marks that share a word (`acting!!!`) only the last is a candidate, and its word starts with
 * the first.
 */
function* candidates(text: string, pattern: RegExp): Generator<Candidate> {
  let last: Candidate | undefined;
  for (const at of markOffsets(text, pattern)) {
    const after = contextAfter(text, at);
    if (!after) continue;
    const wordStart = wordStartBefore(text, at, last);
    if (last && last.at <= wordStart) yield last;
    last = { at, wordStart, ...after };
  }
  if (last) yield last;
}

function* markOffsets(text: string, pattern: RegExp): Generator<number> {
  pattern.lastIndex = 0;
  // The position is kept here, because a pattern is shared and a caller may stop half way.
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const next = pattern.lastIndex;
    yield match.index;
    pattern.lastIndex = next;
  }
}

/**
 * Only ASCII white space parts words here, and not when it is the first character after the last
 * mark.
 */
function wordStartBefore(text: string, at: number, last: Candidate | undefined): number {
  const from = last?.at ?? 0;
  for (let index = at - 1; index > from; index--) {
    if (ASCII_SPACE.test(text.charAt(index))) return index + 1;
  }
  return last?.wordStart ?? 0;
}

/** Undefined where nothing but white space follows. */
function contextAfter(
  text: string,
  at: number,
): Pick<Candidate, 'contextStop' | 'nextStart'> | undefined {
  const nextStart = matchEnd(SPACES, text, at + 1);
  if (nextStart === at + 1) return { contextStop: at + 2, nextStart };
  if (nextStart === text.length) return undefined;
  return { contextStop: matchEnd(SOLID, text, nextStart), nextStart };
}

function matchEnd(sticky: RegExp, text: string, from: number): number {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : from;
}

function trimmedLength(text: string): number {
  let length = text.length;
  while (length > 0 && SPACE.test(text.charAt(length - 1))) length--;
  return length;
}

/** Moves closing quotes and brackets at the start of a sentence to the end of the one before. */
function withClosingMarks(
  text: string,
  spans: readonly Span[],
  { closing }: PunktPatterns,
): Span[] {
  const moved: Span[] = [];
  let taken = 0;
  spans.forEach(({ start, stop }, index) => {
    const own = { start: start + taken, stop };
    const next = spans[index + 1];
    const marks = next && closing.exec(text.slice(next.start, next.stop))?.[0];
    taken = marks?.length ?? 0;
    if (next && marks) moved.push({ start: own.start, stop: next.start + trimmedLength(marks) });
    else if (own.start < own.stop) moved.push(own);
  });
  return moved;
}
