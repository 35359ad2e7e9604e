import { candidateSpans } from './candidate-spans.ts';
import { contentTerms } from './content-terms.ts';
import type { ReadFact } from './memory-block.ts';
import type { Searchable } from './memory-view.ts';
import type { OverlapIndex } from './overlap-index.ts';

/** Facts that one question may chain. */
const HOPS_MAX = 4;
/** A fact is about the question from this share of the weight of its topic on. */
const TOPIC_SHARE_MIN = 0.45;
/** What a word of the topic costs that the question does not have. */
const MISSING_WEIGHT = 0.5;

/** A fact as a question reads it. */
interface Reading {
  readonly fact: ReadFact;
  /** What it says that the question does not know. */
  readonly value: string;
  /**
   * All else that it says, in lower case: facts that differ in their value only contradict each
   * other.
   */
  readonly rest: string;
}

/**
 * Answers from numbered facts: finds the facts about what is asked, takes the newest of those that
 * differ in what they say only, and answers with what it says. Where words of the question are left
 * over, and a fact about the answer found so far explains some of them, it goes on from there.
 *
 * @returns undefined when no fact is about the question.
 */
export function resolveFacts(question: string, facts: Searchable<ReadFact>): string | undefined {
  const known = new Set(contentTerms(question));
  let open: ReadonlySet<string> = known;
  let found = newest(firstHop(known, facts), known, facts);
  if (!found) return undefined;
  for (let hop = 1; hop < HOPS_MAX; hop++) {
    open = withoutTerms(open, found.fact.topicTerms);
    const subject = contentTerms(found.value);
    const next = newest(nextHop(subject, open, facts), new Set([...known, ...subject]), facts);
    if (!next) break;
    found = next;
  }
  return found.value;
}

function firstHop(
  open: ReadonlySet<string>,
  { units, index }: Searchable<ReadFact>,
): ReadFact | undefined {
  const shared = index.overlap([...open]);
  return bestOf(units, (_, at) => topicScore(shared[at] as number, index.mass[at] as number));
}

/** Facts whose topic names the whole subject and, apart from it, words that are still open. */
function nextHop(
  subject: readonly string[],
  open: ReadonlySet<string>,
  { units, index }: Searchable<ReadFact>,
): ReadFact | undefined {
  const rest = withoutTerms(open, subject);
  if (subject.length === 0 || rest.size === 0) return undefined;
  const candidates = [...index.unitsWith(rarest(subject, index))].map(
    (at) => units[at] as ReadFact,
  );
  return bestOf(candidates, ({ topicTerms }) => {
    if (!subject.every((term) => topicTerms.includes(term))) return 0;
    const others = [...new Set(topicTerms)].filter((term) => !subject.includes(term));
    const mass = sumOf(others.map((term) => index.idf(term)));
    const shared = sumOf(others.filter((term) => rest.has(term)).map((term) => index.idf(term)));
    return topicScore(shared, mass);
  });
}

function topicScore(shared: number, mass: number): number {
  if (shared === 0 || shared < TOPIC_SHARE_MIN * mass) return 0;
  return shared - MISSING_WEIGHT * (mass - shared);
}

/** Of all facts that say the same but for their value the one with the highest number. */
function newest(
  fact: ReadFact | undefined,
  known: ReadonlySet<string>,
  { units, index }: Searchable<ReadFact>,
): Reading | undefined {
  if (!fact) return undefined;
  const shared = fact.topicTerms.filter((term) => known.has(term));
  const related = [...index.unitsWith(rarest(shared, index))].map((at) => units[at] as ReadFact);
  const sameTopic = rivals(fact, related, readObject);
  const readings = sameTopic.some(({ value }) => isNews(value, known))
    ? sameTopic
    : rivals(fact, related, (other) => readUnknownWords(other, known));
  return bestOf(readings, (reading) => reading.fact.serial + 1);
}

/** The fact itself and those that are like it but for their value. */
function rivals(
  fact: ReadFact,
  related: readonly ReadFact[],
  read: (fact: ReadFact) => Reading | undefined,
): Reading[] {
  const rest = read(fact)?.rest;
  return related.flatMap((other) => {
    const reading = read(other);
    return reading && reading.rest === rest ? [reading] : [];
  });
}

function readObject(fact: ReadFact): Reading | undefined {
  const { object, topic } = fact;
  return object === '' ? undefined : { fact, value: object, rest: topic.toLowerCase() };
}

/**
 * For values in the middle of a statement: the longest run of words that the question does not
 * know.
 */
function readUnknownWords(fact: ReadFact, known: ReadonlySet<string>): Reading | undefined {
  const { statement } = fact;
  const runs = candidateSpans(statement, 'phrase', known);
  const value = bestOf(runs, ({ text }) => text.length)?.text;
  if (value === undefined) return undefined;
  return { fact, value, rest: statement.replace(value, '').toLowerCase() };
}

function isNews(text: string, known: ReadonlySet<string>): boolean {
  return contentTerms(text).some((term) => !known.has(term));
}

function rarest(terms: readonly string[], index: OverlapIndex): string {
  return bestOf(terms, (term) => index.idf(term)) ?? '';
}

function withoutTerms(terms: ReadonlySet<string>, gone: readonly string[]): Set<string> {
  return new Set([...terms].filter((term) => !gone.includes(term)));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The first item with the highest score above zero. */
function bestOf<Item>(
  items: readonly Item[],
  scoreOf: (item: Item, at: number) => number,
): Item | undefined {
  let best: Item | undefined;
  let bestScore = 0;
  for (const [at, item] of items.entries()) {
    const score = scoreOf(item, at);
    if (score > bestScore) [best, bestScore] = [item, score];
  }
  return best;
}
