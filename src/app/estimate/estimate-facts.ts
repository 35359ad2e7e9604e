import type {
  CellEstimate,
  MachinesEstimate,
  RunEstimate,
  StorageEstimate,
} from '../../contracts/estimate.ts';
import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { formatUsd, type PicoUsd } from '../../core/money.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { type PriceWarning, priceHealth } from '../../cost/catalogue/health.ts';
import type { ModelConfig } from '../../gateway/model-config.ts';
import { sum } from '../../run/estimate/cell-estimates.ts';
import { runBytes, runSeconds } from '../../run/estimate/run-time.ts';
import type { Unwalked } from '../../run/estimate/walk-run.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { CellPlan } from '../../run/unit-plan.ts';
import { modelsOf } from '../run-models.ts';
import { type ClusterChoice, machinesEstimate, storageMoney } from './cluster.ts';
import type { Known } from './expectations.ts';
import type { UnpaidModels } from './unpaid-models.ts';

/** Numbers of a vector where the configuration does not say: as OpenAI’s small model. */
const DIMENSIONS = 1_536;

/** How long a run takes and how much it leaves, and what both cost. */
export function placeOf(
  {
    models: { reader, judges, embedders },
    catalogue,
    plan,
    cells,
    known,
  }: {
    readonly models: UnpaidModels;
    readonly catalogue: Catalogue;
    readonly plan: RunPlan;
    readonly cells: readonly CellEstimate[];
    readonly known: Known;
  },
  cluster: ClusterChoice | undefined,
): Pick<RunEstimate, 'wallSeconds' | 'storage' | 'machines'> {
  const timed = ({ logicalModel: model, routes }: ModelConfig, step: 'answer' | 'verdict') => ({
    ...{ model, limits: routes[0].limits },
    latencyMs: (dataset: string) => known.latencyMs(model, dataset, step),
  });
  const remote = [...embedders].filter(
    ([
      ,
      {
        routes: [{ limits }],
      },
    ]) => limits.length > 0,
  );
  const wallSeconds = runSeconds(
    plan,
    cells,
    {
      reader: timed(reader.model, 'answer'),
      judges: [...judges.values()].map(({ model }) => timed(model, 'verdict')),
    },
    new Map(
      remote.map(([name, embedder]) => [
        name,
        {
          ...{ model: embedder.logicalModel, limits: embedder.routes[0].limits },
          batchMax: embedder.batchMax,
        },
      ]),
    ),
  );
  const bytes = runBytes(plan, cells, (name) => {
    const embedder = embedders.get(name);
    return embedder ? (embedder.dimensions ?? DIMENSIONS) : 0;
  });
  return { wallSeconds, ...moneyOfPlace(wallSeconds, bytes, cluster, catalogue) };
}

function moneyOfPlace(
  seconds: RunEstimate['wallSeconds'],
  bytes: StorageEstimate['bytes'],
  cluster: ClusterChoice | undefined,
  catalogue: Catalogue,
): { storage: StorageEstimate; machines: MachinesEstimate | undefined } {
  return {
    storage: {
      bytes,
      moneyPerMonth: cluster && storageMoney(cluster, bytes, catalogue),
    },
    machines: cluster && machinesEstimate(cluster, seconds, catalogue),
  };
}

/** The rows of the catalogue that stand for the models’ prices. */
export function usedPrices(used: UnpaidModels, catalogue: Catalogue): readonly PriceRow[] {
  const models = new Set(modelsOf(used).map((each) => each.logicalModel));
  return catalogue.rows({ service: 'models' }).filter(({ item }) => models.has(item));
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
  const models = modelsOf(used).map((each) => each.logicalModel);
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
export function budgetWarnings(
  budget: PicoUsd | undefined,
  cells: readonly CellEstimate[],
): string[] {
  const { money } = sum(cells.map(({ total }) => total));
  if (budget === undefined || !money || money.high <= budget) return [];
  const limit = formatUsd(budget);
  if (money.low <= budget) return [`The run’s budget of ${limit} may end it before it is done.`];
  const percent = Number((budget * 100n) / (money.expected > 0n ? money.expected : 1n));
  return [`The run’s budget of ${limit} ends it at about ${Math.min(99, percent)} %.`];
}
