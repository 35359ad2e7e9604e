import type { AdviceInput } from '../../contracts/advice.ts';
import type {
  Forecast,
  ForecastQuarter,
  ForecastReading,
  UsdRange,
} from '../../contracts/forecast.ts';
import { dollarsText } from './number-text.ts';
import type { BarChart, ReportView, TableView } from './table-view.ts';

/** What the readings of a forecast are called. */
const READING_NAMES: Readonly<Record<ForecastReading, string>> = {
  fullMatrix: 'every cell anew',
  newCells: 'new cells only',
};

/** A forecast as headings, chart, tables and sentences. */
export function forecastView(forecast: Forecast): ReportView {
  const { inputs, quarters, total, formulas, warnings } = forecast;
  return {
    heading: `Forecast: ${quarters.length} quarters`,
    facts: [
      {
        name: 'Anew',
        text: `${dollarsText(total.fullMatrix.usd)} if every cell is evaluated anew`,
      },
      { name: 'New', text: `${dollarsText(total.newCells.usd)} if only new cells are` },
    ],
    chart: forecastChart(quarters),
    tables: [quarterTable(forecast), inputTable(inputs), publishedTable(forecast)],
    legend: [
      'Dollars of a quarter, infrastructure included. growth: model calls of every cell anew, ' +
        'against the first quarter.',
      ...formulas.map(({ name, text, worked }) => `${name}: ${text} = ${worked}`),
    ],
    reasons: [],
    warnings,
  };
}

/** Both readings, quarter by quarter. */
export function forecastChart(quarters: readonly ForecastQuarter[]): BarChart {
  return {
    title: 'Dollars per quarter',
    series: [READING_NAMES.fullMatrix, READING_NAMES.newCells],
    groups: quarters.map(({ quarter, fullMatrix, newCells }) => ({
      name: `Q${quarter}`,
      bars: [fullMatrix, newCells].map(({ usd }) => ({ value: usd, text: dollarsText(usd) })),
    })),
  };
}

/** The quarters in numbers. */
export function quarterTable({ quarters, total }: Forecast): TableView {
  // A column of zeros would only make a narrow terminal narrower.
  const infrastructure = (usd: number): string[] =>
    total.infrastructureUsd > 0 ? [dollarsText(usd)] : [];
  return {
    title: 'Quarter by quarter',
    // What a narrow screen cuts off is what matters least.
    columns: [
      column('quarter', 'left'),
      ...[READING_NAMES.fullMatrix, READING_NAMES.newCells].map((title) => column(title)),
      ...['growth', 'datasets', 'methods'].map((title) => column(title)),
      ...(total.infrastructureUsd > 0 ? [column('of it infrastructure')] : []),
    ],
    rows: [
      ...quarters.map((quarter) => [
        `Q${quarter.quarter}`,
        dollarsText(quarter.fullMatrix.usd),
        dollarsText(quarter.newCells.usd),
        growthText(quarter.growth),
        String(quarter.datasets),
        String(quarter.methods),
        ...infrastructure(quarter.infrastructureUsd),
      ]),
      [
        'all',
        dollarsText(total.fullMatrix.usd),
        dollarsText(total.newCells.usd),
        ...['', '', ''],
        ...infrastructure(total.infrastructureUsd),
      ],
    ],
  };
}

/** The assumptions, each with who made it. */
export function inputTable(inputs: readonly AdviceInput[]): TableView {
  return {
    title: 'Assumptions',
    columns: [column('assumption', 'left'), column('value'), column('from', 'left')],
    rows: inputs.map(({ name, value, unit, from, note }) => [
      unit === undefined ? name : `${name} (${unit})`,
      valueText(value),
      note === undefined ? from : `${from}: ${note}`,
    ]),
  };
}

/** What the requirements document says, and what its drivers give. */
export function publishedTable({ published }: Forecast): TableView {
  const { quarters, total } = published;
  const sum = (growth: readonly number[]): string =>
    growthText(growth.reduce((all, one) => all + one, 0));
  return {
    title: `The series of the ${published.source}`,
    columns: [
      column('quarter', 'left'),
      ...['stated', 'growth', 'by its drivers', 'growth'].map((title) => column(title)),
    ],
    rows: [
      ...quarters.map(({ quarter, stated, statedGrowth, computed, computedGrowth }) => [
        `Q${quarter}`,
        rangeText(stated),
        growthText(statedGrowth),
        rangeText(computed),
        growthText(computedGrowth),
      ]),
      [
        'all',
        rangeText(total.stated),
        sum(quarters.map(({ statedGrowth }) => statedGrowth)),
        rangeText(total.computed),
        sum(quarters.map(({ computedGrowth }) => computedGrowth)),
      ],
    ],
  };
}

function column(title: string, align: 'left' | 'right' = 'right') {
  return { title: [title], align };
}

function growthText(growth: number): string {
  return `× ${growth.toFixed(2)}`;
}

function rangeText({ low, high }: UsdRange): string {
  return `${dollarsText(low)} – ${dollarsText(high)}`;
}

/** Four digits are more than anybody knows of an assumption. */
function valueText(value: AdviceInput['value']): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}
