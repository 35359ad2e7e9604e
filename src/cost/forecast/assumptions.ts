import { z } from 'zod';
import { MabError } from '../../core/errors.ts';

const count = z.int().min(1).max(1_000_000);
const added = z.number().min(0).max(1_000);
const usd = z.number().min(0).max(1e9);
const change = z.number().min(-99).max(1_000);

/** How a benchmark grows, with the growth that the requirements document assumes as defaults. */
export const growthSchema = z.strictObject({
  datasets: count.default(20).describe('Datasets at the start.'),
  methods: count.default(5).describe('Memory methods at the start.'),
  repetitions: count.default(3).describe('Repetitions of every cell.'),
  datasetsPerMonth: added.default(3).describe('Datasets added in a month.'),
  methodsPerQuarter: added.default(2).describe('Methods added in a quarter.'),
  runsPerMonth: z
    .number()
    .positive()
    .max(1_000)
    .default(1)
    .describe('Full matrix: how often a month all cells are evaluated.'),
  startIsPaid: z
    .boolean()
    .default(false)
    .describe('New cells: those of the start have been evaluated already.'),
  cellUsd: z
    .number()
    .positive()
    .max(1e7)
    .describe('Model calls of one dataset with one method, once, in dollars.'),
  priceChange: change.default(0).describe('Change of model prices in a quarter, in percent.'),
  infrastructureUsd: usd.default(0).describe('Machines, storage and the like, dollars a month.'),
  infrastructureGrowth: change.default(0).describe('Its growth in a quarter, in percent.'),
  quarters: z.int().min(1).max(40).default(4).describe('Quarters to look ahead.'),
});

export type Growth = z.infer<typeof growthSchema>;
export type GrowthInput = z.input<typeof growthSchema>;

/** @throws {MabError} FORECAST_INVALID with all that is wrong. */
export function parseGrowth(input: unknown): Growth {
  const parsed = growthSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${flagOf(path)} ${message.replace(/^Invalid input: /, '')}`,
  );
  throw new MabError('FORECAST_INVALID', `Nothing can be forecast: ${problems.join('; ')}.`, {
    hint: 'Give numbers within these bounds; `mab plan forecast --help` lists the flags.',
  });
}

/** `--datasets-per-month` of `datasetsPerMonth`. */
function flagOf(path: readonly PropertyKey[]): string {
  return `--${path.join('.').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:`;
}
