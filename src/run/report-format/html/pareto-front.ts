/** Something that costs `x` and is worth `y`. */
export interface Worth {
  readonly x: number;
  readonly y: number;
}

/**
 * Those that nothing else beats: nothing is worth at least as much for less, or more for the same.
 * In order of `x`. Of equals, all.
 */
export function paretoFront<T extends Worth>(points: readonly T[]): T[] {
  return points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((a, b) => a.x - b.x);
}

function beats(a: Worth, b: Worth): boolean {
  return a.x <= b.x && a.y >= b.y && (a.x < b.x || a.y > b.y);
}
