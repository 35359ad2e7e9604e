import type { z } from 'zod';
import type { TopicSpec } from '../../contracts/advice.ts';
import { MabError } from '../../core/errors.ts';
import { inputSheet } from '../plan/input-sheet.ts';
import { count, neededQuantity, quantity, yesNo } from '../plan/inputs.ts';
import { inputProblems } from '../plan/read-inputs.ts';

function percentOf(description: string) {
  return quantity(description, { unit: '% a quarter', min: -99, max: 1_000, fallback: 0 });
}

/** How a benchmark grows, with the growth that the requirements document assumes as defaults. */
const SHEET = inputSheet({
  datasets: count('datasets at the start', {
    ...{ unit: 'datasets', min: 1, max: 1_000_000, fallback: 20 },
  }),
  methods: count('memory methods at the start', {
    ...{ unit: 'methods', min: 1, max: 1_000_000, fallback: 5 },
  }),
  repetitions: count('repetitions of every cell', {
    ...{ unit: 'times', min: 1, max: 1_000_000, fallback: 3 },
  }),
  datasetsPerMonth: quantity('datasets added in a month', {
    ...{ unit: 'a month', min: 0, max: 1_000, fallback: 3 },
  }),
  methodsPerQuarter: quantity('methods added in a quarter', {
    ...{ unit: 'a quarter', min: 0, max: 1_000, fallback: 2 },
  }),
  runsPerMonth: quantity('how often a month every cell is evaluated anew', {
    ...{ unit: 'a month', min: 0.001, max: 1_000, fallback: 1 },
  }),
  startIsPaid: yesNo('whether the cells of the start have been evaluated already', {
    fallback: false,
  }),
  cellUsd: neededQuantity('model calls of one dataset with one method, once', {
    ...{ unit: 'USD', min: 1e-9, max: 1e7 },
  }),
  priceChange: percentOf('change of model prices'),
  infrastructureUsd: quantity('machines, storage and the like', {
    ...{ unit: 'USD a month', min: 0, max: 1e9, fallback: 0 },
  }),
  infrastructureGrowth: percentOf('growth of machines, storage and the like'),
  quarters: count('how far to look ahead', { unit: 'quarters', min: 1, max: 40, fallback: 4 }),
});

export type Growth = z.output<typeof SHEET.schema>;
export type GrowthInput = z.input<typeof SHEET.schema>;

/** The question that a forecast answers. A run and an estimate tell what `--from-…` says. */
export const FORECAST: TopicSpec & Pick<typeof SHEET, 'problemOf'> = {
  id: 'forecast',
  question: 'What does evaluating cost while datasets and methods are added, quarter by quarter?',
  inputs: SHEET.specs,
  measurable: ['datasets', 'methods', 'cellUsd', 'startIsPaid'],
  problemOf: SHEET.problemOf,
};

/** @throws {MabError} FORECAST_INVALID with all that is wrong. */
export function parseGrowth(input: GrowthInput): Growth {
  const parsed = SHEET.schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = inputProblems('forecast', SHEET.specs, input, parsed.error.issues);
  throw new MabError('FORECAST_INVALID', problems.join(' '), {
    hint: '`mab plan forecast --help` lists the flags and their bounds.',
  });
}
