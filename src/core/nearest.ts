import { distance } from 'fastest-levenshtein';

/**
 * The known names that look most like a mistyped one, best first, at most three.
 * "Like" is an edit distance of at most a third of the longer name, or a shared start.
 */
export function nearestNames(typed: string, known: readonly string[]): string[] {
  const isNear = (name: string, edits: number): boolean =>
    edits <= Math.max(1, Math.max(typed.length, name.length) / 3) ||
    (typed.length >= 3 && name.startsWith(typed));
  return known
    .map((name) => ({ name, edits: distance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => isNear(name, edits))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name);
}
