import { dirname, resolve } from 'node:path';
import { countTokens } from '../bench/chunking/token-count.ts';
import type { ModelGateway } from '../contracts/gateway.ts';
import type { RunReport } from '../contracts/report.ts';
import { invariant } from '../core/errors.ts';
import { createRandom } from '../core/random.ts';
import { Gateway } from '../gateway/gateway.ts';
import type { Ledger } from '../gateway/ledger/ledger.ts';
import type { RunConfig } from '../run/config/run-config.ts';
import { buildReport } from '../run/report/run-report.ts';
import { executeRun } from '../run/run.ts';
import { planRun } from '../run/run-plan.ts';
import type { RunOptions } from './commands-contract.ts';
import { openConfigFile } from './config-file.ts';
import { openDataSource } from './data-source.ts';
import { createEmbedders, type Embedders } from './embedders.ts';
import { nodeClock } from './node-clock.ts';
import { createReader, type Reader } from './reader-model.ts';
import { createManifest } from './run-manifest.ts';
import { readVersion } from './version.ts';
import { openWorkspace } from './workspace.ts';

/**
 * Reads a configuration and runs it. Everything that can be wrong in it, in the data or in the
 * environment is found before the first call.
 */
export async function runBenchmark(options: RunOptions): Promise<RunReport> {
  const { configPath, workspace: folder, onEvent } = options;
  using configFile = await openConfigFile(configPath);
  const { config, methods } = configFile;
  const reader = createReader(config.reader, process.env);
  const source = await openDataSource(config.data, dirname(resolve(configPath)));
  const embedders = await createEmbedders(config.embedders, process.env);
  const plan = await planRun(config, source, { reader: reader.model, embedders, methods });
  const manifest = createManifest(plan, {
    ...{ source, reader, embedders },
    nowMs: nodeClock.now(),
    mabVersion: await readVersion(),
  });
  await using workspace = await openWorkspace(folder, { create: true });
  const { store, ledger } = workspace;
  const gateway = createGateway(options, config, { reader, embedders, ledger });
  await executeRun({
    ...options,
    ...{ plan, manifest, source, store, ledger, gateway, countTokens, clock: nodeClock },
  });
  const report = await buildReport(workspace, plan.runId);
  onEvent({ type: 'run-finished', runId: plan.runId, state: report.state });
  return report;
}

function createGateway(
  { onEvent, signal, acceptDiverged }: RunOptions,
  { concurrency, budgetPicoUsd, aliasDaysMax, storeRequests }: RunConfig,
  { reader, embedders, ledger }: { reader: Reader; embedders: Embedders; ledger: Ledger },
): ModelGateway {
  const gateway = new Gateway({
    ...{ ledger, countTokens, onEvent, signal, acceptDiverged },
    ...{ concurrency, budgetPicoUsd, aliasDaysMax, storeRequests },
    clock: nodeClock,
    // Only spreads retries in time; nothing that is measured depends on it.
    random: createRandom(`${process.pid}-${nodeClock.now()}`),
  });
  return {
    reader: gateway.chatModel(reader.model),
    embedder: (name) => {
      const model = embedders.get(name);
      invariant(model, `There is no embedder ${name}.`);
      return gateway.embedder(model);
    },
    within: (scope, work) => gateway.within(scope, work),
  };
}
