const FIRST_CHARACTER_UNITS = 64;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Where a text may be cut so that no character is torn: between graphemes, as far as possible up
 * to `limit`. A first character that is longer than that is cut between code points, and one code
 * point is always kept. Looks at nothing but the characters from `from` to `limit`.
 *
 * @param from   Start of the part to cut off, in UTF-16 code units.
 * @param limit  Where it should end; beyond `from`.
 * @returns An offset beyond `from`; at most `limit`, but for one code point of two units.
 */
export function characterEnd(text: string, from: number, limit: number): number {
  if (limit >= text.length) return text.length;
  // Two more units: the character behind the cut decides whether it belongs to the one before.
  const segments = graphemes.segment(text.slice(from, limit + 2));
  const start = segments.containing(limit - from)?.index ?? 0;
  if (start > 0) return from + start;
  const isInPair = isHighSurrogate(text, limit - 1) && isLowSurrogate(text, limit);
  const between = isInPair ? limit - 1 : limit;
  return between > from ? between : limit + 1;
}

/** Where the grapheme at `from` ends, as far as 64 units of it tell. */
export function firstCharacterEnd(text: string, from: number): number {
  const segments = graphemes.segment(text.slice(from, from + FIRST_CHARACTER_UNITS));
  return from + (segments.containing(0)?.segment.length ?? 0);
}

function isHighSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
