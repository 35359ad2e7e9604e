import { dirname, resolve } from 'node:path';
import pLimit from 'p-limit';
import { countTokens } from '../../bench/chunking/token-count.ts';
import type { RunEstimate } from '../../contracts/estimate.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { MabError } from '../../core/errors.ts';
import type { PicoUsd } from '../../core/money.ts';
import { createRandom } from '../../core/random.ts';
import { createWalkingGateway } from '../../gateway/pricing/walk/walking-gateway.ts';
import { runEstimate } from '../../run/estimate/run-estimate.ts';
import { walkRun } from '../../run/estimate/walk-run.ts';
import { planRun, type RunPlan } from '../../run/run-plan.ts';
import { readCommit } from '../../run/unit-store.ts';
import { openConfigFile } from '../config-file.ts';
import { openDataSource } from '../data-source.ts';
import { usesBatches, withLane } from '../lane.ts';
import { nodeClock } from '../node-clock.ts';
import { openCatalogue } from '../prices/open-catalogue.ts';
import { openWorkspace, type Workspace } from '../workspace.ts';
import type { EstimateOptions } from './estimate-contract.ts';
import { PRIORS } from './expectations.ts';
import { openUnpaidModels } from './unpaid-models.ts';

/** Walks a configuration as it would be run, and says what it will cost. */
export async function estimateRun(options: EstimateOptions): Promise<RunEstimate> {
  const { configPath, signal } = options;
  using configFile = await openConfigFile(configPath);
  const { methods } = configFile;
  const config = withLane(configFile.config, options.lane);
  const models = await openUnpaidModels(config, process.env, await openCatalogue());
  const { reader, embedders, unpriced } = models;
  const hasBatch = usesBatches(config, reader, embedders);
  const source = await openDataSource(config.data, dirname(resolve(configPath)));
  const plan = await planRun(config, source, { reader: reader.model, embedders, methods });
  await using workspace = await openIfThere(options.workspace);
  const done = workspace ? await doneUnits(workspace.store, plan) : new Map<string, PicoUsd>();
  const pending = plan.units.filter(({ unitId }) => !done.has(unitId));
  const expectations = PRIORS;
  const gateway = createWalkingGateway(
    {
      ...{ ledger: workspace?.ledger, expectations, clock: nodeClock, countTokens, signal },
      ...{ random: createRandom('walk'), onEvent: () => undefined, acceptDiverged: true },
      ...{ concurrency: 1, aliasDaysMax: config.aliasDaysMax, storeRequests: false },
    },
    { reader: reader.model, embedder: (name) => mustHave(embedders.get(name)) },
  );
  const unwalked = await walkRun(plan, pending, source, {
    ...{ gateway, clock: nodeClock, countTokens, signal, onProgress: options.onProgress },
  });
  return runEstimate(plan, gateway.work(), {
    ...{ model: reader.model.logicalModel, hasBatch, done, unpriced },
    ...{ machines: undefined, measured: [], prices: [] },
    wallSeconds: { low: 0, expected: 0, high: 0 },
    storage: { bytes: { low: 0, expected: 0, high: 0 }, moneyPerMonth: undefined },
    warnings: [
      ...models.warnings,
      ...plan.cells.flatMap(({ cellId, method, dataset }) => {
        const missed = unwalked.get(cellId);
        return missed
          ? [
              `${method.id} on ${dataset.id}: ${missed.questions} questions could not be followed ` +
                `to their end (${missed.reason}); what they ask after that is missing.`,
            ]
          : [];
      }),
    ],
  });
}

/** Undefined where nothing has been run yet. */
async function openIfThere(folder: string): Promise<Workspace | undefined> {
  try {
    return await openWorkspace(folder, { create: false });
  } catch (error) {
    if (error instanceof MabError && error.code === 'WORKSPACE_MISSING') return undefined;
    throw error;
  }
}

/** A process may have as few as 256 files open. */
const FILES_AT_ONCE = 32;

/** What each unit cost alone that has committed. */
async function doneUnits(store: BlobStore, plan: RunPlan): Promise<Map<string, PicoUsd>> {
  const limit = pLimit(FILES_AT_ONCE);
  const done = new Map<string, PicoUsd>();
  await Promise.all(
    plan.units.map(({ unitId }) =>
      limit(async () => {
        const commit = await readCommit(store, unitId);
        if (!commit) return;
        const costs = Object.values(commit.cost).flatMap((cost) => (cost ? [cost] : []));
        const alone = costs.map(({ standalonePicoUsd }) => BigInt(standalonePicoUsd));
        done.set(
          unitId,
          alone.reduce((a, b) => a + b, 0n),
        );
      }),
    ),
  );
  return done;
}

function mustHave<T>(value: T | undefined): T {
  if (value !== undefined) return value;
  throw new MabError('INVARIANT', 'A walk asks for an embedder that is not there.', {
    blame: 'bug',
  });
}
