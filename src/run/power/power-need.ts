import {
  LEVEL,
  type MethodComparison,
  questionsToFind,
} from '../../bench/statistics/compare-methods.ts';
import type { PowerNeed } from '../../contracts/power.ts';
import type { CellReport } from '../../contracts/report.ts';

/** What the need of a pair is worked out from. */
export interface PairFacts {
  readonly compared: MethodComparison;
  /** Pairs that are judged together with it, itself included. */
  readonly family: number;
  readonly cells: readonly [CellReport, CellReport];
  /** The reader's price is known, or it costs nothing. */
  readonly isPriced: boolean;
  /** Rows and questions of the complete dataset. */
  readonly held: { readonly questions: number; readonly contexts: number } | undefined;
}

/**
 * How much more a pair needs to find a difference of this size with 80 % chance.
 *
 * More contexts cost their memories and their questions, more questions on the same contexts only
 * the questions: each at what they cost in this run, with nothing in the ledger.
 *
 * @param difference  Absent: the one that was seen.
 */
export function powerNeed(facts: PairFacts, difference: number | undefined): PowerNeed {
  const { compared, family } = facts;
  if (difference === undefined && compared.better !== 'undecided') return { state: 'decided' };
  const size = Math.abs(difference ?? compared.mean);
  if ((compared.detectable ?? Number.POSITIVE_INFINITY) <= size) {
    return difference === undefined ? atTheEdge(facts) : { state: 'decided' };
  }
  const needed = questionsToFind(compared, size, LEVEL / family);
  if (!needed) return { state: 'unknown', reason: unknownReason(compared, size) };
  return more(facts, needed);
}

/** Large enough to be found, and yet not certain: one more is the least that can be said. */
function atTheEdge(facts: PairFacts): PowerNeed {
  const { basis, spread, questions, contexts } = facts.compared;
  const perContext = basis === 'contexts' ? questions / spread.clusters : 1;
  return more(facts, {
    questions: Math.ceil(questions + perContext),
    contexts: basis === 'contexts' ? contexts + 1 : 1,
  });
}

function more(
  { compared, cells, isPriced, held }: PairFacts,
  needed: { readonly questions: number; readonly contexts: number },
): PowerNeed {
  const contexts = compared.basis === 'contexts' ? needed.contexts : compared.contexts;
  const moreContexts = contexts - compared.contexts;
  const moreQuestions = Math.max(0, needed.questions - compared.questions);
  const price = isPriced && priceOf(cells, { moreContexts, moreQuestions });
  return {
    state: 'more',
    ...{ questions: needed.questions, moreQuestions, contexts, moreContexts },
    ...(price === false ? {} : { morePicoUsd: String(price) }),
    ...(held && {
      held,
      isThere: held.questions >= needed.questions && held.contexts >= contexts,
    }),
  };
}

function priceOf(
  cells: readonly CellReport[],
  {
    moreContexts,
    moreQuestions,
  }: { readonly moreContexts: number; readonly moreQuestions: number },
): bigint {
  return cells.reduce((sum, { phases, contexts, questions }) => {
    const of = (...names: (keyof typeof phases)[]): bigint =>
      names.reduce((total, name) => total + BigInt(phases[name]?.standalonePicoUsd ?? '0'), 0n);
    const memories = shareOf(of('memorize', 'finalize'), moreContexts, contexts.done);
    return (
      sum + memories + shareOf(of('retrieve', 'answer', 'judge'), moreQuestions, questions.answered)
    );
  }, 0n);
}

/** Rounded up: an estimate of a bill is not to flatter. */
function shareOf(picoUsd: bigint, count: number, of: number): bigint {
  if (of === 0) return 0n;
  return (picoUsd * BigInt(count) + BigInt(of - 1)) / BigInt(of);
}

function unknownReason({ spread, mean }: MethodComparison, size: number): string {
  if (spread.clusters < 2) return 'one question says nothing of how questions differ';
  if (spread.deviation === 0 && mean === 0) return 'both have the same score on every question';
  if (spread.deviation === 0) return 'the difference was the same everywhere';
  return size === 0 ? 'the scores are equal' : 'the difference is too small to be settled';
}
