interface Spot {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

const LETTER_WIDTH = 8;
const HALF_HEIGHT = 6.5;
const HALF_MARK = 5;
/** Directions to try, the best first, and how far out. */
const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
  [0, -1],
  [0, 1],
] as const;
const DISTANCES = [1, 1.7, 2.4];

/**
 * Puts each label beside its point, where it covers no point and no other label; the first such
 * place wins. Labels of points in the same place stand in one: `A B`.
 *
 * @returns the middle of each label.
 */
export function placeLabels(points: readonly Spot[], bounds: Bounds): Spot[] {
  const marks = points.map(({ x, y }) => ({ x, y, halfWidth: HALF_MARK, halfHeight: HALF_MARK }));
  const taken: Box[] = [];
  return mergedSpots(points).map((spot) => {
    const places = DISTANCES.flatMap((distance) =>
      DIRECTIONS.map((direction) => boxBeside(spot, direction, distance)),
    ).filter((box) => isInside(box, bounds));
    const free = places.find((box) => ![...marks, ...taken].some((other) => overlap(box, other)));
    const box = free ?? places[0] ?? boxBeside(spot, DIRECTIONS[0], 1);
    taken.push(box);
    return { x: box.x, y: box.y, text: spot.text };
  });
}

function mergedSpots(points: readonly Spot[]): Spot[] {
  const merged: Spot[] = [];
  for (const point of points) {
    const at = merged.findIndex(({ x, y }) => Math.hypot(x - point.x, y - point.y) < 4);
    const same = merged[at];
    if (same) merged[at] = { ...same, text: `${same.text} ${point.text}` };
    else merged.push(point);
  }
  return merged;
}

function boxBeside(
  { x, y, text }: Spot,
  [right, down]: readonly [number, number],
  far: number,
): Box {
  const halfWidth = (text.length * LETTER_WIDTH) / 2;
  return {
    x: x + right * (halfWidth + HALF_MARK * far),
    y: y + down * (HALF_HEIGHT + HALF_MARK * far - 2),
    ...{ halfWidth, halfHeight: HALF_HEIGHT },
  };
}

function overlap(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) < a.halfWidth + b.halfWidth &&
    Math.abs(a.y - b.y) < a.halfHeight + b.halfHeight
  );
}

function isInside({ x, y, halfWidth, halfHeight }: Box, bounds: Bounds): boolean {
  return (
    x - halfWidth >= bounds.left &&
    x + halfWidth <= bounds.right &&
    y - halfHeight >= bounds.top &&
    y + halfHeight <= bounds.bottom
  );
}
