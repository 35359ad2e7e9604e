import { isDeepStrictEqual } from 'node:util';
import type { RunEstimate } from '../../contracts/estimate.ts';
import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { formatUsd, type PicoUsd } from '../../core/money.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { type PriceWarning, priceHealth } from '../../cost/catalogue/health.ts';
import { sum as sumOf, times } from '../../cost/estimate/guesses.ts';
import { fixedBytes } from '../../cost/estimate/storage.ts';
import { findModelPrice } from '../../cost/model-prices.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import type { EmbedderModel } from '../../gateway/embeddings/embedder-model.ts';
import type { ModelConfig } from '../../gateway/model-config.ts';
import { type CellWork, sum } from '../../run/estimate/cell-estimates.ts';
import { cellBytes } from '../../run/estimate/cell-storage.ts';
import {
  type RunTime,
  runTime,
  type TimedModels,
  timedPhases,
} from '../../run/estimate/run-time.ts';
import type { Unwalked } from '../../run/estimate/walk-run.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { CellPlan } from '../../run/unit-plan.ts';
import type { Embedders } from '../embedders.ts';
import { modelsOf } from '../run-models.ts';
import { type ClusterChoice, machinesEstimate, storageMoney } from './cluster.ts';
import type { Known } from './expectations.ts';
import type { UnpaidModels } from './unpaid-models.ts';

type AnyModel = ModelConfig | EmbedderModel;

/** Numbers of a vector where the configuration does not say: as OpenAI’s small model. */
const DIMENSIONS = 1_536;

/** How long a run takes and how much it leaves, by cell and together, and what both cost. */
export function placeOf(
  {
    models: { reader, judges, embedders },
    catalogue,
    plan,
    works,
    known,
  }: {
    readonly models: UnpaidModels;
    readonly catalogue: Catalogue;
    readonly plan: RunPlan;
    readonly works: readonly CellWork[];
    readonly known: Known;
  },
  cluster: ClusterChoice | undefined,
): Pick<RunEstimate, 'cells' | 'storage' | 'machines'> & { readonly time: RunTime } {
  const timed = ({ logicalModel: model, routes }: ModelConfig, step: 'answer' | 'verdict') => ({
    ...{ model, limits: routes[0].limits },
    latencyMs: (dataset: string) => known.latencyMs(model, dataset, step),
  });
  const time = runTime(plan, works, {
    reader: timed(reader.model, 'answer'),
    judges: [...judges.values()].map(({ model }) => timed(model, 'verdict')),
    embedders: timedEmbedders(embedders),
  });
  const dimensionsOf = (name: string): number => {
    const embedder = embedders.get(name);
    return embedder ? (embedder.dimensions ?? DIMENSIONS) : 0;
  };
  const cells = works.map((work) => ({
    ...work,
    phases: timedPhases(work, time),
    time: time.ofCell(work.cellId),
    storageBytes: cellBytes(plan, work, dimensionsOf),
  }));
  const bytes = sumOf([fixedBytes(), ...cells.map(({ storageBytes }) => storageBytes)]);
  return {
    ...{ time, cells },
    storage: {
      ...{ bytes, fixedBytes: fixedBytes() },
      moneyPerMonth: cluster && storageMoney(cluster, bytes, catalogue),
    },
    machines: cluster && machinesEstimate(cluster, times(time.wallMs, 1e-3), catalogue),
  };
}

/** Those that a vendor serves: the others need no time of his. */
function timedEmbedders(embedders: Embedders): TimedModels['embedders'] {
  return new Map(
    [...embedders].flatMap(([name, { logicalModel: model, batchMax, routes }]) => {
      const { limits } = routes[0];
      return limits.length === 0 ? [] : [[name, { model, batchMax, limits }] as const];
    }),
  );
}

/** The rows of the catalogue that the models’ prices were taken from. */
export function usedPrices(used: UnpaidModels, catalogue: Catalogue): readonly PriceRow[] {
  return [...new Set(modelsOf(used).flatMap((model) => rowsOf(model, catalogue)))];
}

/** None where the price was given: a server’s model is called `‹model›@‹host›` in keys. */
function rowsOf({ logicalModel, routes }: AnyModel, catalogue: Catalogue): readonly PriceRow[] {
  for (const name of [logicalModel, routes[0].model]) {
    const found = findModelPrice(name, catalogue);
    const price = found && tokenPrice(found);
    if (found && routes.some((route) => isDeepStrictEqual(route.price, price))) return found.rows;
  }
  return [];
}

/** What the catalogue calls a model. */
function listedName(model: AnyModel, catalogue: Catalogue): string {
  const { logicalModel } = model;
  if (catalogue.model(logicalModel)) return logicalModel;
  return rowsOf(model, catalogue)[0]?.item ?? logicalModel;
}

/** `openai/models/gpt-4o/input@global of 2025-07-04` */
export const rowText = (row: PriceRow): string => `${priceId(row)} of ${row.date}`;

/** What is doubtful of the prices: what may end or change a run, and all else. */
export interface PriceDoubts {
  /** Models and machines that are gone, changes to come, prices of a file that are far off. */
  readonly grave: readonly string[];
  /** Prices that are old, undated or of low confidence, and sources that disagree. */
  readonly others: readonly string[];
}

const GRAVE: ReadonlySet<PriceWarning['kind']> = new Set(['retired', 'retires-soon', 'changes']);

/** What is doubtful of the prices, and models that are retired. */
export function priceDoubts(
  used: UnpaidModels,
  rows: readonly PriceRow[],
  cluster: ClusterChoice | undefined,
  catalogue: Catalogue,
): PriceDoubts {
  const models = [...new Set(modelsOf(used).map((model) => listedName(model, catalogue)))];
  const machines = cluster?.machine === undefined ? [] : [cluster.machine.replace(':', '/')];
  const health = priceHealth({ rows, models, machines }, catalogue);
  const texts = (isGrave: boolean): string[] =>
    health.filter(({ kind }) => GRAVE.has(kind) === isGrave).map(({ text }) => text);
  return { grave: [...catalogue.notes, ...texts(true)], others: texts(false) };
}

/** What is missing of a cell, in words. */
export function unwalkedText(
  { method, dataset }: CellPlan,
  missed: Unwalked | undefined,
): string[] {
  if (!missed) return [];
  return [
    `${method.id} on ${dataset.id}: ${missed.questions} questions could not be followed to their ` +
      `end (${missed.reason}); what they ask after that is missing here.`,
  ];
}

/** Says when the budget of the run ends before the run does. */
export function budgetWarnings(budget: PicoUsd | undefined, cells: readonly CellWork[]): string[] {
  const { money } = sum(cells.map(({ total }) => total));
  if (budget === undefined || !money || money.high <= budget) return [];
  const limit = formatUsd(budget);
  if (money.low <= budget) return [`The run’s budget of ${limit} may end it before it is done.`];
  const percent = Number((budget * 100n) / (money.expected > 0n ? money.expected : 1n));
  return [`The run’s budget of ${limit} ends it at about ${Math.min(99, percent)} %.`];
}
