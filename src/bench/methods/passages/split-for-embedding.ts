import { MabError } from '../../../core/errors.ts';
import { characterEnd, firstCharacterEnd } from './character-end.ts';
import { splitSentences } from './sentences.ts';

/** A first guess, corrected by what the text shows; English has about four. */
const CHARACTERS_PER_TOKEN = 4;

interface Limit {
  readonly maxTokens: number;
  readonly countTokens: (text: string) => number;
}

/** A part of the text, in UTF-16 code units, `end` exclusive; no white space at either end. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/**
 * Cuts a text into pieces that an embedder can take: whole sentences, as many as fit. A sentence
 * that does not fit is cut at white space, a word that does not fit between characters: letters
 * keep their accents and emoji their parts, as far as the limit allows.
 *
 * @param maxTokens    Most tokens of a piece, counted by `countTokens`.
 * @param countTokens  Tokens of a text, those included that the embedder adds to every text. Takes
 *   time in proportion to the text; then so does all of this.
 * @returns Pieces of `text` in order, none empty; none for a text of white space only. Nothing but
 *   white space between them is lost.
 * @throws {MabError} EMBEDDING_LIMIT_INVALID when even a single code point has more tokens.
 */
export function splitForEmbedding(
  text: string,
  maxTokens: number,
  countTokens: (text: string) => number,
): string[] {
  const limit = { maxTokens, countTokens };
  const parts = sentenceParts(text, limit).flatMap((part) =>
    part.tokens <= maxTokens ? [part] : cutPart(text, part, limit),
  );
  return grouped(parts, limit)
    .flatMap((group) => joined(text, group, limit))
    .map(({ start, end }) => text.slice(start, end));
}

function sentenceParts(text: string, { countTokens }: Limit): Part[] {
  let from = 0;
  return splitSentences(text).map((found) => {
    const sentence = found.trimEnd();
    const start = solidFrom(text, from);
    from = start + sentence.length;
    return { start, end: from, tokens: countTokens(sentence) };
  });
}

/** Neighbours whose tokens add up to no more than the limit, as many as can be. */
function grouped(parts: readonly Part[], { maxTokens, countTokens }: Limit): Part[][] {
  const added = countTokens('');
  const groups: Part[][] = [];
  let free = 0;
  for (const part of parts) {
    const tokens = part.tokens - added;
    const isNew = groups.length === 0 || tokens > free;
    if (isNew) groups.push([]);
    groups.at(-1)?.push(part);
    free = (isNew ? maxTokens - added : free) - tokens;
  }
  return groups;
}

/** A text may have a few tokens more than its parts together, so it is counted, and halved. */
function joined(text: string, group: readonly Part[], limit: Limit): Part[] {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last || group.length === 1) return [...group];
  const tokens = limit.countTokens(text.slice(first.start, last.end));
  if (tokens <= limit.maxTokens) return [{ start: first.start, end: last.end, tokens }];
  const half = group.length >> 1;
  return [group.slice(0, half), group.slice(half)].flatMap((part) => joined(text, part, limit));
}

function cutPart(text: string, { start, end }: Part, limit: Limit): Part[] {
  const parts: Part[] = [];
  let size = CHARACTERS_PER_TOKEN * limit.maxTokens;
  for (let from = start; from < end; from = solidFrom(text, from)) {
    const part = firstPart(text, { start: from, end }, size, limit);
    parts.push(part);
    from = part.end;
    // Aims at a full piece next time, in steps small enough to be corrected cheaply.
    size = Math.ceil((part.end - part.start) * Math.min(2, limit.maxTokens / part.tokens));
  }
  return parts;
}

/** The start of a part: `size` units, or fewer until they are within the limit. */
function firstPart(
  text: string,
  { start, end }: Pick<Part, 'start' | 'end'>,
  size: number,
  { maxTokens, countTokens }: Limit,
): Part {
  let cut = start + size >= end ? end : cutBefore(text, start, start + size);
  for (;;) {
    const tokens = countTokens(text.slice(start, cut));
    if (tokens <= maxTokens) return { start, end: cut, tokens };
    const smaller = smallerCut(text, start, cut, Math.min(0.9, maxTokens / tokens));
    if (smaller === cut) throw limitInvalid(text.slice(start, cut), tokens, maxTokens);
    cut = smaller;
  }
}

/** Tears a character only when there is nothing else to cut. */
function smallerCut(text: string, start: number, cut: number, share: number): number {
  const limit = start + Math.max(1, Math.floor((cut - start) * share));
  const between = cutBefore(text, start, limit);
  return between < cut ? between : characterEnd(text, start, limit);
}

/** The last white space up to `limit`, else the end of a character; of the first, at least. */
function cutBefore(text: string, start: number, limit: number): number {
  for (let at = limit; at > start; at--) {
    if (isSpace(text, at) && !isSpace(text, at - 1)) return at;
  }
  return characterEnd(text, start, Math.max(limit, firstCharacterEnd(text, start)));
}

function solidFrom(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text, at)) at++;
  return at;
}

function isSpace(text: string, at: number): boolean {
  return /\s/.test(text.charAt(at));
}

function limitInvalid(character: string, tokens: number, maxTokens: number): MabError {
  const name = JSON.stringify(character);
  return new MabError(
    'EMBEDDING_LIMIT_INVALID',
    `The embedder takes texts of ${maxTokens} tokens, while ${name} alone has ${tokens}.`,
    { hint: 'Use an embedder with a higher limit of tokens.' },
  );
}
