/** Sums of decimals carry a tail of binary fractions; no price has more than 12 digits. */
export function roundPrice(value: number): number {
  return Number(value.toPrecision(12));
}
