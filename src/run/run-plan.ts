import { findDataset } from '../bench/datasets/catalog.ts';
import { findMethod } from '../bench/methods/catalog.ts';
import { PROMPTS_VERSION } from '../bench/prompts/family-prompts.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import type { ModelIdentity } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import { shortHash } from '../core/hashing.ts';
import { parseRunId, type RunId } from '../core/ids.ts';
import type { RunConfig } from './config/run-config.ts';
import { surveyRows } from './row-facts.ts';
import {
  type CellPlan,
  PIPELINE_VERSION,
  planUnit,
  type RowFacts,
  type UnitPlan,
} from './unit-plan.ts';

/** The cells of one configuration, and the units that they are made of. */
export interface RunPlan {
  readonly runId: RunId;
  readonly config: RunConfig;
  readonly cells: readonly CellPlan[];
  /** In the order in which they are run: by dataset, then context, then cell. */
  readonly units: readonly UnitPlan[];
  /** What the run's id is the hash of. */
  readonly identity: RunIdentity;
}

/** Everything that can change an answer; limits, keys, budgets and prices are not in it. */
export interface RunIdentity {
  readonly pipeline: number;
  readonly prompts: string;
  readonly name: string;
  readonly reader: object;
  readonly trials: number;
  readonly cells: readonly object[];
  readonly rows: readonly RowFacts[];
}

/**
 * Turns a configuration into units. The same configuration over the same data gives the same run,
 * which is how the same command goes on where it was stopped.
 */
export async function planRun(
  config: RunConfig,
  source: DatasetSource,
  reader: ModelIdentity,
): Promise<RunPlan> {
  const cells = config.datasets.flatMap((choice) => planCells(config, choice));
  const rows = new Map<string, RowFacts[]>();
  for (const { id, contextsMax } of config.datasets) {
    rows.set(id, await surveyRows(source, id, contextsMax));
  }
  const identity: RunIdentity = {
    pipeline: PIPELINE_VERSION,
    prompts: PROMPTS_VERSION,
    name: config.name,
    trials: config.trials,
    reader: readerIdentity(reader),
    cells: cells.map(cellIdentity),
    rows: [...rows.values()].flat(),
  };
  const runId = parseRunId(`${config.name}-${shortHash(identity)}`);
  const trials = Array.from({ length: config.trials }, (_, at) => at + 1);
  const units = config.datasets.flatMap(({ id }) =>
    (rows.get(id) ?? []).flatMap((row) =>
      cells
        .filter((cell) => cell.dataset.id === id)
        .flatMap((cell) => trials.map((trial) => planUnit(cell, row, { reader, runId, trial }))),
    ),
  );
  return { runId, config, cells, units, identity };
}

function planCells(config: RunConfig, choice: RunConfig['datasets'][number]): CellPlan[] {
  const dataset = findDataset(choice.id);
  if (!dataset.supported) {
    throw new MabError('DATASET_UNSUPPORTED', `${dataset.id} cannot be run yet.`, {
      hint: dataset.unsupportedReason ?? 'Choose another dataset.',
    });
  }
  const chunking = {
    chunkTokens: choice.chunkTokens ?? dataset.chunkTokens,
    punkt: config.punkt,
  };
  return config.methods.map(({ id, profile, options, optionsGiven }) => {
    const method = findMethod(id);
    const { questionsMax } = choice;
    const facts = { profile, options, dataset, chunking, questionsMax };
    const cellId = shortHash({ ...facts, dataset: dataset.id, method: id });
    return { cellId, method, optionsGiven, ...facts };
  });
}

function cellIdentity({
  method,
  profile,
  options,
  dataset,
  chunking,
  questionsMax,
}: CellPlan): object {
  return {
    method: { id: method.id, version: method.version, profile, options },
    ...{ dataset: dataset.id, maxOutputTokens: dataset.maxOutputTokens, chunking, questionsMax },
  };
}

/** All of it: whether replies are shared between runs decides the units' ids too. */
function readerIdentity(reader: ModelIdentity): object {
  const { logicalModel, pinned, sampled, sampling, contextTokens } = reader;
  return { logicalModel, pinned, sampled, sampling, contextTokens };
}
