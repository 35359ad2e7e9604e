import type { Question } from '../../contracts/dataset.ts';
import type { Chunk, RetrievalTrace } from '../../contracts/memory-method.ts';
import type { DatasetFamily } from '../datasets/dataset-entry.ts';
import { normalizeAnswer } from './normalize-answer.ts';
import { type NormalizedText, normalizedText } from './normalized-text.ts';

const CUTOFFS = [1, 5, 10] as const;
/** In o200k tokens. */
const BUDGETS = { '1k': 1_024, '4k': 4_096, '16k': 16_384 } as const;

/**
 * Families whose answers are words of the context, so that one can look whether the reader saw
 * them.
 */
const VERBATIM_FAMILIES: ReadonlySet<DatasetFamily> = new Set(['ruler-qa', 'fact-consolidation']);

/** What the metrics need of one context, besides the questions on it. */
export interface RetrievalSpace {
  readonly family: DatasetFamily;
  readonly chunks: readonly Pick<Chunk, 'id' | 'text'>[];
  /** o200k_base; may be slow, each text is counted once. */
  readonly countTokens: (text: string) => number;
}

/** What can be said of one question's retrieval. */
export interface RetrievalScores {
  /** By metric name, each in [0, 1]; empty where neither evidence nor answer can be looked for. */
  readonly scores: Readonly<Record<string, number>>;
  /** Whether an accepted answer stands in anything that was retrieved; undefined where unknown. */
  readonly answerSeen: boolean | undefined;
}

/** Retrieval of the questions of one context, measured from what the reader saw. */
export interface RetrievalMetrics {
  score(trace: RetrievalTrace, question: Pick<Question, 'answers' | 'evidence'>): RetrievalScores;
  /** Of a retrieved text. */
  tokensOf(text: string): number;
}

/**
 * Retrieval recall, at k items and at a token budget. What is looked for stands in an item when it
 * does so after normalisation (`normalizeAnswer`) of both.
 *
 * Where the dataset knows the evidence: `evidence_recall_at_k` is the share of its passages that
 * stand in one of the first k items; `evidence_recall_at_4k_tokens` the share that ends within the
 * first 4,096 o200k tokens of the items in their order, so an item may count in part;
 * `evidence_recall` the share that stands anywhere in what was retrieved. A passage that begins at
 * the end of an item and goes on in the next one, as chunks cut it, stands in the two together.
 *
 * Where it does not, and answers are words of the context: the same for the accepted answers, any
 * one of which is enough, as `answer_recall…`. It can be 1 by chance: a short answer stands in many
 * texts.
 *
 * Where items are derived from chunks and may word things anew, with evidence:
 * `source_recall_at_k` is the share of the passages whose chunk is among the sources of the first k
 * items, `source_precision` the share of the items that have such a source; passages that stand in
 * no single chunk are left out, and without any other these scores are too.
 *
 * A method that does not say what it retrieved (no item, of unknown provenance) has no such score:
 * it may have retrieved all.
 *
 * Source: none; our own. Recall as in information retrieval, with passages as what is relevant.
 */
export function createRetrievalMetrics(space: RetrievalSpace): RetrievalMetrics {
  const textOf = cached(normalizedText);
  const tokensOf = cached(space.countTokens);
  const chunksWith = cached((wanted: string) =>
    space.chunks.filter(({ text }) => textOf(text).normalized.includes(wanted)).map(({ id }) => id),
  );
  const places = (trace: RetrievalTrace, wanted: readonly string[]): Place =>
    firstPlace(trace, wanted, { textOf, tokensOf });
  return {
    tokensOf,
    score: (trace, { answers, evidence = [] }) => {
      if (trace.provenance === 'unknown' && trace.items.length === 0) return NOTHING_KNOWN;
      const passages = evidence.map(normalizeAnswer).filter((text) => text !== '');
      const accepted = answers.map(normalizeAnswer).filter((text) => text !== '');
      const answer = VERBATIM_FAMILIES.has(space.family) ? places(trace, accepted) : undefined;
      const found = passages.map((passage) =>
        nearer(places(trace, [passage]), placeAcross(trace, passage, { textOf, tokensOf })),
      );
      return {
        scores: {
          ...(passages.length > 0 ? recalls('evidence_recall', found) : {}),
          ...(passages.length === 0 && answer ? recalls('answer_recall', [answer]) : {}),
          ...(trace.provenance === 'derived' ? sourceScores(trace, passages.map(chunksWith)) : {}),
        },
        answerSeen: answer && answer.rank < Number.POSITIVE_INFINITY,
      };
    },
  };
}

