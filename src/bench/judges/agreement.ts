import type { Marks } from '../../contracts/judge.ts';
import { cohenKappa, fleissKappa, type Kappa } from './kappa.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** Scores of one rater (a judge, a panel, people) by what they are scores of. */
export type RaterScores = ReadonlyMap<string, number>;

/** How far two raters agree on what both have scored. */
export interface Agreement {
  readonly items: number;
  /** Share of the items with the same score. */
  readonly equal: number;
  /** Second minus first, on the mean: below 0 the second is stricter. */
  readonly meanDifference: number;
  /** Only where all scores are 0 or 1; absent too where both gave everything the same one score. */
  readonly kappa?: Kappa;
  /** Spearman's; only where some score lies between 0 and 1. */
  readonly correlation?: number;
}

/** How far the judges of a panel agree. */
export interface PanelAgreement {
  readonly pairs: readonly (Agreement & { readonly judges: readonly [string, string] })[];
  /** Fleiss' kappa of three judges or more, over what all of them have scored with 0 or 1. */
  readonly fleissKappa?: number;
}

/**
 * The scores in one metric; what is unscored is left out.
 *
 * @param marks  Each with what it is a mark of: a cell and a question, for instance.
 */
export function raterScores(
  marks: Iterable<readonly [key: string, marks: Marks]>,
  metric: string,
): RaterScores {
  const scores = new Map<string, number>();
  for (const [key, one] of marks) {
    const score = one.outcome === 'scored' ? one.scores[metric] : undefined;
    if (score !== undefined) scores.set(key, score);
  }
  return scores;
}

/** @returns Undefined where nothing was scored by both. */
export function agreementOf(first: RaterScores, second: RaterScores): Agreement | undefined {
  const pairs = [...first].flatMap(([key, score]) => {
    const other = second.get(key);
    return other === undefined ? [] : [[score, other] as const];
  });
  if (pairs.length === 0) return undefined;
  const kappa = isBinary(pairs) ? cohenKappa(pairs) : undefined;
  const correlation = isBinary(pairs) ? undefined : rankCorrelation(pairs);
  return {
    items: pairs.length,
    equal: pairs.filter(([a, b]) => a === b).length / pairs.length,
    meanDifference: pairs.reduce((sum, [a, b]) => sum + b - a, 0) / pairs.length,
    ...(kappa && { kappa }),
    ...(correlation !== undefined && { correlation }),
  };
}

/** @param byJudge  In the panel's order. Pairs without a common item are left out. */
export function panelAgreement(byJudge: Readonly<Record<string, RaterScores>>): PanelAgreement {
  const judges = Object.entries(byJudge);
  const pairs = judges.flatMap(([name, scores], at) =>
    judges.slice(at + 1).flatMap(([otherName, others]) => {
      const agreement = agreementOf(scores, others);
      return agreement ? [{ judges: [name, otherName] as const, ...agreement }] : [];
    }),
  );
  const items = commonItems(judges.map(([, scores]) => scores));
  const fleiss = judges.length > 2 && isBinary(items) ? fleissKappa(items) : undefined;
  return { pairs, ...(fleiss !== undefined && { fleissKappa: fleiss }) };
}

/** What all have scored: their scores of it, in their order. */
function commonItems([first, ...others]: readonly RaterScores[]): number[][] {
  return [...(first ?? [])].flatMap(([key, score]) => {
    const rest = others.flatMap((scores) => scores.get(key) ?? []);
    return rest.length === others.length ? [[score, ...rest]] : [];
  });
}

function isBinary(items: readonly (readonly number[])[]): boolean {
  return items.flat().every((score) => score === 0 || score === 1);
}
