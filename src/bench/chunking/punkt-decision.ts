import { ORTHOGRAPHY, type PunktTables } from './punkt-tables.ts';

/**
 * Sections of Kiss & Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection", are
 * named below.
 */

const NUMBER_TYPE = '##number##';
const NUMBER = /^-?[.,]?\p{Nd}[\p{Nd},.-]*\.?$/u;
const ELLIPSIS = /^\.{2,}$/;
/** Python's `[^\W\d]\.`: one letter, underscore or numeral that is no digit, and a period. */
const INITIAL = /^[\p{L}\p{Nl}\p{No}_]\.$/u;
const CAPITAL_FIRST = /^\p{Uppercase}/u;
const SMALL_FIRST = /^\p{Lowercase}/u;
const INNER_MARKS: ReadonlySet<string> = new Set([';', ':', ',', '.', '!', '?']);

type FirstGuess = 'end' | 'abbreviation' | 'ellipsis' | 'none';

/**
 * Whether one of these words, but the last, ends a sentence. Words are as the variant's pattern
 * cuts them.
 */
export function holdsSentenceEnd(words: readonly string[], tables: PunktTables): boolean {
  return words.some((word, at) => {
    const next = words[at + 1];
    return next !== undefined && endsSentence(word, next, tables);
  });
}

function endsSentence(word: string, next: string, tables: PunktTables): boolean {
  if (!word.endsWith('.')) return word === '?' || word === '!';
  const type = withoutPeriod(wordType(word));
  const nextType = typeOfNext(next, tables);
  // 4.1.2, collocations.
  if (tables.collocations.get(type)?.has(nextType)) return false;
  const guess = guessByType(word, tables);
  const isInitial = INITIAL.test(word);
  const isShort = guess === 'abbreviation' || guess === 'ellipsis';
  if (isShort && !isInitial && startsSentence(next, nextType, tables)) return true;
  if (isInitial || type === NUMBER_TYPE) {
    if (continuesAfterInitial(next, nextType, { isInitial, tables })) return false;
  }
  return guess === 'end';
}

/** 4.3, initials and ordinal numbers: whether the word after one goes on with the same sentence. */
function continuesAfterInitial(
  next: string,
  nextType: string,
  { isInitial, tables }: { isInitial: boolean; tables: PunktTables },
): boolean {
  const evidence = orthographicEvidence(next, nextType, tables);
  if (evidence !== 'unknown') return evidence === 'continues';
  return isInitial && CAPITAL_FIRST.test(next) && !(seen(nextType, tables) & ORTHOGRAPHY.anySmall);
}

/** 4.2, whether an abbreviation or ellipsis ends a sentence too, for the word that follows it. */
function startsSentence(next: string, nextType: string, tables: PunktTables): boolean {
  if (orthographicEvidence(next, nextType, tables) === 'starts') return true;
  return CAPITAL_FIRST.test(next) && tables.sentenceStarters.has(nextType);
}

/** 4.1.1, the orthographic heuristic. */
function orthographicEvidence(
  word: string,
  type: string,
  tables: PunktTables,
): 'starts' | 'continues' | 'unknown' {
  if (INNER_MARKS.has(word)) return 'continues';
  const flags = seen(type, tables);
  if (CAPITAL_FIRST.test(word)) {
    const isStart = flags & ORTHOGRAPHY.anySmall && !(flags & ORTHOGRAPHY.capitalInside);
    return isStart ? 'starts' : 'unknown';
  }
  const isInside = flags & ORTHOGRAPHY.anyCapital || !(flags & ORTHOGRAPHY.smallAtStart);
  return SMALL_FIRST.test(word) && isInside ? 'continues' : 'unknown';
}

/** 3, the guess from the word alone. */
function guessByType(word: string, tables: PunktTables): FirstGuess {
  if (word === '.' || word === '?' || word === '!') return 'end';
  if (ELLIPSIS.test(word)) return 'ellipsis';
  if (!word.endsWith('.') || word.endsWith('..')) return 'none';
  const stem = word.slice(0, -1).toLowerCase();
  const lastPart = stem.slice(stem.lastIndexOf('-') + 1);
  const isKnown = tables.abbreviations.has(stem) || tables.abbreviations.has(lastPart);
  return isKnown ? 'abbreviation' : 'end';
}

function wordType(word: string): string {
  const lower = word.toLowerCase();
  return NUMBER.test(lower) ? NUMBER_TYPE : lower;
}

function typeOfNext(next: string, tables: PunktTables): string {
  const type = wordType(next);
  return guessByType(next, tables) === 'end' ? withoutPeriod(type) : type;
}

function withoutPeriod(type: string): string {
  return type.length > 1 && type.endsWith('.') ? type.slice(0, -1) : type;
}

function seen(type: string, tables: PunktTables): number {
  return tables.orthography.get(type) ?? 0;
}
