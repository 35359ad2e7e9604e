import { MabError } from '../core/errors.ts';
import { buildTermPostings, type TermPostings } from './term-postings.ts';
import { topPositions } from './top-k.ts';

export interface Bm25Options {
  /** How slowly repetitions of a term stop counting; from 0, default 1.5. */
  readonly k1?: number;
  /** How much long documents are held back; 0 (not) to 1 (fully), default 0.75. */
  readonly b?: number;
  /** Share of the average idf that terms in more than half of the documents get; default 0.25. */
  readonly epsilon?: number;
}

export interface Bm25Hit {
  /** Position of the document in the array that was indexed. */
  readonly index: number;
  /** Higher is better; comparable within one query only; may be 0 or negative. */
  readonly score: number;
}

export interface Bm25Index {
  readonly documentCount: number;
  /**
   * The score of every document, in document order. A repeated query term counts once per
   * repetition, an unknown term nothing; an empty query scores all documents 0.
   */
  scores(queryTerms: readonly string[]): Float64Array;
  /**
   * The `topK` best documents, best first, fewer only when there are fewer documents. As in the
   * reference, documents that share no term with the query (score 0) fill up the list, and with a
   * corpus so small that the average idf is negative they rank above those that do. Of equal scores
   * the lower index comes first; the reference's order among ties is whatever numpy's unstable sort
   * leaves.
   *
   * @throws {MabError} TOP_K_INVALID when `topK` is not a whole number from 1.
   */
  search(queryTerms: readonly string[], topK: number): Bm25Hit[];
}

/**
 * Indexes documents for Okapi BM25.
 *
 * idf(t) = ln(N - n + 0.5) - ln(n + 0.5), n of N documents holding t; a negative idf is replaced by
 * `epsilon` times the average idf, the average taken before any is replaced. Score = sum over query
 * terms of idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average length)).
 *
 * @param documents  The terms of each document. None at all gives an index without hits; documents
 *   without terms always score 0 (where no document has any, the reference divides by zero).
 * @throws {MabError} BM25_OPTION_INVALID for an option outside its range.
 * Source: Robertson et al. 1995 (TREC-3) with the idf floor of rank_bm25 0.2.2, class BM25Okapi.
 * Deviation: order among equal scores; empty corpora.
 */
export function createBm25(
  documents: readonly (readonly string[])[],
  options: Bm25Options = {},
): Bm25Index {
  const parameters = checkedOptions(options);
  const postings = buildTermPostings(documents);
  const idf = inverseDocumentFrequencies(postings, parameters.epsilon);
  const weights = termWeights(postings, parameters);
  const scores = (queryTerms: readonly string[]): Float64Array => {
    const sums = new Float64Array(documents.length);
    for (const term of queryTerms) addTerm(sums, postings, idf, weights, term);
    return sums;
  };
  const search = (queryTerms: readonly string[], topK: number): Bm25Hit[] => {
    const sums = scores(queryTerms);
    return topPositions(sums, topK).map((index) => ({ index, score: sums[index] as number }));
  };
  return { documentCount: documents.length, scores, search };
}

function checkedOptions({ k1 = 1.5, b = 0.75, epsilon = 0.25 }: Bm25Options) {
  checkRange('k1', k1, 0, Number.MAX_VALUE);
  checkRange('b', b, 0, 1);
  checkRange('epsilon', epsilon, 0, Number.MAX_VALUE);
  return { k1, b, epsilon };
}

function checkRange(name: string, value: number, from: number, to: number): void {
  if (value >= from && value <= to) return;
  const range = to === Number.MAX_VALUE ? `a finite number from ${from}` : `from ${from} to ${to}`;
  throw new MabError('BM25_OPTION_INVALID', `BM25's ${name} is ${value}; it must be ${range}.`, {
    hint: `Leave ${name} out for the usual value.`,
  });
}

function inverseDocumentFrequencies(postings: TermPostings, epsilon: number): Float64Array {
  const total = postings.lengths.length;
  const idf = new Float64Array(postings.termIds.size);
  let sum = 0;
  for (let term = 0; term < idf.length; term++) {
    const holding = (postings.starts[term + 1] as number) - (postings.starts[term] as number);
    const value = Math.log(total - holding + 0.5) - Math.log(holding + 0.5);
    idf[term] = value;
    sum += value;
  }
  const floor = epsilon * (sum / idf.length);
  return idf.map((value) => (value < 0 ? floor : value));
}

/** Per posting the part of the score that no query changes. */
function termWeights(
  { documents, frequencies, lengths }: TermPostings,
  { k1, b }: { readonly k1: number; readonly b: number },
): Float64Array {
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  const damping = Float64Array.from(
    lengths,
    (length) => k1 * (1 - b + (b * length) / averageLength),
  );
  // A plain loop: Float64Array.from() with a function is ten times slower on millions of postings.
  const weights = new Float64Array(frequencies.length);
  for (let slot = 0; slot < weights.length; slot++) {
    const frequency = frequencies[slot] as number;
    const document = documents[slot] as number;
    weights[slot] = (frequency * (k1 + 1)) / (frequency + (damping[document] as number));
  }
  return weights;
}

function addTerm(
  sums: Float64Array,
  { termIds, starts, documents }: TermPostings,
  idf: Float64Array,
  weights: Float64Array,
  term: string,
): void {
  const id = termIds.get(term);
  if (id === undefined) return;
  const factor = idf[id] as number;
  const end = starts[id + 1] as number;
  for (let slot = starts[id] as number; slot < end; slot++) {
    const document = documents[slot] as number;
    sums[document] = (sums[document] as number) + factor * (weights[slot] as number);
  }
}
