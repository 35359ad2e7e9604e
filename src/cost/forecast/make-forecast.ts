import type { AdviceInput, UsedFormula } from '../../contracts/advice.ts';
import type { Forecast, ForecastQuarter, ForecastReading } from '../../contracts/forecast.ts';
import { type Growth, type GrowthInput, parseGrowth } from './assumptions.ts';
import { growQuarters } from './growth-model.ts';
import { publishedForecast } from './published-forecast.ts';

/** Who said some of the assumptions; others that are there are `given`, the rest `default`. */
export type AssumptionSources = Readonly<
  Partial<Record<keyof Growth, Pick<AdviceInput, 'from' | 'note'>>>
>;

/**
 * A forecast with all that it needs to be checked by hand.
 *
 * @throws {MabError} FORECAST_INVALID.
 */
export function makeForecast(input: GrowthInput, sources: AssumptionSources = {}): Forecast {
  const growth = parseGrowth(input);
  const quarters = growQuarters(growth);
  const total = (reading: ForecastReading) => ({
    evaluations: sumOf(quarters, (quarter) => quarter[reading].evaluations),
    callsUsd: sumOf(quarters, (quarter) => quarter[reading].callsUsd),
    usd: sumOf(quarters, (quarter) => quarter[reading].usd),
  });
  return {
    v: 1,
    inputs: inputsOf(growth, input, sources),
    quarters,
    total: {
      fullMatrix: total('fullMatrix'),
      newCells: total('newCells'),
      infrastructureUsd: sumOf(quarters, ({ infrastructureUsd }) => infrastructureUsd),
    },
    formulas: formulasOf(growth, quarters),
    published: publishedForecast(),
    warnings: warningsOf(growth),
  };
}

function sumOf(
  quarters: readonly ForecastQuarter[],
  value: (quarter: ForecastQuarter) => number,
): number {
  return quarters.reduce((sum, quarter) => sum + value(quarter), 0);
}

const NAMES: Readonly<Record<keyof Growth, readonly [name: string, unit?: string]>> = {
  datasets: ['datasets at the start'],
  methods: ['methods at the start'],
  repetitions: ['repetitions of a cell'],
  datasetsPerMonth: ['datasets added', 'per month'],
  methodsPerQuarter: ['methods added', 'per quarter'],
  runsPerMonth: ['full matrices evaluated', 'per month'],
  startIsPaid: ['cells of the start are paid already'],
  cellUsd: ['model calls of a cell', 'USD'],
  priceChange: ['change of model prices', '% per quarter'],
  infrastructureUsd: ['infrastructure', 'USD per month'],
  infrastructureGrowth: ['growth of infrastructure', '% per quarter'],
  quarters: ['quarters'],
};

function inputsOf(growth: Growth, given: GrowthInput, sources: AssumptionSources): AdviceInput[] {
  return Object.entries(NAMES).map(([key, [name, unit]]) => {
    const field = key as keyof Growth;
    const source = sources[field] ?? { from: given[field] === undefined ? 'default' : 'given' };
    return { name, value: growth[field], ...(unit === undefined ? {} : { unit }), ...source };
  });
}

function formulasOf(growth: Growth, [first]: readonly ForecastQuarter[]): UsedFormula[] {
  if (!first) return [];
  const { repetitions: r, runsPerMonth: runs, cellUsd: u } = growth;
  const cells = first.fullMatrix.evaluations / r / runs;
  return [
    {
      name: 'every cell anew',
      text: 'u × R × runs × Σ D(m)·M(q) over the months of the quarter',
      worked: `${u} × ${r} × ${runs} × ${cells} = ${rounded(first.fullMatrix.callsUsd)} in quarter 1`,
    },
    {
      name: 'new cells only',
      text: 'u × R × Σ (ΔD·M + D·ΔM) over the months of the quarter',
      worked: `${u} × ${r} × ${first.newCells.evaluations / r} = ${rounded(first.newCells.callsUsd)} in quarter 1`,
    },
    {
      name: 'infrastructure',
      text: '3 × dollars a month × (1 + growth)^(quarter − 1)',
      worked: `3 × ${growth.infrastructureUsd} = ${rounded(first.infrastructureUsd)} in quarter 1`,
    },
  ];
}

function rounded(usd: number): string {
  return usd >= 0.01 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(2);
}

function warningsOf({ quarters, priceChange }: Growth): string[] {
  return [
    ...(quarters > 8 ? ['More than two years ahead, nobody knows models or prices.'] : []),
    ...(priceChange === 0
      ? ['Model prices are taken to stay as they are; --price-change says otherwise.']
      : []),
  ];
}
