import { averageTrials } from '../../bench/statistics/average-trials.ts';
import { clusteredInterval } from '../../bench/statistics/clustered-interval.ts';
import type { NamedQuestionScore } from '../../bench/statistics/paired-difference.ts';
import type { Phase } from '../../contracts/memory-method.ts';
import {
  type CellReport,
  type IntervalReport,
  type MoneyReport,
  OUTCOMES,
  type OutcomeCounts,
  type PhaseReport,
} from '../../contracts/report.ts';
import { invariant } from '../../core/errors.ts';
import type { ManifestCell } from '../manifest.ts';
import { addUsage, NO_USAGE } from '../phase-costs.ts';
import { addServed } from '../served-by.ts';
import { isJudgeMetric, judgedCell, otherProtocol, unjudgedReason } from './judged-cell.ts';
import type { DoneUnit, UnitFacts } from './unit-facts.ts';

/**
 * One cell from its units. It has a score only when every unit is done; else the reason stands
 * there.
 */
export function cellReport(cell: ManifestCell, units: readonly UnitFacts[]): CellReport {
  const [first] = units;
  invariant(first, `The cell ${cell.cellId} has no units.`);
  const done = units.flatMap((unit) => (unit.done ? [unit.done] : []));
  const judged = judgedCell(units);
  const unfinished = blankReason(units);
  const unjudged = unjudgedReason(units, judged);
  const metrics = unfinished === undefined ? intervals(units, unjudged !== undefined) : {};
  const score = metrics[cell.metric];
  const unmarked = isJudgeMetric(cell.metric)
    ? (unjudged ?? otherProtocol(cell.metric, judged))
    : undefined;
  const { cellId, method, profile, settings, controlArm, dataset, dataSettings, metric } = cell;
  const latency = latencyOf(done);
  const answerInContext = seenShare(done);
  const served = addServed(units.flatMap((unit) => unit.served));
  return {
    ...{ cellId, method, profile, settings, controlArm, dataset, metric, metrics },
    ...(dataSettings === undefined ? {} : { dataSettings }),
    rowStatus: first.unit.rowStatus,
    outcome: score ? 'scored' : 'blank',
    ...(score ? { score } : { reason: unfinished ?? unmarked ?? `Its scorer gives no ${metric}.` }),
    contexts: { done: contextsDone(units), planned: contextsOf(units).size },
    questions: {
      answered: sum(units, ({ answered }) => answered),
      planned: sum(units, ({ unit }) => unit.questions),
    },
    chunks: sum(firstDone(units), ({ chunks }) => chunks),
    ...costs(units),
    ...(served.length > 0 ? { served } : {}),
    ...(judged ? { judged } : {}),
    ...(done.length > 0 ? { outcomes: outcomeCounts(done) } : {}),
    ...(answerInContext === undefined ? {} : { answerInContext }),
    ...(latency ? { latencyMs: latency } : {}),
    ...(done.length > 0
      ? {
          memoryConstructionMs: sum(done, ({ buildMs }) => buildMs),
        }
      : {}),
  };
}

function blankReason(units: readonly UnitFacts[]): string | undefined {
  const failed = units.flatMap(({ unit, failure }) => (failure ? [{ unit, failure }] : []));
  const [first] = failed;
  if (first) {
    const others = contextsOf(failed).size - 1;
    const more = others > 0 ? ` (and ${others} more contexts)` : '';
    return `${first.unit.contextId}: ${first.failure.message}${more}`;
  }
  const planned = contextsOf(units).size;
  const missing = planned - contextsDone(units);
  return missing === 0 ? undefined : `${missing} of ${planned} contexts are not finished.`;
}

function contextsOf(units: readonly Pick<UnitFacts, 'unit'>[]): Set<string> {
  return new Set(units.map(({ unit }) => unit.contextId));
}

/** Contexts of which every trial is done. */
function contextsDone(units: readonly UnitFacts[]): number {
  return contextsOf(units).size - contextsOf(units.filter(({ done }) => !done)).size;
}

