import { findDataset } from '../bench/datasets/catalog.ts';
import { findMethod } from '../bench/methods/catalog.ts';
import type { CataloguedMethod } from '../bench/methods/method-entry.ts';
import { SCORING_VERSION } from '../bench/metrics/scorers.ts';
import { OWN_PROMPTS, type PromptBook } from '../bench/prompts/cell-prompts.ts';
import type { DatasetSource } from '../contracts/dataset.ts';
import type { EmbedderIdentity, ModelIdentity } from '../contracts/model.ts';
import { invariant, MabError } from '../core/errors.ts';
import { hashValue, shortHash } from '../core/hashing.ts';
import { parseRunId, type RunId } from '../core/ids.ts';
import type { RunConfig, TokenLimit } from './config/run-config.ts';
import { surveyRows } from './row-facts.ts';
import {
  type CellPlan,
  embedderIdentity,
  methodIdentity,
  PIPELINE_VERSION,
  type PlannedEmbedder,
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
  readonly scoring: number;
  readonly name: string;
  readonly reader: object;
  readonly trials: number;
  readonly cells: readonly object[];
  readonly rows: readonly RowFacts[];
}

/** What a configuration only names. */
export interface PlanParts {
  readonly reader: ModelIdentity;
  /** By the name in the configuration. */
  readonly embedders: ReadonlyMap<string, EmbedderIdentity>;
  /** The methods of this release and those of plug-ins. */
  readonly methods: readonly CataloguedMethod[];
  /** Absent: mab's own. */
  readonly prompts?: PromptBook | undefined;
}

/**
 * Turns a configuration into units. The same configuration over the same data gives the same run,
 * which is how the same command goes on where it was stopped.
 */
export async function planRun(
  config: RunConfig,
  source: DatasetSource,
  parts: PlanParts,
): Promise<RunPlan> {
  const { reader, prompts = OWN_PROMPTS } = parts;
  const cells = config.datasets.flatMap((choice) => planCells(config, choice, parts));
  refuseTwins(cells);
  const rows = new Map<string, RowFacts[]>();
  for (const { id, contextsMax } of config.datasets) {
    rows.set(id, await surveyRows(source, id, contextsMax));
  }
  const identity: RunIdentity = {
    pipeline: PIPELINE_VERSION,
    prompts: prompts.version,
    scoring: SCORING_VERSION,
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

function planCells(
  config: RunConfig,
  choice: RunConfig['datasets'][number],
  { embedders, methods, prompts: book = OWN_PROMPTS }: PlanParts,
): CellPlan[] {
  const known = findDataset(choice.id);
  const maxOutputTokens = tokenLimit(choice.outputTokens, {
    config: known.maxOutputTokens,
    paper: known.paperMaxOutputTokens,
  });
  const dataset = { ...known, maxOutputTokens };
  const chunking = {
    chunkTokens: tokenLimit(choice.chunkTokens, {
      config: dataset.chunkTokens,
      paper: dataset.paperChunkTokens,
    }),
    punkt: config.punkt,
  };
  return config.methods.map(({ id, profile, options, optionsGiven, embedder: name }) => {
    const method = findMethod(id, methods);
    const { questionsMax } = choice;
    const embedder = name === undefined ? undefined : plannedEmbedder(name, embedders);
    const facts = { profile, options, dataset, chunking, questionsMax, embedder };
    const cellId = shortHash({
      ...facts,
      ...{ dataset: dataset.id, method: id },
      ...(maxOutputTokens === known.maxOutputTokens ? {} : { maxOutputTokens }),
      embedder: embedder && { name, ...embedderIdentity(embedder.identity) },
      ...(book === OWN_PROMPTS ? {} : { prompts: book.version }),
    });
    const prompts = book.promptsOf(dataset.family, method.capabilities.answerMode);
    return { cellId, method, optionsGiven, ...facts, prompts, promptsVersion: book.version };
  });
}

function tokenLimit(
  choice: TokenLimit = 'config',
  published: { readonly config: number; readonly paper: number },
): number {
  return typeof choice === 'number' ? choice : published[choice];
}

function plannedEmbedder(name: string, embedders: PlanParts['embedders']): PlannedEmbedder {
  const identity = embedders.get(name);
  invariant(identity, `There is no embedder ${name}.`);
  return { name, identity };
}

function cellIdentity({
  method,
  profile,
  options,
  dataset,
  chunking,
  questionsMax,
  embedder,
}: CellPlan): object {
  return {
    method: methodIdentity({ method, profile, options }),
    embedder: embedder && {
      ...embedderIdentity(embedder.identity),
      pinned: embedder.identity.pinned,
    },
    ...{ dataset: dataset.id, maxOutputTokens: dataset.maxOutputTokens, chunking, questionsMax },
  };
}

/** Two names of one embedder would make the same units twice, at the same time. */
function refuseTwins(cells: readonly CellPlan[]): void {
  const seen = new Map<string, CellPlan>();
  for (const cell of cells) {
    const hash = hashValue(cellIdentity(cell));
    const twin = seen.get(hash);
    seen.set(hash, cell);
    if (!twin) continue;
    const names = [twin, cell].map(({ embedder }) => `"${embedder?.name}"`).join(' and ');
    throw new MabError(
      'METHOD_REPEATED',
      `${cell.method.id} stands twice in methods: ${names} name the same embedder.`,
      { hint: 'Remove one of them; batches, limits and engines change no vector.' },
    );
  }
}

/** All of it: whether replies are shared between runs decides the units' ids too. */
function readerIdentity(reader: ModelIdentity): object {
  const { logicalModel, pinned, sampled, sampling, contextTokens } = reader;
  return { logicalModel, pinned, sampled, sampling, contextTokens };
}
