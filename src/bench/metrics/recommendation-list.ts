import {
  collapseWhitespace,
  PYTHON_WHITESPACE,
  stripWhitespace,
} from '../../retrieval/python-whitespace.ts';
import { lenientForm } from './lenient-form.ts';

const NUMBERING = new RegExp(
  `^(?:\\p{Nd}+[.)、]?[${PYTHON_WHITESPACE}]*[-—–]?[${PYTHON_WHITESPACE}]*)?`,
  'u',
);

/**
 * The names in a reply as the reference reads them: one a line of all that follows the first `1.`,
 * or of the whole reply with commas as line ends where there is none. Blank lines and remarks are
 * names too, and a number at the start goes even where it is part of the name (`12 Angry Men`).
 *
 * Source: `extract_recommendation_list` of the reference. Deviation: none.
 */
export function strictRecommendations(reply: string): string[] {
  const first = reply.indexOf('1.');
  const list = first === -1 ? reply.replaceAll(',', '\n') : reply.slice(first + 2);
  return list.split('\n').map((line) => {
    const name = stripWhitespace(line).replace(/\([^()]*\)/g, '');
    return collapseWhitespace(name.replace(NUMBERING, ''));
  });
}

/** At the start of a line, or inside it where no decimal number is meant. */
const NUMBERED = /^[ \t]*[*_]*(\d{1,3})\s?[.):、]|[\s,;][*_]*(\d{1,3})\s?[.):、](?!\d)/gm;
const BULLET = /^[ \t]*[-*•–—][ \t]+(.*)$/gm;
const SEPARATORS = /[\n,;]/;
/** A remark behind a name: ` - a comedy`. */
const REMARK = /\s[-–—]\s.*$/;

/**
 * The names in a reply, in lenient form and each once: the entries of a numbered list wherever its
 * numbers stand, else of a bulleted one, else whatever commas, semicolons and line ends separate.
 * Years and other parentheses, markup and remarks behind a dash are left out; a number that is not
 * the list's belongs to the name.
 *
 * Source: none; our own.
 */
export function lenientRecommendations(reply: string): string[] {
  const numbered = numberedEntries(reply);
  const bullets = [...reply.matchAll(BULLET)].map(([, entry = '']) => entry);
  const entries = [numbered, bullets].find(({ length }) => length > 0) ?? reply.split(SEPARATORS);
  const names = entries.map((entry) => {
    const bare = entry.replace(/\([^()]*\)/g, ' ').replace(REMARK, '');
    return lenientForm(bare);
  });
  return [...new Set(names)].filter((name) => name !== '');
}

/** What stands behind 1., 2., 3. … up to the next of them or the end of its line. */
function numberedEntries(reply: string): string[] {
  const entries: string[] = [];
  const marks: { readonly start: number; readonly end: number }[] = [];
  for (const match of reply.matchAll(NUMBERED)) {
    if (Number(match[1] ?? match[2]) !== marks.length + 1) continue;
    marks.push({ start: match.index, end: match.index + match[0].length });
  }
  for (const [at, { end }] of marks.entries()) {
    const entry = reply.slice(end, marks[at + 1]?.start).trimStart();
    entries.push(entry.split('\n', 1)[0] ?? '');
  }
  return entries;
}