/** One done unit of each context; its trials have the same chunks. */
function firstDone(units: readonly UnitFacts[]): DoneUnit[] {
  const byContext = Map.groupBy(units, ({ unit }) => unit.contextId);
  return [...byContext.values()].flatMap((trials) => trials.find(({ done }) => done)?.done ?? []);
}

/** @param isUnjudged  Some answers lack their marks: then judges' metrics are left out. */
function intervals(
  units: readonly UnitFacts[],
  isUnjudged: boolean,
): Record<string, IntervalReport> {
  const byMetric = new Map<string, NamedQuestionScore[]>();
  for (const { unit, done } of units) {
    for (const { questionId, scores } of done?.records ?? []) {
      for (const [metric, score] of Object.entries(scores)) {
        if (isUnjudged && isJudgeMetric(metric)) continue;
        const list = byMetric.get(metric) ?? [];
        list.push({ questionId, contextId: unit.contextId, score });
        byMetric.set(metric, list);
      }
    }
  }
  return Object.fromEntries(
    [...byMetric].flatMap(([metric, scores]) => {
      const interval = clusteredInterval(averageTrials(scores));
      if (!interval) return [];
      const { mean, low, high, basis } = interval;
      return [[metric, { mean, low, high, basis }]];
    }),
  );
}

type Costs = Pick<CellReport, 'money' | 'calls' | 'usage' | 'phases'>;

function costs(units: readonly UnitFacts[]): Costs {
  const phases: Partial<Record<Phase, PhaseReport>> = {};
  let money: MoneyReport = NO_MONEY;
  let usage = NO_USAGE;
  for (const { cost } of units) {
    for (const [name, sums] of Object.entries(cost)) {
      const phase = name as Phase;
      const before = phases[phase] ?? { calls: 0, usage: NO_USAGE, standalonePicoUsd: '0' };
      phases[phase] = {
        calls: before.calls + sums.calls,
        usage: addUsage(before.usage, sums.usage),
        standalonePicoUsd: String(
          BigInt(before.standalonePicoUsd) + BigInt(sums.standalonePicoUsd),
        ),
      };
      money = addMoney(money, sums);
      usage = addUsage(usage, sums.usage);
    }
  }
  return { money, usage, phases, calls: sum(Object.values(phases), ({ calls }) => calls) };
}

export const NO_MONEY: MoneyReport = {
  paidPicoUsd: '0',
  standalonePicoUsd: '0',
  unknownPicoUsd: '0',
  unknownAttempts: 0,
};

/** Sum of two amounts of each kind. */
export function addMoney(a: MoneyReport, b: MoneyReport): MoneyReport {
  const add = (x: string, y: string): string => String(BigInt(x) + BigInt(y));
  return {
    paidPicoUsd: add(a.paidPicoUsd, b.paidPicoUsd),
    standalonePicoUsd: add(a.standalonePicoUsd, b.standalonePicoUsd),
    unknownPicoUsd: add(a.unknownPicoUsd, b.unknownPicoUsd),
    unknownAttempts: a.unknownAttempts + b.unknownAttempts,
  };
}

function latencyOf(done: readonly DoneUnit[]): CellReport['latencyMs'] {
  const questions = done.flatMap(({ records }) => records);
  const times = questions.flatMap(({ totalMs }) => totalMs ?? []).sort((a, b) => a - b);
  if (times.length === 0) return undefined;
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    replayed: questions.some(({ replayed }) => replayed),
  };
}

/** The nearest-rank percentile of sorted values: a time that really occurred. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function outcomeCounts(done: readonly DoneUnit[]): OutcomeCounts {
  const outcomes = done.flatMap(({ records }) => records.map(({ outcome }) => outcome));
  return Object.fromEntries(
    OUTCOMES.map((name) => [name, outcomes.filter((outcome) => outcome === name).length]),
  ) as Record<(typeof OUTCOMES)[number], number>;
}

function seenShare(done: readonly DoneUnit[]): number | undefined {
  const known = done.flatMap(({ records }) =>
    records.flatMap(({ answerSeen }) => (answerSeen === undefined ? [] : [answerSeen])),
  );
  return known.length === 0 ? undefined : known.filter(Boolean).length / known.length;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
