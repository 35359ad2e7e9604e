import { buildTermPostings } from '../../../retrieval/term-postings.ts';

/** Which units (sentences, facts, examples) share rare terms with a question. */
export interface OverlapIndex {
  readonly size: number;
  /**
   * ln(1 + (N - n + 0.5) / (n + 0.5)): positive even for a single unit; unknown terms count as in
   * none.
   */
  idf(term: string): number;
  /** Per unit the summed idf of the distinct terms that it shares with the question. */
  overlap(terms: readonly string[]): Float64Array;
  /** As `overlap`, for each unit together with `reach` units on either side of it. */
  overlapAround(
    terms: readonly string[],
    reach: number,
    weightOf?: (term: string) => number,
  ): Float64Array;
  /** Per unit the summed idf of its own distinct terms. */
  readonly mass: Float64Array;
  /** Positions of the units that hold the term, ascending. */
  unitsWith(term: string): Uint32Array;
}

/**
 * @param units  The terms of each unit; may be empty.
 * Source of the idf: the form used by Apache Lucene's BM25, which never falls below zero. The
 * reader often sees a handful of units only, where the classic form is negative.
 */
export function createOverlapIndex(units: readonly (readonly string[])[]): OverlapIndex {
  const { termIds, starts, documents } = buildTermPostings(units);
  const rows = (id: number): Uint32Array => documents.subarray(starts[id], starts[id + 1]);
  const idfOf = (holding: number): number =>
    Math.log(1 + (units.length - holding + 0.5) / (holding + 0.5));

  const mass = new Float64Array(units.length);
  for (let id = 0; id < termIds.size; id++) addTo(mass, rows(id), idfOf(rows(id).length));

  const unitsWith = (term: string): Uint32Array => {
    const id = termIds.get(term);
    return id === undefined ? new Uint32Array() : rows(id);
  };
  const idf = (term: string): number => idfOf(unitsWith(term).length);
  const overlap = (terms: readonly string[]): Float64Array => {
    const sums = new Float64Array(units.length);
    for (const term of new Set(terms)) addTo(sums, unitsWith(term), idf(term));
    return sums;
  };
  const overlapAround = (
    terms: readonly string[],
    reach: number,
    weightOf: (term: string) => number = idf,
  ): Float64Array => {
    const sums = new Float64Array(units.length);
    for (const term of new Set(terms)) {
      addTo(sums, widened(unitsWith(term), reach, units.length), weightOf(term));
    }
    return sums;
  };
  return { size: units.length, idf, overlap, overlapAround, mass, unitsWith };
}

/** The units and those around them, each once. */
function widened(units: Uint32Array, reach: number, size: number): number[] {
  const wide: number[] = [];
  for (const unit of units) {
    const from = Math.max((wide.at(-1) ?? -1) + 1, unit - reach);
    for (let at = from; at <= unit + reach && at < size; at++) wide.push(at);
  }
  return wide;
}

function addTo(sums: Float64Array, units: Iterable<number>, amount: number): void {
  for (const unit of units) sums[unit] = (sums[unit] as number) + amount;
}
