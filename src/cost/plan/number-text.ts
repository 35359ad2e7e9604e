/** A number for a formula: at most six digits that count, no exponent below a billion. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Dollars for a sentence: cents from one cent up, else the first two digits that are not zero. */
export function usd(value: number): string {
  if (value === 0 || Math.abs(value) >= 0.01) return `$${value.toFixed(2)}`;
  return `$${Number(value.toPrecision(2))}`;
}

/** A share for a sentence: `59.7 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** A number of which only the size matters: three digits that count. */
export function about(value: number): string {
  return String(Number(value.toPrecision(3)));
}
