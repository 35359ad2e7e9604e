import type { Gold, Query } from '../../../contracts/memory-method.ts';
import { type PassageIndex, plainText, searchTerms } from './passage-index.ts';
import type { Passage } from './passages.ts';

/** A passage that leaves more of a question's weight open than this does not settle it alone. */
const OPEN_SHARE_MAX = 0.5;
/** Passages most like the question whose other words lead on to the next step. */
const BRIDGES = 3;

/**
 * The passages that settle a question, best first; more than will be shown.
 *
 * Labelled examples: those with the right label, most like the question first. Other passages:
 * those that hold an accepted answer, most like question and answer first. Where none does: all, in
 * that order; a question that lists its answer among others is searched by the answer alone, for
 * the wrong ones would mislead as much as the right one helps.
 *
 * Where the best passage with the answer leaves most of the question open, the answer takes several
 * steps: passages like the question, and passages like what these say beyond it, then take turns
 * with the others.
 */
export function chooseEvidence(query: Query, gold: Gold, index: PassageIndex): Passage[] {
  return evidencePositions(query, gold, index).flatMap((at) => index.passages[at] ?? []);
}

function evidencePositions(query: Query, gold: Gold, index: PassageIndex): number[] {
  const question = searchTerms(query.text);
  const rank = (terms: readonly string[], isWanted: (at: number) => boolean): number[] =>
    ranked(index, terms, isWanted);
  const labelled = rank(question, (at) => gold.answers.includes(index.passages[at]?.label ?? ''));
  if (labelled.length > 0) return labelled;

  const answers = gold.answers.map(plainText).filter((answer) => answer.trim() !== '');
  const holds = (text: string): boolean => answers.some((answer) => text.includes(answer));
  const answerTerms = gold.answers.flatMap(searchTerms);
  const wanted = holds(plainText(query.text)) ? answerTerms : [...question, ...answerTerms];
  const holding = rank(wanted, (at) => holds(index.plainTexts[at] ?? ''));
  if (holding.length === 0) return rank(wanted, () => true);
  if (openShare(question, index.terms[holding[0] ?? 0] ?? [], index) <= OPEN_SHARE_MAX)
    return holding;

  const alike = rank(question, () => true);
  const bridges = alike.slice(0, BRIDGES).flatMap((at) => index.terms[at] ?? []);
  const beyond = bridges.filter((term) => !question.includes(term));
  return takingTurns([holding, alike, rank(beyond, () => true)]);
}

/** The share of a question's weight, in idf, that a passage does not touch. */
function openShare(
  question: readonly string[],
  passage: readonly string[],
  { idf }: PassageIndex,
): number {
  const weigh = (terms: readonly string[]): number =>
    terms.reduce((sum, term) => sum + idf(term), 0);
  const total = weigh(question);
  return total === 0 ? 0 : weigh(question.filter((term) => !passage.includes(term))) / total;
}

/** Positions of the wanted passages, most like `terms` first, earlier ones first among equals. */
function ranked(
  { passages, bm25 }: PassageIndex,
  terms: readonly string[],
  isWanted: (at: number) => boolean,
): number[] {
  const wanted = [...passages.keys()].filter(isWanted);
  if (wanted.length === 0) return [];
  const scores = bm25.scores(terms);
  return wanted.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** First of each, second of each, and so on; none twice. */
function takingTurns(lists: readonly (readonly number[])[]): number[] {
  const longest = Math.max(...lists.map((list) => list.length));
  const turns = Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []));
  return [...new Set(turns.flat())];
}
