import { TermNumbers } from './term-numbers.ts';

/**
 * Which documents hold which term, how often: an inverted index as compressed sparse rows. The
 * postings of term t are the slots `starts[t]` to `starts[t + 1]`, documents in ascending order.
 */
export interface TermPostings {
  /** Term ids count from 0 in the order of first appearance. */
  readonly termIds: Pick<TermNumbers, 'get' | 'size' | 'values'>;
  readonly starts: Uint32Array;
  readonly documents: Uint32Array;
  /** Occurrences of the term in the document, from 1. */
  readonly frequencies: Uint32Array;
  /** Terms per document, repetitions included. */
  readonly lengths: Uint32Array;
}

/** @param documents  The terms of each document; may be empty, and so may any of them. */
export function buildTermPostings(documents: readonly (readonly string[])[]): TermPostings {
  const lengths = Uint32Array.from(documents, (terms) => terms.length);
  const forward = countTerms(documents, lengths);
  return { ...groupByTerm(forward), termIds: forward.termIds, lengths };
}

/** Per document its distinct terms; document d owns the slots `starts[d]` to `starts[d + 1]`. */
interface ForwardIndex {
  readonly termIds: TermNumbers;
  readonly starts: Uint32Array;
  readonly terms: Uint32Array;
  readonly frequencies: Uint32Array;
  /** By term id: the number of documents that hold it. */
  readonly documentFrequencies: readonly number[];
}

function countTerms(documents: readonly (readonly string[])[], lengths: Uint32Array): ForwardIndex {
  const slotsMax = lengths.reduce((sum, length) => sum + length, 0);
  const terms = new Uint32Array(slotsMax);
  const frequencies = new Uint32Array(slotsMax);
  const starts = new Uint32Array(documents.length + 1);
  const termIds = new TermNumbers();
  const documentFrequencies: number[] = [];
  // By term id: the slot of its last document. A slot before this document's first is an older
  // document's.
  const lastSlot: number[] = [];
  let slots = 0;
  for (const [document, documentTerms] of documents.entries()) {
    const first = slots;
    for (const term of documentTerms) {
      const id = termIds.add(term);
      let slot = lastSlot[id] ?? -1;
      if (slot < first) {
        slot = slots++;
        lastSlot[id] = slot;
        terms[slot] = id;
        documentFrequencies[id] = (documentFrequencies[id] ?? 0) + 1;
      }
      frequencies[slot] = (frequencies[slot] as number) + 1;
    }
    starts[document + 1] = slots;
  }
  return { termIds, starts, terms, frequencies, documentFrequencies };
}

/** Turns rows of documents into rows of terms (a counting sort, so documents stay in order). */
function groupByTerm(
  forward: ForwardIndex,
): Pick<TermPostings, 'starts' | 'documents' | 'frequencies'> {
  const starts = new Uint32Array(forward.documentFrequencies.length + 1);
  for (const [term, count] of forward.documentFrequencies.entries()) {
    starts[term + 1] = (starts[term] as number) + count;
  }
  const size = starts.at(-1) as number;
  const next = starts.slice();
  const documents = new Uint32Array(size);
  const frequencies = new Uint32Array(size);
  for (let document = 0; document + 1 < forward.starts.length; document++) {
    const end = forward.starts[document + 1] as number;
    for (let slot = forward.starts[document] as number; slot < end; slot++) {
      const term = forward.terms[slot] as number;
      const target = next[term] as number;
      next[term] = target + 1;
      documents[target] = document;
      frequencies[target] = forward.frequencies[slot] as number;
    }
  }
  return { starts, documents, frequencies };
}
