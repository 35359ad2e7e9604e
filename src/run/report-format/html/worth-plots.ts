import type { CellReport } from '../../../contracts/report.ts';
import { durationText } from '../../../core/number-text.ts';
import { methodName } from '../cell-names.ts';
import { tokensText } from '../number-text.ts';
import { methodPicoUsd, methodTokens } from '../question-costs.ts';
import { html, type Markup } from './markup.ts';
import type { MethodNames } from './method-names.ts';
import { type PlotPoint, scatterPlot } from './scatter-plot.ts';

/** Per dataset: score against what a question costs, and against how long an answer takes. */
export function worthPlots(cells: readonly CellReport[], names: MethodNames): Markup {
  const datasets = [...Map.groupBy(cells, ({ dataset }) => dataset)];
  const figures = datasets.flatMap(([dataset, ofDataset], at) => {
    const scored = ofDataset.filter(({ score, questions }) => score && questions.answered > 0);
    if (scored.every(({ controlArm }) => controlArm)) return [];
    const measures = [costMeasure(scored), LATENCY].filter(({ xOf }) =>
      scored.every((cell) => xOf(cell) !== undefined),
    );
    const plots = measures.map((measure, number) =>
      plotOf(scored, names, { dataset, measure, id: `plot-${at}-${number}` }),
    );
    return [
      html`<figure><figcaption><bdi>${dataset}</bdi></figcaption>
<div class="plots">${plots}</div></figure>`,
    ];
  });
  if (figures.length === 0) return html`<p>No method has a score.</p>`;
  return html`${keyOf(names)}${figures}`;
}

interface Measure {
  readonly title: string;
  readonly xTitle: string;
  readonly xOf: (cell: CellReport) => number | undefined;
  readonly xText: (x: number) => string;
}

/** Money where any was, or would be, spent; tokens where every call is free. */
function costMeasure(cells: readonly CellReport[]): Measure {
  const isFree = cells.every((cell) => methodPicoUsd(cell) === 0n);
  if (isFree) {
    return {
      title: 'Score against tokens per question (every call was free)',
      xTitle: 'tokens per question',
      xOf: (cell) => methodTokens(cell) / cell.questions.answered,
      xText: (tokens) => tokensText(Math.round(tokens), 'reported').replace(/\.0+(?=[kM])/, ''),
    };
  }
  return {
    title: 'Score against cost per question',
    xTitle: 'US dollars per question, bought alone',
    xOf: (cell) => Number(methodPicoUsd(cell)) / 1e12 / cell.questions.answered,
    xText: dollarText,
  };
}

const LATENCY: Measure = {
  title: 'Score against median time of an answer',
  xTitle: 'median time of an answer',
  xOf: ({ latencyMs }) => latencyMs?.p50,
  xText: (ms) => durationText(ms).replace(/\.0+(?= )/, ''),
};

/** `$0`, `$0.0002`, `$1.50`: two significant digits, never an exponent. */
function dollarText(dollars: number): string {
  if (dollars === 0) return '$0';
  const digits = Math.max(0, 1 - Math.floor(Math.log10(dollars)));
  return `$${dollars
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')}`;
}

function plotOf(
  cells: readonly CellReport[],
  names: MethodNames,
  { dataset, measure, id }: { dataset: string; measure: Measure; id: string },
): Markup {
  const points = cells.flatMap((cell): PlotPoint[] => {
    const x = measure.xOf(cell);
    if (!cell.score || x === undefined) return [];
    const { mean, low, high } = cell.score;
    return [
      {
        letter: names.letterOf(cell),
        name: methodName(cell),
        ...{ x, y: mean, low, high, controlArm: cell.controlArm },
      },
    ];
  });
  return html`<div class="plot-box"><p class="plot-title">${measure.title}</p>${scatterPlot(
    points,
    { id, title: `${dataset}: ${measure.title}`, xTitle: measure.xTitle, xText: measure.xText },
  )}</div>`;
}

function keyOf(names: MethodNames): Markup {
  const items = names.rows.map(
    (cell) => html`<li><span class="key">${names.letterOf(cell)}</span> ${methodName(cell)}</li>`,
  );
  return html`<ul class="legend">${items}
<li>${sampleLine('front', 'M0 10H17V2H34')} Pareto front: no other method scores as much for less</li>
<li>${sampleLine('control', 'M0 6H34')} control arm: floor or ceiling</li></ul>`;
}

function sampleLine(kind: string, path: string): Markup {
  return html`<svg width="34" height="12" aria-hidden="true"><path class="${kind}" d="${path}"/></svg>`;
}
