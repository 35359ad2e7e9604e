import type { BarChart } from '../table-view.ts';
import { html, type Markup } from './markup.ts';
import { createScale } from './scale.ts';

const WIDTH = 400;
const HEIGHT = 230;
const AREA = { left: 50, right: 394, top: 14, bottom: 200 };
/** More groups than that would write their names over each other. */
const NAMES_MAX = 12;
/** Of a group the part that its bars take. */
const FILLED = 0.7;

/**
 * A chart of standing bars, told apart by filling and outline rather than by colour alone.
 *
 * @param id       Unique on the page.
 * @param tickText What stands beside a line of the grid.
 */
export function barPlot(
  chart: BarChart,
  { id, tickText }: { readonly id: string; readonly tickText: (value: number) => string },
): Markup {
  const { title, series, groups } = chart;
  const scale = createScale([0, ...groups.flatMap(({ bars }) => bars.map(({ value }) => value))]);
  const atY = (value: number): number =>
    AREA.bottom - scale.position(value) * (AREA.bottom - AREA.top);
  const everyName = Math.ceil(groups.length / NAMES_MAX);
  const groupWidth = (AREA.right - AREA.left) / Math.max(1, groups.length);
  return html`<svg class="plot bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
 aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${describe(chart)}</desc>
${scale.ticks.map((tick) => {
  const y = px(atY(tick));
  return html`<line class="grid" x1="${AREA.left}" x2="${AREA.right}" y1="${y}" y2="${y}"/>
<text class="tick" x="${AREA.left - 6}" y="${y}" text-anchor="end" dy=".32em">${tickText(tick)}</text>`;
})}
${groups.map(({ name, bars }, at) => {
  const left = AREA.left + at * groupWidth + (groupWidth * (1 - FILLED)) / 2;
  const width = (groupWidth * FILLED) / Math.max(1, bars.length);
  return html`<g>${bars.map(({ value, text }, number) => {
    const y = atY(value);
    return html`<rect class="bar-${number}" x="${px(left + number * width)}" y="${px(y)}"
 width="${px(width * 0.93)}" height="${px(AREA.bottom - y)}"><title>${name}, ${series[number]}: ${text}</title></rect>`;
  })}
<text class="axis" x="${px(left + (groupWidth * FILLED) / 2)}" y="${AREA.bottom + 18}"
 text-anchor="middle">${at % everyName === 0 ? name : ''}</text></g>`;
})}
</svg>`;
}

/** What the fillings of a chart mean. */
export function barLegend({ series }: BarChart): Markup {
  return html`<ul class="legend bars">${series.map(
    (name, number) => html`<li><svg width="14" height="14" aria-hidden="true"><rect
 class="bar-${number}" x="1" y="1" width="12" height="12"/></svg> ${name}</li>`,
  )}</ul>`;
}

function describe({ series, groups }: BarChart): string {
  const sentences = groups.map(
    ({ name, bars }) =>
      `${name}: ${bars.map(({ text }, number) => `${series[number]} ${text}`).join(', ')}.`,
  );
  return sentences.join(' ');
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
