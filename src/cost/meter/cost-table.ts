import type {
  AnswerCounts,
  CostLine,
  CostTable,
  SpentBy,
  Standalone,
} from '../../contracts/cost-report.ts';
import type { Spending } from '../../contracts/spending.ts';
import type { PicoUsd } from '../../core/money.ts';
import { addSpending, NO_SPENDING } from './spending-sum.ts';
import type { NamedSpending } from './spent-names.ts';

/** In which respects standalone cost can be told apart; all others are about who paid, and how. */
const STANDALONE_BY = ['run', 'cell', 'method', 'dataset', 'phase'] as const;

/** What one phase of a cell's work would cost alone. */
export interface NamedStandalone extends Standalone {
  readonly names: Readonly<Record<(typeof STANDALONE_BY)[number], string>>;
}

/** All that lines are made of. */
export interface MeterFacts {
  readonly spending: readonly NamedSpending[];
  /** Absent where only some days are asked for. */
  readonly standalone?: readonly NamedStandalone[];
  /** By the name of the cell. */
  readonly answers: ReadonlyMap<string, AnswerCounts>;
}

/** Everything in one line. */
export function costTotal(facts: MeterFacts): CostLine {
  const [total] = costTable(facts, []).lines;
  return total ?? { names: [], share: 0, ...NO_SPENDING };
}

/** Every send of the ledger in exactly one line, so that each table adds up to the total. */
export function costTable(facts: MeterFacts, by: readonly SpentBy[]): CostTable {
  const groups = new Map<string, Group>();
  const groupOf = (names: readonly string[]): Group => {
    const key = JSON.stringify(names);
    const group = groups.get(key) ?? { names, spending: NO_SPENDING };
    groups.set(key, group);
    return group;
  };
  for (const sum of facts.spending) {
    const group = groupOf(by.map((each) => sum.names[each]));
    group.spending = addSpending(group.spending, sum);
  }
  if (facts.standalone && isStandalone(by)) {
    for (const { names, picoUsd, calls } of facts.standalone) {
      const group = groupOf(by.map((each) => names[each]));
      const { alone = { picoUsd: 0n, calls: 0 } } = group;
      group.alone = { picoUsd: alone.picoUsd + picoUsd, calls: alone.calls + calls };
    }
  }
  const paid = facts.spending.reduce((sum, { paidPicoUsd }) => sum + paidPicoUsd, 0n);
  const isOfCells = by.length === 1 && by[0] === 'cell';
  const lines = [...groups.values()].map((group) => ({
    ...costLine(group, paid),
    ...(isOfCells ? answersOf(facts.answers.get(group.names[0] ?? '')) : {}),
  }));
  return { by, lines: lines.sort(by[0] === 'day' ? byNames : byMoney) };
}

interface Group {
  readonly names: readonly string[];
  spending: Spending;
  alone?: Standalone;
}

function isStandalone(by: readonly SpentBy[]): by is readonly (typeof STANDALONE_BY)[number][] {
  return by.every((each) => (STANDALONE_BY as readonly string[]).includes(each));
}

function costLine({ names, spending, alone }: Group, paid: PicoUsd): CostLine {
  return {
    ...{ names, share: shareOf(spending.paidPicoUsd, paid) },
    ...spending,
    ...(alone ? { standalone: alone } : {}),
  };
}

function answersOf(answers: AnswerCounts | undefined): Pick<CostLine, 'answers'> {
  return answers ? { answers } : {};
}

/** To a millionth; money may be more than a double can hold. */
function shareOf(part: PicoUsd, whole: PicoUsd): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}

function byNames(a: CostLine, b: CostLine): number {
  return a.names.join('\0') < b.names.join('\0') ? -1 : 1;
}

/** What cost most first; what nobody paid by what it may have cost, then by name. */
function byMoney(a: CostLine, b: CostLine): number {
  return (
    compare(b.paidPicoUsd, a.paidPicoUsd) ||
    compare(atRisk(b), atRisk(a)) ||
    compare(b.standalone?.picoUsd ?? 0n, a.standalone?.picoUsd ?? 0n) ||
    byNames(a, b)
  );
}

function atRisk({ unknownPicoUsd, openPicoUsd }: CostLine): PicoUsd {
  return unknownPicoUsd + openPicoUsd;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
