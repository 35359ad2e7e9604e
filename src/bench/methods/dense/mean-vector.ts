/** A vector and how much it counts. */
export interface WeightedVector {
  readonly vector: Float32Array;
  /** Above 0. */
  readonly weight: number;
}

/**
 * The weighted mean of vectors, brought to length 1; a single vector stays as it is.
 *
 * @param parts  At least one; all of one length.
 * Source: how LangChain's `OpenAIEmbeddings` joins the parts of a long text.
 */
export function meanVector(parts: readonly WeightedVector[]): Float32Array {
  const [first] = parts as readonly [WeightedVector];
  if (parts.length === 1) return first.vector;
  const sums = new Float64Array(first.vector.length);
  for (const { vector, weight } of parts) {
    for (let at = 0; at < sums.length; at++) {
      sums[at] = (sums[at] as number) + weight * (vector[at] as number);
    }
  }
  const norm = Math.hypot(...sums);
  return Float32Array.from(sums, (sum) => sum / norm);
}
