import { InvalidArgumentError } from 'commander';

/** A number of a flag; whether it makes sense is for whoever takes it. */
export function parseNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It has to be a number.');
}
