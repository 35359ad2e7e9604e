/** Whoever speaks is no part of a title. */
const WORD = "(?!(?:User|System):)(?:\\p{Lu}[\\p{L}\\p{M}\\p{N}'’.-]*|\\d[\\d,.]*)";
const SMALL = '(?:of|the|and|in|to|a|an|on|at|for|from|with|&)';
/** A title, then a year: `The Silver Heron (1954)`; with it any other capital right before it. */
const ITEM = new RegExp(
  `${WORD}[:,!]?(?: (?:${SMALL} )*${WORD}[:,!]?)* \\((?:18|19|20)\\d\\d\\)`,
  'gu',
);

const DIALOGUE_START = /\bDialogue \d+:\s*/;
const NAMES_MAX = 10;

/** The names of items in a text, once each, in order. */
export function readItemNames(text: string): string[] {
  return [...new Set([...text.matchAll(ITEM)].map(([name]) => name))];
}

/** The items of each dialogue of a text; without headings, a blank line ends a dialogue. */
export function readItemGroups(text: string): (readonly string[])[] {
  const border = DIALOGUE_START.test(text) ? DIALOGUE_START : /\n\s*\n/;
  return text
    .split(border)
    .map(readItemNames)
    .filter((names) => names.length > 0);
}

/**
 * A numbered list of at most ten items that were named together with those of the question: each
 * dialogue counts as often as it shares an item with the question. Items of equal weight stand by
 * how often they are named, then by their first place in memory.
 *
 * @returns undefined when memory names no other item.
 */
export function recommendItems(
  question: string,
  groups: readonly (readonly string[])[],
): string | undefined {
  const known = new Set(readItemNames(question));
  const candidates = new Map<string, { shared: number; named: number }>();
  for (const names of groups) {
    const shared = names.filter((name) => known.has(name)).length;
    for (const name of names) {
      const candidate = candidates.get(name) ?? { shared: 0, named: 0 };
      candidates.set(name, {
        shared: candidate.shared + shared,
        named: candidate.named + 1,
      });
    }
  }
  const ranked = [...candidates]
    .filter(([name]) => !known.has(name))
    .sort(([, a], [, b]) => b.shared - a.shared || b.named - a.named)
    .slice(0, NAMES_MAX);
  if (ranked.length === 0) return undefined;
  return ranked.map(([name], at) => `${at + 1}. ${name}`).join('\n');
}
