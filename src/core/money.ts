import { MabError } from './errors.ts';

/** Money: an integer number of pico-dollars (10⁻¹² US dollar). Rounding happens on display only. */
export type PicoUsd = bigint;

export const PICO_PER_USD = 1_000_000_000_000n;

/**
 * Reads a decimal amount of dollars exactly.
 *
 * @param amount  For example `0.15` or `"1.25"`; at most 12 digits after the point, not negative.
 * @throws {MabError} AMOUNT_INVALID otherwise.
 */
export function parseUsd(amount: string | number): PicoUsd {
  const text = typeof amount === 'number' ? decimalText(amount) : amount.trim();
  const match = /^(\d+)(?:\.(\d{1,12}))?$/.exec(text);
  if (!match) {
    throw new MabError('AMOUNT_INVALID', `"${amount}" is not an amount of US dollars.`, {
      hint: 'Write a plain decimal number with at most 12 digits after the point, such as 0.15.',
    });
  }
  return BigInt(match[1] ?? '0') * PICO_PER_USD + BigInt((match[2] ?? '').padEnd(12, '0'));
}

/**
 * `1e-7` and its kind have no plain decimal text in JavaScript; twelve digits are what we count in.
 */
function decimalText(amount: number): string {
  const plain = String(amount);
  return plain.includes('e') ? amount.toFixed(12) : plain;
}

/** For programs: the whole amount as a plain decimal number of dollars: `0.00015`. */
export function exactUsd(amount: PicoUsd): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(13, '0');
  const [whole, part] = [digits.slice(0, -12), digits.slice(-12).replace(/0+$/, '')];
  return `${amount < 0n ? '-' : ''}${whole}${part === '' ? '' : `.${part}`}`;
}

/**
 * For people: two digits after the point from one cent up, else the first two digits that are not
 * zero. Examples: `$12.30`, `$0.0042`, `$0.00`.
 */
export function formatUsd(amount: PicoUsd): string {
  const sign = amount < 0n ? '-' : '';
  const usd = Number(amount < 0n ? -amount : amount) / Number(PICO_PER_USD);
  if (usd === 0 || usd >= 0.01) return `${sign}$${usd.toFixed(2)}`;
  const digits = Math.min(12, 1 - Math.floor(Math.log10(usd)));
  return `${sign}$${usd.toFixed(digits)}`;
}

/** The same, but to a hundredth of a cent from one cent up to a dollar: `$0.0420`. */
export function fineUsd(amount: PicoUsd): string {
  const usd = Number(amount) / Number(PICO_PER_USD);
  return usd >= 0.01 && usd < 1 ? `$${usd.toFixed(4)}` : formatUsd(amount);
}
