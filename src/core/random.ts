import { sha256 } from './hashing.ts';

/** A source of numbers in [0, 1), fully determined by its seed. */
export type Random = () => number;

/**
 * A seeded generator: the same seed gives the same sequence on every machine and release.
 *
 * Source: sfc32 by Chris Doty-Humphrey (PractRand), seeded with 128 bits of SHA-256.
 */
export function createRandom(seed: string | number): Random {
  const digest = sha256(String(seed));
  let [a, b, c, d] = [0, 8, 16, 24].map((at) => Number.parseInt(digest.slice(at, at + 8), 16)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
}

/** An integer in [0, end). */
export function randomInt(random: Random, end: number): number {
  return Math.floor(random() * end);
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = randomInt(random, i + 1);
    [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
  }
  return copy;
}
