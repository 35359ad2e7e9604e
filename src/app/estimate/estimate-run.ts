import { dirname, resolve } from 'node:path';
import { countTokens } from '../../bench/chunking/token-count.ts';
import { findDataset } from '../../bench/datasets/catalog.ts';
import type { DatasetSource } from '../../contracts/dataset.ts';
import type { ObservedCalls, RunEstimate } from '../../contracts/estimate.ts';
import type { WalkingGateway } from '../../contracts/gateway.ts';
import { MabError } from '../../core/errors.ts';
import { parseUsd } from '../../core/money.ts';
import { createRandom } from '../../core/random.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import { createWalkingGateway } from '../../gateway/pricing/walk/walking-gateway.ts';
import { shareOfBudget } from '../../run/config/budget-share.ts';
import type { RunConfig } from '../../run/config/run-config.ts';
import { cellWorks } from '../../run/estimate/cell-estimates.ts';
import { chooseLane, runEstimate } from '../../run/estimate/run-estimate.ts';
import { type Unwalked, walkRun } from '../../run/estimate/walk-run.ts';
import { planRun, type RunPlan } from '../../run/run-plan.ts';
import { callsOfUnit } from '../../run/work-bounds.ts';
import { type ConfigFile, openConfigFile } from '../config-file.ts';
import { pricedModels } from '../create-gateway.ts';
import { openDataSource } from '../data-source.ts';
import { usesBatches, withLane } from '../lane.ts';
import { nodeClock } from '../node-clock.ts';
import { openCatalogue, priceFilesOf } from '../prices/open-catalogue.ts';
import { chatModelsOf, modelsOf } from '../run-models.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import { clusterRows } from './cluster.ts';
import type { EstimateOptions, RunForecast } from './estimate-contract.ts';
import {
  budgetWarnings,
  type PriceDoubts,
  placeOf,
  priceDoubts,
  rowText,
  unwalkedText,
  usedPrices,
} from './estimate-facts.ts';
import { Known } from './expectations.ts';
import { judgeWarnings, type LeftToDo, readLeft } from './left-to-do.ts';
import { areFree, openUnpaidModels, type UnpaidModels } from './unpaid-models.ts';

/** Walks a configuration as it would be run, and says what it will cost. */
export async function estimateRun(options: EstimateOptions): Promise<RunEstimate> {
  using configFile = await openConfigFile(options);
  const world = await openWorld(configFile, options);
  const { estimate, prices } = await estimateIn(world, options);
  return { ...estimate, warnings: [...estimate.warnings, ...prices.grave, ...prices.others] };
}

/** The same before a run, where it is told only if something costs money. */
export async function forecastRun(options: EstimateOptions): Promise<RunForecast> {
  using configFile = await openConfigFile(options);
  const world = await openWorld(configFile, options);
  const { config } = world;
  // Without a price the run refuses by itself to start.
  const hasCost = world.models.unpriced.size === 0 && !areFree(world.models);
  const told = hasCost ? await estimateIn(world, options) : undefined;
  return {
    estimate: told?.estimate,
    warnings: told ? [...told.estimate.warnings, ...briefly(told.prices)] : judgeWarnings(config),
    confirmAbove: parseUsd(config.confirmAboveUsd ?? CONFIRM_ABOVE_USD),
    spendable: config.budget.run.picoUsd,
  };
}

/** What may end or change a run in full, and all else in a line. */
function briefly({ grave, others }: PriceDoubts): string[] {
  return [
    ...grave,
    ...(others.length > 0 ? ['Prices are old or doubtful: `mab estimate CONFIG` says which.'] : []),
  ];
}

/** Less is spent without a question, unless the configuration says otherwise. */
const CONFIRM_ABOVE_USD = 1;

/** A configuration with its models, before its data is looked at. */
interface World {
  readonly config: RunConfig;
  readonly methods: ConfigFile['methods'];
  readonly prompts: ConfigFile['prompts'];
  readonly models: UnpaidModels;
  readonly catalogue: Catalogue;
}

async function openWorld(
  { config: given, methods, prompts }: ConfigFile,
  { lane, configPath, workspace, prices, share = 1 }: EstimateOptions,
): Promise<World> {
  const asked = withLane(given, lane);
  const config = { ...asked, budget: shareOfBudget(asked.budget, share) };
  const files = priceFilesOf(config, configPath, prices);
  const catalogue = await openCatalogue({ workspace, files });
  return {
    ...{ config, methods, prompts, catalogue },
    models: await openUnpaidModels(config, process.env, catalogue),
  };
}

/** An estimate, and apart from it what is doubtful of its prices. */
interface Estimated {
  readonly estimate: RunEstimate;
  readonly prices: PriceDoubts;
}