const NOTHING_KNOWN: RetrievalScores = { scores: {}, answerSeen: undefined };

/** Where something is first found: rank from 1, and o200k tokens up to its end; else infinite. */
interface Place {
  readonly rank: number;
  readonly tokens: number;
}

const NOWHERE: Place = { rank: Number.POSITIVE_INFINITY, tokens: Number.POSITIVE_INFINITY };

interface Texts {
  readonly textOf: (text: string) => NormalizedText;
  readonly tokensOf: (text: string) => number;
}

/** The first item that holds one of the wanted texts, and where the first of them ends in it. */
function firstPlace(
  { items }: RetrievalTrace,
  wanted: readonly string[],
  { textOf, tokensOf }: Texts,
): Place {
  const at = items.findIndex(({ text }) => endOfFirst(textOf(text).normalized, wanted) > 0);
  const text = items[at]?.text;
  if (text === undefined) return NOWHERE;
  const { normalized, rawLength } = textOf(text);
  const start = text.slice(0, rawLength(endOfFirst(normalized, wanted)));
  const before = items.slice(0, at).reduce((sum, item) => sum + tokensOf(item.text), 0);
  return { rank: at + 1, tokens: before + tokensOf(start) };
}

/** The first two neighbours that hold a text between them: rank and end in the second. */
function placeAcross(
  { items }: RetrievalTrace,
  wanted: string,
  { textOf, tokensOf }: Texts,
): Place {
  // Shorter than what is wanted, so that whatever is found needs both.
  const partLength = wanted.length - 1;
  let before = 0;
  for (const [at, { text }] of items.entries()) {
    const next = items[at + 1]?.text;
    if (next === undefined) break;
    before += tokensOf(text);
    const [first, second] = [textOf(text).normalized, textOf(next)];
    const tail = `${first.slice(Math.max(0, first.length - partLength))} `;
    const start = `${tail}${second.normalized.slice(0, partLength)}`.indexOf(wanted);
    if (start === -1) continue;
    const end = second.rawLength(start + wanted.length - tail.length);
    return { rank: at + 2, tokens: before + tokensOf(next.slice(0, end)) };
  }
  return NOWHERE;
}

function nearer(one: Place, other: Place): Place {
  if (one.rank !== other.rank) return one.rank < other.rank ? one : other;
  return one.tokens <= other.tokens ? one : other;
}

/** The smallest end of a wanted text in a text; 0 when it holds none. */
function endOfFirst(text: string, wanted: readonly string[]): number {
  const ends = wanted.flatMap((one) => {
    const at = text.indexOf(one);
    return at === -1 ? [] : [at + one.length];
  });
  return ends.length === 0 ? 0 : Math.min(...ends);
}

function recalls(name: string, places: readonly Place[]): Record<string, number> {
  const share = (isFound: (place: Place) => boolean): number =>
    places.filter(isFound).length / places.length;
  return {
    [name]: share(({ rank }) => rank < Number.POSITIVE_INFINITY),
    ...Object.fromEntries(
      CUTOFFS.map((cutoff) => [`${name}_at_${cutoff}`, share(({ rank }) => rank <= cutoff)]),
    ),
    ...Object.fromEntries(
      Object.entries(BUDGETS).map(([label, budget]) => [
        `${name}_at_${label}_tokens`,
        share(({ tokens }) => tokens <= budget),
      ]),
    ),
  };
}

/** @param holders  For each passage the chunks that hold it. */
function sourceScores(
  { items }: RetrievalTrace,
  holders: readonly (readonly string[])[],
): Record<string, number> {
  const known = holders.filter(({ length }) => length > 0);
  if (known.length === 0) return {};
  const all = new Set(known.flat());
  const recallAt = (cutoff: number): number => {
    const sources = new Set(items.slice(0, cutoff).flatMap((item) => item.sources));
    return known.filter((chunks) => chunks.some((id) => sources.has(id))).length / known.length;
  };
  const relevant = items.filter(({ sources }) => sources.some((id) => all.has(id)));
  return {
    ...Object.fromEntries(
      CUTOFFS.map((cutoff) => [`source_recall_at_${cutoff}`, recallAt(cutoff)]),
    ),
    ...(items.length > 0 ? { source_precision: relevant.length / items.length } : {}),
  };
}

/** A function of a text that is worked out once per text; for the life of one unit. */
function cached<T>(work: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = work(text);
    known.set(text, made);
    return made;
  };
}
