import type { Forecast } from '../../../contracts/forecast.ts';
import type { RunReport } from '../../../contracts/report.ts';
import { makeForecast } from '../../../cost/forecast/make-forecast.ts';
import { measuredAssumptions } from '../../../cost/forecast/measured-start.ts';
import { forecastChart, inputTable, quarterTable } from '../forecast-view.ts';
import { dollarsText } from '../number-text.ts';
import { barLegend, barPlot } from './bar-plot.ts';
import { html, type Markup } from './markup.ts';
import type { Section } from './page-frame.ts';
import { viewTable } from './table.ts';

/**
 * What the benchmark of a run will cost as it grows, from what its cells have cost; nothing where
 * they cost nothing.
 *
 * @param config  Of the run, as its manifest has it.
 */
export function forecastSections(report: RunReport, config: unknown): Section[] {
  const measured = measuredAssumptions(report, config);
  if (!measured) return [];
  const forecast = makeForecast(measured.growth, measured.sources);
  return [
    {
      id: 'next',
      title: 'What comes next',
      intro:
        'What a year costs if this benchmark grows as stated below, from what a cell of this run ' +
        'costs alone. Anew: the whole matrix again each month. mab plan forecast takes other ' +
        'assumptions.',
      content: html`${forecastFigure(forecast)}
<details><summary>What it assumes</summary>${viewTable(inputTable(forecast.inputs))}</details>`,
    },
  ];
}

/** Chart and table of a forecast. */
export function forecastFigure(forecast: Forecast): Markup {
  const chart = forecastChart(forecast.quarters);
  return html`<figure><figcaption>${chart.title}, infrastructure included</figcaption>
${barLegend(chart)}${barPlot(chart, { id: 'forecast', tickText: wholeDollars })}</figure>
${viewTable(quarterTable(forecast))}`;
}

/** Of a line of the grid: `$5`, `$2,000`, `$0.02`. */
function wholeDollars(usd: number): string {
  return dollarsText(usd)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
