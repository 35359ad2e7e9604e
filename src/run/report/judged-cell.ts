import type { Marks } from '../../contracts/judge.ts';
import type { JudgedCell } from '../../contracts/report.ts';
import type { UnitFacts } from './unit-facts.ts';

/** Metrics that judges give, and no scorer, have names of their own. */
export function isJudgeMetric(metric: string): boolean {
  return metric.startsWith('judge_');
}

/** How far the answers of a cell are marked; undefined where no judge marks them. */
export function judgedCell(units: readonly UnitFacts[]): JudgedCell | undefined {
  const judged = units.flatMap((unit) => unit.judged ?? []);
  const [first] = judged;
  if (!first) return undefined;
  const marks = judged.flatMap(({ verdicts = [] }) => verdicts.map(({ panel }) => panel));
  return {
    protocol: first.protocol,
    metrics: first.metrics,
    planned: units.reduce((sum, { unit }) => sum + unit.questions, 0),
    scored: marks.filter(isScored).length,
    unscored: countCodes(marks),
    standalonePicoUsd: String(
      units.reduce((sum, { cost }) => sum + BigInt(cost.judge?.standalonePicoUsd ?? 0), 0n),
    ),
    repaired: marks.filter((one) => isScored(one) && one.repaired).length,
  };
}

const isScored = (marks: Marks) => marks.outcome === 'scored';

function countCodes(marks: readonly Marks[]): Record<string, number> {
  const codes = marks.flatMap((one) => (one.outcome === 'unscored' ? [one.code] : []));
  const counts = [...Map.groupBy(codes, (code) => code)].map(
    ([code, { length }]) => [code, length] as const,
  );
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Why a cell whose units are all answered has no score by judges; undefined where it has one. A
 * score over a part of the answers would be another number: whoever a judge refuses is no sample.
 */
export function unjudgedReason(
  units: readonly UnitFacts[],
  judged: JudgedCell | undefined,
): string | undefined {
  if (!judged) return NOBODY;
  const failed = units.flatMap(({ judged: one }) => one?.failure ?? []);
  const [failure] = failed;
  if (failure) {
    const more = failed.length > 1 ? ` (and ${failed.length - 1} more contexts)` : '';
    return `answered, not judged: ${failure.message}${more}`;
  }
  const missing = judged.planned - judged.scored;
  if (missing === 0) return undefined;
  const codes = Object.entries(judged.unscored).map(([code, count]) => `${code} ${count}`);
  const waiting = units.filter(({ judged: one }) => !one?.verdicts).length;
  const why = [
    ...codes,
    ...(waiting > 0 ? [`${waiting} of ${units.length} units not judged yet`] : []),
  ];
  return `${missing} of ${judged.planned} verdicts missing: ${why.join(', ')}.`;
}

/** Why marks that are all there are not the score of a dataset. */
export function otherProtocol(metric: string, judged: JudgedCell | undefined): string | undefined {
  if (!judged || judged.metrics.includes(metric)) return undefined;
  return `It is judged by the protocol ${judged.protocol}, which gives no ${metric}.`;
}

const NOBODY =
  'Answered, not judged: no judge was asked. `mab judge RUN --judges FILE` has the answers marked.';
