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
const AREA = { left: 34, right: 318, top: 12, bottom: 190 };

/**
 * Score against something that is better small. The methods that no other one beats are joined by a
 * line. Control arms are dashed lines at their score: what they cost is nobody's choice.
 */
export function scatterPlot(points: readonly PlotPoint[], text: PlotText): Markup {
  const methods = points.filter(({ controlArm }) => !controlArm);
  const scale = createScale(methods.map(({ x }) => x));
  const atX = (x: number): number => AREA.left + scale.position(x) * (AREA.right - AREA.left);
  const front = paretoFront(methods);
  const placed = methods.map((point) => ({
    ...{ point, x: atX(point.x), y: atY(point.y), onFront: front.includes(point) },
  }));
  const labels = placeLabels(
    placed.map(({ x, y, point }) => ({ x, y, text: point.letter })),
    { left: AREA.left, right: AREA.right, top: 0, bottom: AREA.bottom },
  );
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
 aria-labelledby="${text.id}-title ${text.id}-text">
<title id="${text.id}-title">${text.title}</title>
<desc id="${text.id}-text">${describe(points, front, text)}</desc>
${yAxis()}${xAxis(scale, atX, text)}
${controlLines(points.filter(({ controlArm }) => controlArm))}
${frontLine(front.map(({ x, y }) => [atX(x), atY(y)]))}
${placed.toSorted((a, b) => Number(a.onFront) - Number(b.onFront)).map(mark)}
${labels.map(
  ({ x, y, text: letter }) => html`<text class="letter" x="${px(x)}" y="${px(y)}">${letter}</text>`,
)}
</svg>`;
}

/** The nearest that two letters at the right edge may stand. */
const LETTER_GAP = 12;

function controlLines(controls: readonly PlotPoint[]): Markup[] {
  let lowest = Number.NEGATIVE_INFINITY;
  return controls
    .toSorted((a, b) => b.y - a.y)
    .map(({ y: score, letter, name }) => {
      const y = atY(score);
      lowest = Math.max(y, lowest + LETTER_GAP);
      return html`<g><title>${name}</title>
<line class="control" x1="${AREA.left}" x2="${AREA.right}" y1="${px(y)}" y2="${px(y)}"/>
<text class="letter" x="${AREA.right + 9}" y="${px(lowest)}">${letter}</text></g>`;
    });
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

function describe(
  points: readonly PlotPoint[],
  front: readonly PlotPoint[],
  { xText }: PlotText,
): string {
  const sentences = points.map((point) => {
    const { name, x, y, controlArm } = point;
    const role = controlArm
      ? ', control arm'
      : front.includes(point)
        ? ', on the Pareto front'
        : '';
    return `${name}: ${(y * 100).toFixed(1)} % at ${xText(x)}${role}.`;
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
  const kind = onFront ? 'best' : 'other';
  const [low, high] = [px(atY(point.low)), px(atY(point.high))];
  return html`<g><title>${point.name}</title>
<line class="whisker ${kind}" x1="${px(x)}" x2="${px(x)}" y1="${low}" y2="${high}"/>
<circle class="mark ${kind}" cx="${px(x)}" cy="${px(y)}" r="4.5"/></g>`;
}

function px(length: number): string {
  return String(Math.round(length * 10) / 10);
}
