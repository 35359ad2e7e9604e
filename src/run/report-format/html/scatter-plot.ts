import { html, type Markup } from './markup.ts';
import { paretoFront } from './pareto-front.ts';
import { placeLabels } from './place-labels.ts';
import { createScale, type Scale } from './scale.ts';

/** One method in a plot. */
export interface PlotPoint {
  /** The letter that stands for it everywhere on the page. */
  readonly letter: string;
  readonly name: string;
  readonly x: number;
  /** Score and interval, from 0 to 1. */
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly controlArm: boolean;
}

export interface PlotText {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly xTitle: string;
  readonly xText: (x: number) => string;
}

const WIDTH = 340;
const HEIGHT = 230;
const AREA = { left: 34, right: 328, top: 12, bottom: 190 };

/**
 * Score against something that is better small. The methods that no other one beats are joined by a
 * line; control arms are drawn hollow and take no part in that.
 */
export function scatterPlot(points: readonly PlotPoint[], text: PlotText): Markup {
  const scale = createScale(points.map(({ x }) => x));
  const atX = (x: number): number => AREA.left + scale.position(x) * (AREA.right - AREA.left);
  const front = paretoFront(points.filter(({ controlArm }) => !controlArm));
  const placed = points.map((point) => ({
    ...{ point, x: atX(point.x), y: atY(point.y), onFront: front.includes(point) },
  }));
  const labels = placeLabels(
    placed.map(({ x, y, point }) => ({ x, y, text: point.letter })),
    { left: AREA.left, right: WIDTH, top: 0, bottom: AREA.bottom },
  );
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
 aria-labelledby="${text.id}-title ${text.id}-text">
<title id="${text.id}-title">${text.title}</title>
<desc id="${text.id}-text">${describe(placed, text)}</desc>
${yAxis()}${xAxis(scale, atX, text)}
${frontLine(front.map(({ x, y }) => [atX(x), atY(y)]))}
${placed.map(mark)}
${labels.map(
  ({ x, y, text: letter }) => html`<text class="letter" x="${px(x)}" y="${px(y)}">${letter}</text>`,
)}
</svg>`;
}

type Placed = {
  readonly point: PlotPoint;
  readonly x: number;
  readonly y: number;
  readonly onFront: boolean;
};

function atY(y: number): number {
  return AREA.bottom - y * (AREA.bottom - AREA.top);
}

function describe(placed: readonly Placed[], { xText }: PlotText): string {
  const sentences = placed.map(({ point, onFront }) => {
    const role = point.controlArm ? ', control arm' : onFront ? ', on the Pareto front' : '';
    return `${point.name}: ${(point.y * 100).toFixed(1)} % at ${xText(point.x)}${role}.`;
  });
  return sentences.join(' ');
}

function yAxis(): Markup {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((tick) => {
    const y = px(atY(tick));
    return html`<line class="grid" x1="${AREA.left}" x2="${AREA.right}" y1="${y}" y2="${y}"/>
<text class="tick" x="${AREA.left - 6}" y="${y}" text-anchor="end" dy=".32em">${tick * 100}</text>`;
  });
  return html`${ticks}`;
}

function xAxis(scale: Scale, atX: (x: number) => number, { xTitle, xText }: PlotText): Markup {
  const ticks = scale.ticks.map((tick) => {
    const x = px(atX(tick));
    const anchor = atX(tick) > AREA.right - 14 ? 'end' : 'middle';
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${AREA.bottom}" y2="${AREA.bottom + 4}"/>
<text class="tick" x="${x}" y="${AREA.bottom + 17}" text-anchor="${anchor}">${xText(tick)}</text>`;
  });
  const title = scale.isLogarithmic ? `${xTitle}, logarithmic` : xTitle;
  const middle = (AREA.left + AREA.right) / 2;
  return html`${ticks}<text class="axis" x="${middle}" y="${HEIGHT - 6}" text-anchor="middle">${title}</text>`;
}

/** Steps: between two methods of the front, what can be had for the money is the cheaper one. */
function frontLine(points: readonly (readonly [number, number])[]): Markup | undefined {
  const [first, ...others] = points;
  if (!first) return undefined;
  const steps = others.map(([x, y]) => `H${px(x)}V${px(y)}`).join('');
  return html`<path class="front" d="M${px(first[0])} ${px(first[1])}${steps}H${AREA.right}"/>`;
}

function mark({ point, x, y, onFront }: Placed): Markup {
  const kind = point.controlArm ? 'control' : onFront ? 'best' : 'other';
  const shape = point.controlArm
    ? html`<rect class="mark control" x="${px(x - 4)}" y="${px(y - 4)}" width="8" height="8"/>`
    : html`<circle class="mark ${kind}" cx="${px(x)}" cy="${px(y)}" r="4.5"/>`;
  return html`<g><title>${point.name}</title>
<line class="whisker ${kind}" x1="${px(x)}" x2="${px(x)}" y1="${px(atY(point.low))}" y2="${px(atY(point.high))}"/>
${shape}</g>`;
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
