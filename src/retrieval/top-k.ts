import { MabError } from '../core/errors.ts';

/**
 * Positions of the `topK` highest scores, best first; of equal scores the lower position comes
 * first.
 *
 * @param scores  Any finite numbers, negative ones included; NaN is not allowed.
 * @param topK    A whole number from 1; more than there are scores means all of them.
 * @returns Empty when there are no scores.
 * @throws {MabError} TOP_K_INVALID when `topK` is not a whole number from 1.
 */
export function topPositions(scores: Float64Array, topK: number): number[] {
  if (!Number.isSafeInteger(topK) || topK < 1) {
    throw new MabError('TOP_K_INVALID', `topK is ${topK}, which is not a whole number from 1.`, {
      hint: 'Set topK to the number of passages that a query should return, such as 10.',
    });
  }
  const size = Math.min(topK, scores.length);
  const heap = Uint32Array.from({ length: size }, (_, position) => position);
  for (let at = (size >> 1) - 1; at >= 0; at--) sink(heap, scores, at);
  for (let position = size; position < scores.length; position++) {
    // Later positions lose ties, so only a strictly higher score can replace the worst one kept.
    if (numberAt(scores, position) > numberAt(scores, numberAt(heap, 0))) {
      heap[0] = position;
      sink(heap, scores, 0);
    }
  }
  return [...heap].sort((a, b) => numberAt(scores, b) - numberAt(scores, a) || a - b);
}

/** Restores a heap whose root is the worst kept position. */
function sink(heap: Uint32Array, scores: Float64Array, start: number): void {
  const moving = numberAt(heap, start);
  let at = start;
  for (let child = 2 * at + 1; child < heap.length; child = 2 * at + 1) {
    const right = child + 1;
    if (right < heap.length && isWorse(scores, numberAt(heap, right), numberAt(heap, child))) {
      child = right;
    }
    const candidate = numberAt(heap, child);
    if (!isWorse(scores, candidate, moving)) break;
    heap[at] = candidate;
    at = child;
  }
  heap[at] = moving;
}

function isWorse(scores: Float64Array, a: number, b: number): boolean {
  const [scoreA, scoreB] = [numberAt(scores, a), numberAt(scores, b)];
  return scoreA < scoreB || (scoreA === scoreB && a > b);
}

/** Every position used here is in range, which the compiler cannot see. */
function numberAt(values: ArrayLike<number>, position: number): number {
  return values[position] as number;
}
