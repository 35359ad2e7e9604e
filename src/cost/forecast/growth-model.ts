import type { ForecastQuarter, ReadingSum } from '../../contracts/forecast.ts';
import type { Growth } from './assumptions.ts';

const MONTHS = 3;

/**
 * The quarters of a growth. In month m (from 0) of quarter q (from 0) there are D(m) = D₀ + ΔD·m
 * datasets and M(q) = M₀ + ΔM·q methods, whole ones only.
 *
 * Full matrix: u(q) × R × runs × Σ D(m)·M(q). New cells: u(q) × R × Σ (ΔD·M + D·ΔM), where ΔD and
 * ΔM are what this month has more than the one before, M counts the new methods and D does not
 * count the new datasets, so that no cell is counted twice. u(q) = u₀ × (1 + price change)^q.
 */
export function growQuarters(growth: Growth): ForecastQuarter[] {
  const quarters: ForecastQuarter[] = [];
  const first = matrixOf(growth, 0);
  for (let q = 0; q < growth.quarters; q++) {
    const matrix = matrixOf(growth, q);
    const infrastructureUsd =
      MONTHS * growth.infrastructureUsd * compounded(growth.infrastructureGrowth, q);
    const cellUsd = growth.cellUsd * compounded(growth.priceChange, q);
    const sum = (evaluations: number): ReadingSum => {
      const callsUsd = evaluations * cellUsd;
      return { evaluations, callsUsd, usd: callsUsd + infrastructureUsd };
    };
    quarters.push({
      quarter: q + 1,
      datasets: datasetsIn(growth, MONTHS * q + MONTHS - 1),
      methods: methodsIn(growth, MONTHS * q),
      fullMatrix: sum(matrix * growth.repetitions * growth.runsPerMonth),
      newCells: sum(newCellsOf(growth, q) * growth.repetitions),
      infrastructureUsd,
      growth: (matrix / first) * compounded(growth.priceChange, q),
    });
  }
  return quarters;
}

/** Percent a quarter, after so many quarters, as a factor. */
function compounded(percent: number, quarters: number): number {
  return (1 + percent / 100) ** quarters;
}

/** Cells of the three months of a quarter together. */
function matrixOf(growth: Growth, quarter: number): number {
  return monthsOf(quarter).reduce(
    (sum, month) => sum + datasetsIn(growth, month) * methodsIn(growth, month),
    0,
  );
}

function newCellsOf(growth: Growth, quarter: number): number {
  return monthsOf(quarter).reduce((sum, month) => sum + newCellsIn(growth, month), 0);
}

function newCellsIn(growth: Growth, month: number): number {
  const [datasets, methods] = [datasetsIn(growth, month), methodsIn(growth, month)];
  if (month === 0) return growth.startIsPaid ? 0 : datasets * methods;
  const before = datasetsIn(growth, month - 1);
  return (datasets - before) * methods + before * (methods - methodsIn(growth, month - 1));
}

function monthsOf(quarter: number): number[] {
  return Array.from({ length: MONTHS }, (_, at) => MONTHS * quarter + at);
}

function datasetsIn({ datasets, datasetsPerMonth }: Growth, month: number): number {
  return datasets + Math.floor(datasetsPerMonth * month + 1e-9);
}

function methodsIn({ methods, methodsPerQuarter }: Growth, month: number): number {
  return methods + Math.floor(methodsPerQuarter * Math.floor(month / MONTHS) + 1e-9);
}
