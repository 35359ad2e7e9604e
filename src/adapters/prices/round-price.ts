/** Sums and products of decimals carry a tail of binary fractions: 12 digits are more than any has. */
export function roundPrice(value: number): number {
  return Number(value.toPrecision(12));
}
