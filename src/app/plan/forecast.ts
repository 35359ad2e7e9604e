import type { Forecast } from '../../contracts/forecast.ts';
import { MabError } from '../../core/errors.ts';
import { PICO_PER_USD } from '../../core/money.ts';
import type { GrowthInput } from '../../cost/forecast/assumptions.ts';
import { type AssumptionSources, makeForecast } from '../../cost/forecast/make-forecast.ts';
import { measuredAssumptions } from '../../cost/forecast/measured-start.ts';
import { readManifest } from '../../run/manifest.ts';
import { buildReport } from '../../run/report/run-report.ts';
import { findRun } from '../find-run.ts';
import { openWorkspace } from '../workspace.ts';
import type { ForecastOptions } from './forecast-contract.ts';
import { type EstimateSource, readEstimate } from './read-estimate.ts';

interface Start {
  readonly growth: Partial<GrowthInput>;
  readonly sources: AssumptionSources;
}

/**
 * A forecast from flags, from what a run has cost, or from what one was estimated to cost.
 *
 * @throws {MabError} FORECAST_…; FILE_…; as `readReport` for a run.
 */
export async function forecast(options: ForecastOptions): Promise<Forecast> {
  const { growth, sources } = await forecastStart(options);
  const given = Object.fromEntries(
    Object.entries(options.growth).filter(([, value]) => value !== undefined),
  ) as Partial<GrowthInput>;
  const { cellUsd, ...others } = { ...growth, ...given };
  if (cellUsd === undefined) {
    throw new MabError('FORECAST_CELL_UNPRICED', 'Nothing says what a cell costs.', {
      hint: 'Give --cell-usd, --from-run RUN, or --from-estimate CONFIG.',
    });
  }
  const overruled = Object.keys(given);
  const kept = Object.entries(sources).filter(([name]) => !overruled.includes(name));
  return makeForecast({ ...others, cellUsd }, Object.fromEntries(kept));
}

/**
 * What a run or an estimate says of a forecast that begins with it; nothing where none is named.
 */
export async function forecastStart(options: Omit<ForecastOptions, 'growth'>): Promise<Start> {
  if (options.fromRun !== undefined) return await startOfRun(options.workspace, options.fromRun);
  if (options.fromEstimate !== undefined) {
    return await startOfEstimate({ ...options, fromEstimate: options.fromEstimate });
  }
  return { growth: {}, sources: {} };
}

async function startOfRun(folder: string, run: string): Promise<Start> {
  await using workspace = await openWorkspace(folder, { create: false });
  const runId = await findRun(workspace.store, run);
  const report = await buildReport(workspace, runId);
  const { config } = await readManifest(workspace.store, runId);
  const measured = measuredAssumptions(report, config);
  if (measured) return measured;
  throw new MabError('FORECAST_RUN_FREE', `No finished cell of ${runId} has cost anything.`, {
    hint: 'Name a run of a model with a price, or give --cell-usd.',
  });
}

async function startOfEstimate(source: EstimateSource): Promise<Start> {
  const { name, cells } = await readEstimate(source);
  const pico = cells.map(({ standalone, method, dataset }) => {
    if (standalone) return standalone.expected;
    throw new MabError(
      'FORECAST_CELL_UNPRICED',
      `${source.fromEstimate} has no price for ${method} on ${dataset}.`,
      {
        hint: 'Estimate with a model whose price is known, or give --cell-usd.',
      },
    );
  });
  const usd = Number(pico.reduce((sum, one) => sum + one, 0n)) / Number(PICO_PER_USD);
  const here = { from: 'estimated', note: `estimate of ${name}` } as const;
  const datasets = new Set(cells.map(({ dataset }) => dataset)).size;
  return {
    growth: {
      ...(usd > 0 ? { cellUsd: usd / cells.length } : {}),
      ...{ datasets, methods: Math.ceil(cells.length / datasets) },
    },
    sources: { cellUsd: here, datasets: here, methods: here },
  };
}
