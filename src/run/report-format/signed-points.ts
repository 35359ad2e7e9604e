/** A difference of scores in points of 100, with its sign. */
export function signedPoints(difference: number): string {
  const points = (100 * difference).toFixed(1);
  return difference > 0 ? `+${points}` : points;
}
