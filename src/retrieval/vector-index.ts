import { MabError } from '../core/errors.ts';
import { topPositions } from './top-k.ts';

export interface VectorHit {
  /** Position of the vector in the array that was indexed. */
  readonly index: number;
  /** Cosine of the angle to the query, -1 to 1 up to rounding; higher is nearer. */
  readonly score: number;
}

/** What two sets of vectors must share to be compared. */
export interface VectorSpace {
  /** The logical model that made the vectors. */
  readonly embedder: string;
  /** Numbers in a vector; 0 in an index without vectors, which any query fits. */
  readonly dimensions: number;
}

export interface VectorIndex extends VectorSpace {
  /**
   * The cosine of every vector with the query, in order of position.
   *
   * @throws {MabError} EMBEDDING_DIMENSIONS, EMBEDDING_INVALID.
   */
  scores(query: Float32Array): Float64Array;
  /**
   * The `topK` nearest vectors, nearest first, fewer only when there are fewer vectors; of equal
   * scores the lower index comes first, as in BM25. Exact: every vector is looked at.
   *
   * @throws {MabError} TOP_K_INVALID, EMBEDDING_DIMENSIONS, EMBEDDING_INVALID.
   */
  search(query: Float32Array, topK: number): VectorHit[];
}

/**
 * Indexes vectors for exact search by cosine, which needs no vectors of length 1. Products are
 * summed in double precision. 100,000 vectors of 384 numbers take about 50 ms a query.
 *
 * @param embedder  The logical model that made the vectors.
 * @param vectors   Any number, none included; all of one length, finite, none all zeros.
 * @throws {MabError} EMBEDDING_DIMENSIONS when lengths differ; EMBEDDING_INVALID for a vector with
 *   NaN or infinity in it and for one of zeros, which has no direction. Both name the position.
 */
export function createVectorIndex(embedder: string, vectors: readonly Float32Array[]): VectorIndex {
  // Read here, so that no closure keeps the vectors beside their copy.
  const count = vectors.length;
  const dimensions = vectors[0]?.length ?? 0;
  const matrix = new Float32Array(count * dimensions);
  for (const [position, vector] of vectors.entries()) {
    checkDimensions(vector, { embedder, dimensions }, `Vector ${position}`);
    matrix.set(vector, position * dimensions);
  }
  const space = { embedder, dimensions };
  const norms = Float64Array.from(vectors, (_, position) => {
    const vector = matrix.subarray(position * dimensions, (position + 1) * dimensions);
    return checkedNorm(vector, `Vector ${position}`);
  });
  const scores = (query: Float32Array): Float64Array => {
    if (count === 0) return new Float64Array(0);
    checkDimensions(query, space, 'The query');
    return cosines(matrix, norms, query);
  };
  const search = (query: Float32Array, topK: number): VectorHit[] => {
    const all = scores(query);
    return topPositions(all, topK).map((index) => ({ index, score: all[index] as number }));
  };
  return { embedder, dimensions, scores, search };
}

function cosines(matrix: Float32Array, norms: Float64Array, query: Float32Array): Float64Array {
  const queryNorm = checkedNorm(query, 'The query');
  const scores = new Float64Array(norms.length);
  for (let position = 0, at = 0; position < norms.length; position++, at += query.length) {
    scores[position] = dot(matrix, at, query) / ((norms[position] as number) * queryNorm);
  }
  return scores;
}

/** Four sums, because each addition has to wait for the one before it. */
function dot(matrix: Float32Array, from: number, query: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < query.length; at += 4) {
    const row = from + at;
    a += (matrix[row] as number) * (query[at] as number);
    b += (matrix[row + 1] as number) * (query[at + 1] as number);
    c += (matrix[row + 2] as number) * (query[at + 2] as number);
    d += (matrix[row + 3] as number) * (query[at + 3] as number);
  }
  for (; at < query.length; at++) a += (matrix[from + at] as number) * (query[at] as number);
  return a + b + (c + d);
}

function checkedNorm(vector: Float32Array, what: string): number {
  const norm = Math.sqrt(dot(vector, 0, vector));
  if (norm > 0 && norm < Number.POSITIVE_INFINITY) return norm;
  const fault = norm === 0 ? 'is all zeros' : 'holds a number that is not finite';
  throw new MabError('EMBEDDING_INVALID', `${what} ${fault}, so it has no direction.`, {
    hint: 'Embed the text again, or use another embedder.',
    blame: 'provider',
  });
}

function checkDimensions(vector: Float32Array, space: VectorSpace, what: string): void {
  const { embedder, dimensions } = space;
  if (vector.length === dimensions) return;
  throw new MabError(
    'EMBEDDING_DIMENSIONS',
    `${what} has ${vector.length} dimensions, where the vectors of ${embedder} here have ${dimensions}.`,
    { hint: 'Use the embedder that the index was built with, or build the index again.' },
  );
}
