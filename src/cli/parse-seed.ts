import { InvalidArgumentError } from 'commander';

/** The value of an option `--seed`. */
export function parseSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31) return seed;
  throw new InvalidArgumentError('It has to be a whole number from 0 to 2147483647.');
}
