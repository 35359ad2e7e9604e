import type { PublishedForecast, PublishedQuarter, UsdRange } from '../../contracts/forecast.ts';
import { parseGrowth } from './assumptions.ts';
import { growQuarters } from './growth-model.ts';

/** Dollars of the four quarters, from low to high: section 10.3.1 of the requirements document. */
const STATED: readonly UsdRange[] = [
  { low: 6_000, high: 9_000 },
  { low: 8_000, high: 12_000 },
  { low: 10_000, high: 15_000 },
  { low: 12_000, high: 18_000 },
];
const STATED_TOTAL: UsdRange = { low: 36_000, high: 54_000 };

/**
 * The forecast of the requirements document beside what its drivers give: the first quarter as it
 * is stated, and its full matrix of 20 datasets and 5 methods (section 4.1.1), growing by 3
 * datasets a month and 2 methods a quarter.
 */
export function publishedForecast(): PublishedForecast {
  const [first] = STATED;
  const drivers = growQuarters(parseGrowth({ cellUsd: 1 }));
  const quarters = STATED.map((stated, at): PublishedQuarter => {
    const computedGrowth = drivers[at]?.growth ?? 1;
    return {
      quarter: at + 1,
      stated,
      statedGrowth: stated.low / (first?.low ?? 1),
      computed: times(first ?? stated, computedGrowth),
      computedGrowth,
    };
  });
  const factor = quarters.reduce((sum, { computedGrowth }) => sum + computedGrowth, 0);
  return {
    source: 'requirements document, section 10.3.1',
    quarters,
    total: { stated: STATED_TOTAL, computed: times(first ?? STATED_TOTAL, factor) },
  };
}

function times({ low, high }: UsdRange, factor: number): UsdRange {
  return { low: low * factor, high: high * factor };
}