async function estimateIn(world: World, options: EstimateOptions): Promise<Estimated> {
  const { config, methods, prompts, models, catalogue } = world;
  const { reader } = models;
  // Refuses a lane that is not there; what batches are worth is told in the other lane too.
  usesBatches(config, models);
  const hasBatch = modelsOf(models).some((model) => model.routes[0].batch);
  const source = await openDataSource(config.data, dirname(resolve(options.configPath)));
  const { embedders } = models;
  const plan = await planRun(config, source, { reader: reader.model, embedders, methods, prompts });
  await using workspace = await openIfThere(options.workspace);
  const left = await readLeft(world, plan, workspace?.store);
  const { gateway, unwalked, known } = await walk(
    { world, plan, source, workspace, left },
    options,
  );
  const walked = gateway.work();
  const lane = chooseLane(plan, walked, hasBatch);
  const { done, judging } = left;
  const reading = {
    ...{ lane, done, unpriced: models.unpriced },
    left: new Set(left.pending.units.map(({ unitId }) => unitId)),
    judged: new Set(judging?.plan.units.map(({ cell }) => cell.cellId)),
  };
  const works = cellWorks(plan, walked, reading);
  const place = placeOf({ models, catalogue, plan, works, known }, options.cluster);
  const used = [
    ...usedPrices(models, catalogue),
    ...(options.cluster ? clusterRows(options.cluster, catalogue) : []),
  ];
  const estimate = runEstimate(plan, walked, {
    ...{ ...reading, ...place, hasBatch, model: reader.model.logicalModel },
    ...{ assumed: known.notes('assumed'), measured: known.notes('measured') },
    prices: used.map(rowText),
    warnings: [
      ...models.warnings,
      ...judgeWarnings(config),
      ...plan.cells.flatMap((cell) => unwalkedText(cell, unwalked.get(cell.cellId))),
      ...budgetWarnings(config.budget.run.picoUsd, works),
    ],
  });
  return { estimate, prices: priceDoubts(models, used, options.cluster, catalogue) };
}

/** What is walked, and over what. */
interface Walk {
  readonly world: World;
  readonly plan: RunPlan;
  readonly source: DatasetSource;
  readonly workspace: Workspace | undefined;
  readonly left: LeftToDo;
}

/**
 * Walks once, and again where calls were met that earlier runs had bought: what these came to says
 * how the vendor counts and caches.
 */
async function walk(walk: Walk, options: EstimateOptions) {
  const { plan, workspace } = walk;
  const rows = workspace ? await workspace.ledger.perform('usage', { exceptRun: plan.runId }) : [];
  const measured = new MeasuredUsages(rows);
  const first = await walkOnce(walk, measured, new Map(), options);
  const observed = first.gateway.observed();
  const isNew = [...observed.values()].every(({ replies }) => replies === 0);
  return isNew ? first : await walkOnce(walk, measured, observed, options);
}

async function walkOnce(
  { world: { config, models, catalogue }, plan, source, workspace, left }: Walk,
  measured: MeasuredUsages,
  observed: ReadonlyMap<string, ObservedCalls>,
  { onProgress, signal }: EstimateOptions,
): Promise<{ gateway: WalkingGateway; unwalked: ReadonlyMap<string, Unwalked>; known: Known }> {
  const known = new Known({
    ...{ measured, observed, familyOf: (dataset) => findDataset(dataset).family },
    vendors: vendorsOf(config, models),
    batchCaching: (model) => catalogue.model(model)?.batchCaching,
  });
  const { pending, judging } = left;
  const gateway = createWalkingGateway(
    {
      ...{ ledger: workspace?.ledger, expectations: known, clock: nodeClock, countTokens, signal },
      ...{ random: createRandom('walk'), onEvent: () => undefined, acceptDiverged: true },
      ...{ concurrency: config.concurrency, aliasDaysMax: config.aliasDaysMax },
      storeRequests: false,
      atOnce: {
        expected: callsOfUnit(config.concurrency, pending.units.length),
        most: config.concurrency,
      },
    },
    pricedModels(models),
  );
  const walking = {
    ...{ gateway, clock: nodeClock, countTokens, signal, onProgress, judging },
    store: workspace?.store,
  };
  return { gateway, known, unwalked: await walkRun(plan, pending, source, walking) };
}

/** By logical model: whose server it is. */
function vendorsOf(
  { reader, judge }: RunConfig,
  models: UnpaidModels,
): ReadonlyMap<string, string> {
  const providers = [reader, ...(judge?.models ?? [])].map(({ provider }) => provider);
  return new Map(
    chatModelsOf(models).map(({ logicalModel }, at) => [logicalModel, providers[at] ?? '']),
  );
}

const NO_WORKSPACE: ReadonlySet<string> = new Set(['WORKSPACE_MISSING', 'FILE_KIND']);

/** Undefined where nothing has been run yet. */
async function openIfThere(folder: string): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(folder, { create: false });
  } catch (error) {
    // A file in its place keeps a run from starting, which says so; nothing has been run in it.
    const isNone = error instanceof MabError && NO_WORKSPACE.has(error.code);
    if (isNone) return undefined;
    throw error;
  }
}
