import { candidateSpans, type Span } from './candidate-spans.ts';
import { contentTerms } from './content-terms.ts';
import { type ExpectedAnswer, expectedAnswer } from './expected-answer.ts';
import type { ReadSentence } from './memory-block.ts';
import type { Searchable } from './memory-view.ts';
import type { OverlapIndex } from './overlap-index.ts';

/** Sentences in which a span is looked for, best first. */
const SENTENCES = 3;
/** Sentences on either side that may name the topic for a sentence. */
const REACH = 2;
const SURROUNDINGS_WEIGHT = 0.5;
/** In topic words: keeps short sentences from winning by their shortness. */
const LENGTH_OFFSET = 30;
const MISFIT_WEIGHT = 0.5;
/** In characters: words of the question that are this close to a span count about the same. */
const CLOSE_BY = 20;

/**
 * Quotes the short span that fits the question word from the sentence that shares most with the
 * question.
 *
 * @returns undefined when no sentence shares a topic word with the question; the whole best
 *   sentence when none of the best ones holds a fitting span.
 */
export function findSpan(
  question: string,
  { units, index }: Searchable<ReadSentence>,
): string | undefined {
  const terms = contentTerms(question);
  const known = new Set(terms);
  const best = bestSentences({ units, index }, terms).map((at) => (units[at] as ReadSentence).text);
  const kind = expectedAnswer(question);
  for (const sentence of best) {
    const spans = candidateSpans(sentence, kind, known);
    const nearest = nearestSpan({ sentence, spans, kind }, known, index);
    if (nearest) return nearest;
  }
  return best[0];
}

function bestSentences(
  { units, index }: Searchable<ReadSentence>,
  terms: readonly string[],
): number[] {
  const around = index.overlapAround(terms, REACH);
  const scores = index.overlap(terms).map((own, at) => {
    const support = own + SURROUNDINGS_WEIGHT * (around[at] as number);
    return own === 0 ? 0 : support / (LENGTH_OFFSET + (units[at] as ReadSentence).terms.length);
  });
  return [...scores.keys()]
    .filter((position) => (scores[position] as number) > 0)
    .sort((a, b) => (scores[b] as number) - (scores[a] as number))
    .slice(0, SENTENCES);
}

interface Candidates {
  readonly sentence: string;
  readonly spans: readonly Span[];
  readonly kind: ExpectedAnswer;
}

/**
 * A name behind a preposition of place is more likely a place, any other one more likely a person.
 */
function fitOf(before: string, kind: ExpectedAnswer): number {
  if (kind !== 'name' && kind !== 'place') return 1;
  const isPlace = /\b(?:in|at|to|from|near|into|of|on) (?:the )?$/i.test(before);
  return isPlace === (kind === 'place') ? 1 : MISFIT_WEIGHT;
}

/** The span with the rarest words of the question close by; the first one among equals. */
function nearestSpan(
  { sentence, spans, kind }: Candidates,
  known: ReadonlySet<string>,
  index: OverlapIndex,
): string | undefined {
  const anchors = [...sentence.matchAll(/[\p{L}\p{M}\p{N}'’]+/gu)].flatMap((match) =>
    contentTerms(match[0])
      .filter((term) => known.has(term))
      .map((term) => ({ at: match.index, weight: index.idf(term) })),
  );
  const closeness = ({ text, start }: Span): number =>
    anchors.reduce((sum, { at, weight }) => {
      const distance = at < start ? start - at : Math.max(0, at - start - text.length);
      return sum + weight / (CLOSE_BY + distance);
    }, 0);
  let best: string | undefined;
  let bestCloseness = -1;
  for (const span of spans) {
    const value = closeness(span) * fitOf(sentence.slice(0, span.start), kind);
    if (value > bestCloseness) [best, bestCloseness] = [span.text, value];
  }
  return best;
}
