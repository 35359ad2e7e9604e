import { findDataset } from '../bench/datasets/catalog.ts';
import { isControlArm } from '../bench/methods/method-entry.ts';
import { scorerOf } from '../bench/metrics/scorers.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { invariant } from '../core/errors.ts';
import type { KindPrices, TokenPrice } from '../cost/token-price.ts';
import { EMBEDDED } from '../run/config/run-config-schema.ts';
import type { RunManifest } from '../run/manifest.ts';
import { isJudgeMetric } from '../run/report/judged-cell.ts';
import type { RunPlan } from '../run/run-plan.ts';
import { type CellPlan, PIPELINE_VERSION } from '../run/unit-plan.ts';
import type { Embedders } from './embedders.ts';
import type { Judges } from './judges.ts';
import type { Reader } from './reader-model.ts';

/** The manifest of a plan: what was run, and with what. */
export function createManifest(
  plan: RunPlan,
  {
    source,
    reader,
    judges,
    embedders,
    ledger,
    share,
    nowMs,
    mabVersion,
  }: {
    source: DatasetSource;
    reader: Reader;
    judges: Judges;
    embedders: Embedders;
    ledger: 'sqlite' | 'postgres';
    /** 1 where nothing is divided. */
    share: number;
    nowMs: number;
    mabVersion: string;
  },
): RunManifest {
  const { config, runId, cells, units, identity } = plan;
  return {
    v: 1,
    ...{ runId, identity },
    name: config.name,
    createdAt: new Date(nowMs).toISOString(),
    data: {
      label: source.label,
      openCorpus: units.every(({ row }) => row.status === 'open-corpus'),
    },
    reader: {
      model: reader.model.logicalModel,
      provider: reader.model.routes[0].provider.servedBy,
      ...(reader.note ? { note: reader.note } : {}),
      ...manifestPrices(reader.model.routes.map(({ price }) => price)),
    },
    ...manifestJudges(judges),
    ...manifestEmbedders(embedders),
    ...{ ledger, config },
    ...(share > 1 ? { share } : {}),
    ...manifestPrompts(plan),
    ...manifestPlugins(cells),
    ...manifestWork(plan),
    versions: { mab: mabVersion, node: process.version, pipeline: PIPELINE_VERSION },
  };
}

/** The cells and units of a plan, as they stand in its manifest. */
export function manifestWork({ cells, units }: RunPlan): Pick<RunManifest, 'cells' | 'units'> {
  return {
    cells: cells.map(manifestCell),
    units: units.map(({ unitId, cell, row, questions, trial }) => ({
      ...{ unitId, questions, trial, cellId: cell.cellId },
      contextId: row.contextId,
      rowStatus: row.status,
    })),
  };
}

/** Only where they are the same on all routes: else nobody could tell which holds for a token. */
function manifestPrices(prices: readonly TokenPrice[]): Pick<RunManifest['reader'], 'prices'> {
  const [price, ...others] = prices.map(({ tiers, ...base }) => ({
    ...kindTexts(base),
    ...(tiers ? { tiers: tiers.map(kindTexts) } : {}),
  }));
  const isOne = others.every((other) => canonicalJson(other) === canonicalJson(price));
  return price && isOne ? { prices: price } : {};
}

function kindTexts(price: KindPrices) {
  return {
    inputPicoUsd: String(price.inputPicoUsd),
    cachedInputPicoUsd: String(price.cachedInputPicoUsd),
    cacheWritePicoUsd: String(price.cacheWritePicoUsd),
    outputPicoUsd: String(price.outputPicoUsd),
  };
}

function manifestJudges(judges: Judges): Pick<RunManifest, 'judges'> {
  const facts = [...judges].map(([name, { model, note }]) => ({
    name,
    model: model.logicalModel,
    provider: model.routes[0].provider.servedBy,
    ...(note === undefined ? {} : { note }),
  }));
  return facts.length === 0 ? {} : { judges: facts };
}

function manifestEmbedders(embedders: Embedders): Pick<RunManifest, 'embedders'> {
  const facts = [...embedders.values()].map(({ logicalModel, routes }) => ({
    model: logicalModel,
    provider: routes[0].provider.servedBy,
  }));
  return facts.length === 0 ? {} : { embedders: facts };
}

function manifestPrompts({ config, identity }: RunPlan): Pick<RunManifest, 'prompts'> {
  if (config.prompts === undefined) return {};
  return { prompts: { file: config.prompts, version: identity.prompts } };
}

function manifestPlugins(cells: readonly CellPlan[]): Pick<RunManifest, 'plugins'> {
  const methods = new Set(cells.map(({ method }) => method));
  const plugins = [...methods].flatMap(({ id, plugin }) =>
    plugin ? [{ method: id, ...plugin }] : [],
  );
  return plugins.length === 0 ? {} : { plugins };
}

function manifestCell(cell: CellPlan): RunManifest['cells'][number] {
  const { cellId, method, profile, optionsGiven, dataset, chunking, questionsMax, embedder } = cell;
  const { metrics } = scorerOf(dataset.family);
  invariant(
    metrics.includes(dataset.primaryMetric) || isJudgeMetric(dataset.primaryMetric),
    `${dataset.id} has no ${dataset.primaryMetric}.`,
  );
  const settings = [
    ...(embedder === undefined || embedder.name === EMBEDDED ? [] : [`embedder=${embedder.name}`]),
    ...Object.entries(optionsGiven).map(([name, value]) => `${name}=${String(value)}`),
    ...(chunking.chunkTokens === dataset.chunkTokens
      ? []
      : [`chunkTokens=${chunking.chunkTokens}`]),
  ];
  const dataSettings = [
    ...(dataset.maxOutputTokens === findDataset(dataset.id).maxOutputTokens
      ? []
      : [`outputTokens=${dataset.maxOutputTokens}`]),
    ...(questionsMax === undefined ? [] : [`questionsMax=${questionsMax}`]),
  ];
  return {
    ...{ cellId, profile },
    method: method.id,
    settings: settings.join(' '),
    ...(dataSettings.length === 0 ? {} : { dataSettings: dataSettings.join(' ') }),
    controlArm: isControlArm(method),
    dataset: dataset.id,
    family: dataset.family,
    metric: dataset.primaryMetric,
    chunkTokens: chunking.chunkTokens,
  };
}
