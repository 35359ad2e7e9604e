import { distance } from 'fastest-levenshtein';

/** A name of a list, and how many edits away it is. */
export interface NearestName {
  /** Position in the list. */
  readonly index: number;
  /** Code points to insert, delete or replace. */
  readonly edits: number;
}

/** Names of one length, side by side. */
interface Candidates {
  /** Positions in the list. */
  readonly indexes: readonly number[];
  readonly texts: readonly string[];
  readonly letters: readonly Letters[];
}

/** Which of 32 kinds of characters a text has, as bits: at least once, and at least twice. */
interface Letters {
  readonly once: number;
  readonly twice: number;
}

/** The name nearest to a text; undefined where none is within `editsMax` (absent: no limit). */
export type FindNearest = (text: string, editsMax?: number) => NearestName | undefined;

/**
 * Prepares a list of names for finding the one nearest to a text by edit distance over code points.
 * Of several that are equally near it is the first of the list. Exact: candidates are passed over
 * only where they cannot be nearer, by their length or by the letters that they lack.
 *
 * @param names  Compared as they are, so lower-cased before where case is no matter.
 */
export function createNearestName(names: readonly string[]): FindNearest {
  const points = codePointAlphabet();
  const exact = new Map<string, number>();
  for (const [index, name] of names.entries()) if (!exact.has(name)) exact.set(name, index);
  const byLength = new Map(
    [...Map.groupBy(exact, ([name]) => points(name).length)].map(([length, group]) => {
      const texts = group.map(([name]) => points(name));
      const letters = texts.map(lettersOf);
      return [length, { texts, letters, indexes: group.map(([, index]) => index) }];
    }),
  );
  const longest = Math.max(0, ...byLength.keys());
  return (wanted, editsMax = Number.POSITIVE_INFINITY) => {
    const same = exact.get(wanted);
    if (same !== undefined) return { index: same, edits: 0 };
    const text = points(wanted);
    const start = { index: Number.POSITIVE_INFINITY, edits: editsMax };
    const nearest = nearestByLength(text, byLength, Math.max(longest, text.length), start);
    return nearest === start ? undefined : nearest;
  };
}

/** From names of the same length outwards, until the difference in length alone is too much. */
function nearestByLength(
  text: string,
  byLength: ReadonlyMap<number, Candidates>,
  longest: number,
  start: NearestName,
): NearestName {
  let nearest = start;
  for (let difference = 0; difference <= Math.min(longest, nearest.edits); difference++) {
    for (const by of difference === 0 ? [0] : [-difference, difference]) {
      const candidates = byLength.get(text.length + by);
      if (candidates) nearest = nearestOf(text, candidates, nearest);
    }
  }
  return nearest;
}

function nearestOf(
  text: string,
  { indexes, texts, letters }: Candidates,
  start: NearestName,
): NearestName {
  const own = lettersOf(text);
  let nearest = start;
  for (let at = 0; at < texts.length; at++) {
    if (editsAtLeast(own, letters[at] as Letters) > nearest.edits) continue;
    const index = indexes[at] as number;
    const edits = distance(text, texts[at] as string);
    if (isNearer(edits, index, nearest)) nearest = { index, edits };
  }
  return nearest;
}

function isNearer(edits: number, index: number, than: NearestName): boolean {
  return edits < than.edits || (edits === than.edits && index < than.index);
}

function lettersOf(text: string): Letters {
  let once = 0;
  let twice = 0;
  for (let at = 0; at < text.length; at++) {
    const bit = 1 << (text.charCodeAt(at) & 31);
    twice |= once & bit;
    once |= bit;
  }
  return { once, twice };
}

/** Each character that only one of both texts has, or has twice, costs an edit of its own. */
function editsAtLeast(one: Letters, other: Letters): number {
  return Math.max(
    bitCount(one.once & ~other.once) + bitCount(one.twice & ~other.twice),
    bitCount(other.once & ~one.once) + bitCount(other.twice & ~one.twice),
  );
}

function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * The distance is counted in UTF-16 units, so each character beyond U+FFFF gets a unit that stands
 * for it: a lone surrogate in the order of first use, of which there are 2,048.
 */
function codePointAlphabet(): (text: string) => string {
  const units = new Map<string, string>();
  const unitOf = (pair: string): string => {
    const unit = units.get(pair) ?? String.fromCharCode(0xd800 + (units.size % 0x800));
    units.set(pair, unit);
    return unit;
  };
  return (text) => text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, unitOf);
}
