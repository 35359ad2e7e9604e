import type { CellReport, IntervalReport, RunReport } from '../../../contracts/report.ts';
import { blankReasons } from '../blank-reasons.ts';
import { dataSettingsText, methodName, statusText } from '../cell-names.ts';
import { percentText } from '../number-text.ts';
import { metricsText } from '../score-table.ts';
import { breakable, html, type Markup } from './markup.ts';
import { type MethodNames, methodLabel } from './method-names.ts';
import { scrolling } from './table.ts';

/** The headline: a row per method, a column per dataset, each score with its interval. */
export function scoreMatrix(report: RunReport, names: MethodNames): Markup {
  const { cells } = report;
  const datasets = [...Map.groupBy(cells, ({ dataset }) => dataset)];
  const reasons = blankReasons(cells);
  const standings = standingsOf(report);
  const row = (method: CellReport): Markup => {
    const values = datasets.map(([, ofDataset]) => {
      const cell = ofDataset.find((candidate) => methodName(candidate) === methodName(method));
      if (!cell) return html`<td class="blank"><span class="quiet">not run</span></td>`;
      return cell.score
        ? scoredCell(cell.score, standings.get(cell.cellId))
        : html`<td class="blank">${reasons.mark(cell)}</td>`;
    });
    return html`<tr><th scope="row">${methodLabel(method, names)}</th>${values}</tr>\n`;
  };
  const isControl = ({ controlArm }: CellReport): boolean => controlArm;
  const head = datasets.map(([dataset, ofDataset]) => {
    const facts = html`${statusText(ofDataset)}${settingsLine(ofDataset)}`;
    return html`<th scope="col"><bdi>${breakable(dataset)}</bdi>
<span class="quiet">${breakable(metricsText(ofDataset))}<br>${facts}</span></th>`;
  });
  return html`${scrolling(
    html`<table class="matrix"><caption>Scores in percent, with their 95 % interval</caption>
<thead><tr><th scope="col" class="left">method</th>${head}</tr></thead>
<tbody>${names.rows.filter((method) => !isControl(method)).map(row)}</tbody>
<tbody class="controls">${names.rows.filter(isControl).map(row)}</tbody></table>`,
  )}
${reasonList(reasons.texts)}`;
}

function settingsLine(cells: readonly CellReport[]): Markup | undefined {
  const settings = dataSettingsText(cells);
  return settings === '' ? undefined : html`<br>${breakable(settings)}`;
}

function reasonList(texts: readonly string[]): Markup | undefined {
  if (texts.length === 0) return undefined;
  const items = texts.map((text, at) => html`<li dir="auto">[${at + 1}] ${text}</li>`);
  return html`<div class="note"><h3>Why cells are blank</h3><ul class="plain">${items}</ul></div>`;
}

/** `best` of a dataset, and whatever the noise does not tell from it. */
function standingsOf({ comparisons = [] }: RunReport): Map<string, string> {
  return new Map([
    ...comparisons.map(({ first }) => [first.cellId, 'best'] as const),
    ...comparisons.flatMap(({ second, better }) =>
      better === 'undecided' ? [[second.cellId, '≈ best'] as const] : [],
    ),
  ]);
}

function scoredCell(score: IntervalReport, standing: string | undefined): Markup {
  const { mean, low, high } = score;
  return html`<td class="score heat-${Math.round(mean * 10)}"><b>${percentText(mean)}</b>${
    standing === undefined ? undefined : html` <span class="standing">${standing}</span>`
  }<span class="interval">${percentText(low)} – ${percentText(high)}</span>${intervalBar(score)}</td>`;
}

/** The interval again, on a line from 0 to 100. */
function intervalBar({ mean, low, high }: IntervalReport): Markup {
  const at = (share: number): string => (share * 100).toFixed(1);
  return html`<svg class="range" width="104" height="8" viewBox="-2 0 104 8" aria-hidden="true">
<line class="track" x1="0" x2="100" y1="4" y2="4"/>
<line class="span" x1="${at(low)}" x2="${at(high)}" y1="4" y2="4"/>
<circle cx="${at(mean)}" cy="4" r="3"/></svg>`;
}
