/**
 * The known names that look most like a mistyped one, best first, at most three.
 * "Like" is Levenshtein's distance of at most a third of the longer name, or a shared start.
 */
export function nearestNames(typed: string, known: readonly string[]): string[] {
  return known
    .map((name) => ({ name, distance: editDistance(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => {
      const close = distance <= Math.max(1, Math.max(typed.length, name.length) / 3);
      return close || (typed.length >= 3 && name.startsWith(typed));
    })
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
