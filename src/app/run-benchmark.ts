import { dirname, resolve } from 'node:path';
import { countTokens } from '../bench/chunking/token-count.ts';
import type { RunReport } from '../contracts/report.ts';
import { shareOfBudget } from '../run/config/budget-share.ts';
import { buildReport } from '../run/report/run-report.ts';
import { executeRun } from '../run/run.ts';
import { planRun } from '../run/run-plan.ts';
import type { RunOptions } from './commands-contract.ts';
import { openConfigFile } from './config-file.ts';
import { createGateway, createPricing } from './create-gateway.ts';
import { openDataSource } from './data-source.ts';
import { createEmbedders } from './embedders.ts';
import { createJudges, planRunJudging } from './judges.ts';
import { usesBatches, withLane } from './lane.ts';
import { openLimitStore } from './limit-store.ts';
import { withMember } from './member.ts';
import { nodeClock } from './node-clock.ts';
import { openCatalogue, priceFilesOf } from './prices/open-catalogue.ts';
import { createReader } from './reader-model.ts';
import { createManifest } from './run-manifest.ts';
import { readVersion } from './version.ts';
import { waitingSum } from './waiting-sum.ts';
import { openWorkspace } from './workspace.ts';

/**
 * Reads a configuration and runs it. Everything that can be wrong in it, in the data or in the
 * environment is found before the first call.
 */
export async function runBenchmark(options: RunOptions): Promise<RunReport> {
  const { configPath, workspace: folder, onEvent } = options;
  using configFile = await openConfigFile(options);
  const { methods, prompts } = configFile;
  const asked = withLane(configFile.config, options.lane);
  const budget = withMember(asked.budget, options.member, process.env);
  const config = { ...asked, budget: shareOfBudget(budget, options.share) };
  const files = priceFilesOf(config, configPath, options.prices);
  const catalogue = await openCatalogue({ workspace: folder, files });
  const reader = createReader(config.reader, process.env, catalogue);
  const judges = createJudges(config.judge?.models ?? [], process.env, catalogue);
  const source = await openDataSource(config.data, dirname(resolve(configPath)));
  const embedders = await createEmbedders(config.embedders, process.env, catalogue);
  const isWide = usesBatches(config, { reader, judges, embedders });
  const plan = await planRun(config, source, { reader: reader.model, embedders, methods, prompts });
  await using workspace = await openWorkspace(folder, { create: true });
  const { store, ledger, place } = workspace;
  if (place.ledger === 'sqlite' && process.env.MAB_LEDGER_URL) {
    onEvent({ type: 'ledger-not-shared' });
  }
  const manifest = createManifest(plan, {
    ...{ source, reader, judges, embedders, ledger: place.ledger, share: options.share },
    nowMs: nodeClock.now(),
    mabVersion: await readVersion(),
  });
  const judging = planRunJudging(config, manifest, judges);
  const { sharedLimits } = config;
  const limitStore = await openLimitStore({
    ...{ sharedLimits, ledger, share: options.share, environment: process.env },
    onEvent,
  });
  const world = { ...options, reader, judges, embedders, ledger, limitStore };
  const gateway = createGateway(config, world);
  const pricing = () => createPricing(config, world);
  try {
    await executeRun({
      ...{ ...options, isWide },
      ...{ plan, manifest, source, store, ledger, gateway, pricing, countTokens },
      judging,
      clock: nodeClock,
    });
  } catch (error) {
    const waiting = await ledger.perform('batchesAtVendors', { runId: plan.runId });
    onEvent({ type: 'run-stopped', ...waitingSum(waiting) });
    throw error;
  } finally {
    await gateway.settled();
    await limitStore.close();
  }
  const shown = judging?.units.length ? judging.judgingId : undefined;
  const report = await buildReport(workspace, plan.runId, undefined, shown);
  onEvent({ type: 'run-finished', runId: plan.runId, state: report.state });
  return report;
}
