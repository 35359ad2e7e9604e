import { invariant } from '../../core/errors.ts';
import { createNumberHeap } from './number-heap.ts';
import { isAscii, type Vocabulary } from './o200k-vocabulary.ts';

/** Keys hold rank and place in one number: rank × 2³² + place. Both together stay below 2⁵³. */
const PLACES = 2 ** 32;

type RankOf = (bytes: string) => number | undefined;

/**
 * Byte pair encoding of one piece of text: as long as two neighbours form a token, the pair with
 * the lowest rank is merged, the leftmost first.
 *
 * @returns The ranks of the tokens in order; empty for an empty piece.
 * Source: Sennrich et al. 2016 over bytes, as tiktoken does it. A heap keeps it at n log n: a run
 * of a million equal characters takes seconds, where the usual scan for the best pair takes many
 * minutes.
 */
export function encodePiece(piece: string, vocabulary: Vocabulary): number[] {
  const whole = vocabulary.rankOfText(piece);
  if (whole !== undefined) return [whole];
  if (isAscii(piece)) return mergePairs(piece, vocabulary.rankOfText);
  return mergePairs(Buffer.from(piece).toString('latin1'), vocabulary.rankOfBytes);
}

function mergePairs(bytes: string, rankOf: RankOf): number[] {
  const { length } = bytes;
  // By the place where a part starts: where it ends, and where the part before it starts.
  const ends = new Int32Array(length).map((_, at) => at + 1);
  const starts = new Int32Array(length).map((_, at) => at - 1);
  const pairRanks = new Int32Array(length).fill(-1);
  const heap = createNumberHeap();
  const offer = (start: number): void => {
    const middle = ends[start] ?? length;
    const rank = middle < length ? rankOf(bytes.slice(start, ends[middle])) : undefined;
    pairRanks[start] = rank ?? -1;
    if (rank !== undefined) heap.push(rank * PLACES + start);
  };
  for (let start = 0; start < length; start++) offer(start);
  for (let key = heap.pop(); key !== undefined; key = heap.pop()) {
    const start = key % PLACES;
    // An older offer for a part that has grown or gone since.
    if (pairRanks[start] !== Math.floor(key / PLACES)) continue;
    const middle = ends[start] ?? length;
    const end = ends[middle] ?? length;
    ends[start] = end;
    pairRanks[middle] = -1;
    if (end < length) starts[end] = start;
    offer(start);
    const before = starts[start] ?? -1;
    if (before >= 0) offer(before);
  }
  return partRanks(bytes, ends, rankOf);
}

function partRanks(bytes: string, ends: Int32Array, rankOf: RankOf): number[] {
  const ranks: number[] = [];
  for (let start = 0; start < bytes.length; start = ends[start] ?? bytes.length) {
    const rank = rankOf(bytes.slice(start, ends[start]));
    invariant(rank !== undefined, 'Every single byte is a token of its own.');
    ranks.push(rank);
  }
  return ranks;
}
