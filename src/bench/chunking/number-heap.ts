/** A binary heap of numbers: the smallest comes out first. */
export interface NumberHeap {
  push(value: number): void;
  /** Undefined when empty. */
  pop(): number | undefined;
}

export function createNumberHeap(): NumberHeap {
  const values: number[] = [];
  return {
    push: (value) => {
      values.push(value);
      siftUp(values, values.length - 1);
    },
    pop: () => {
      const [smallest] = values;
      const last = values.pop();
      if (last !== undefined && values.length > 0) {
        values[0] = last;
        siftDown(values, 0);
      }
      return smallest;
    },
  };
}

function siftUp(values: number[], from: number): void {
  const value = values[from] ?? 0;
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = values[parent] ?? 0;
    if (above <= value) break;
    values[at] = above;
    at = parent;
  }
  values[at] = value;
}

function siftDown(values: number[], from: number): void {
  const value = values[from] ?? 0;
  let at = from;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= values.length) break;
    const right = left + 1;
    const hasSmallerRight = right < values.length && (values[right] ?? 0) < (values[left] ?? 0);
    const child = hasSmallerRight ? right : left;
    const below = values[child] ?? 0;
    if (below >= value) break;
    values[at] = below;
    at = child;
  }
  values[at] = value;
}
