import { MabError } from '../../core/errors.ts';
import { MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import { type CatalogueOptions, openCatalogue } from '../prices/open-catalogue.ts';
import { openWorkspace } from '../workspace.ts';
import type { BenchmarkEstimate, BenchmarkEstimateOptions } from './benchmark-contract.ts';
import { estimateBenchmark } from './estimate-benchmark.ts';

/** See the contract. */
export async function estimateBenchmarkWith(
  options: BenchmarkEstimateOptions,
  prices: Required<Pick<CatalogueOptions, 'workspace' | 'files'>>,
): Promise<BenchmarkEstimate> {
  const catalogue = await openCatalogue(prices);
  return estimateBenchmark(catalogue, options, await measuredIn(prices.workspace));
}

/** Nothing where nothing has been run yet. */
async function measuredIn(folder: string): Promise<MeasuredUsages> {
  try {
    await using workspace = await openWorkspace(folder, { create: false });
    return new MeasuredUsages(await workspace.ledger.perform('usage', { exceptRun: '' }));
  } catch (error) {
    if (error instanceof MabError && error.code === 'WORKSPACE_MISSING') {
      return new MeasuredUsages([]);
    }
    throw error;
  }
}
