import type { PairReport } from '../../../contracts/report.ts';
import { percentText } from '../number-text.ts';
import { differenceText, pValueText } from '../pair-text.ts';
import { html, type Markup } from './markup.ts';
import { pageTable } from './table.ts';

/** Per dataset the best method against each other one, question by question. */
export function pairTable(pairs: readonly PairReport[]): Markup {
  const reach = reachOf(pairs);
  const groups = [...Map.groupBy(pairs, ({ dataset }) => dataset)].map(([dataset, ofDataset]) => {
    const best = ofDataset[0]?.first;
    return {
      title: html`<bdi>${dataset}</bdi>: <b>${best?.name}</b>, ${percentText(best?.score ?? 0)}, against`,
      rows: ofDataset.map((pair) => pairRow(pair, reach)),
    };
  });
  return pageTable({
    caption: 'In percentage points',
    head: [
      { title: 'method', align: 'left' },
      { title: 'score' },
      { title: 'difference, 95 % interval', align: 'left' },
      { title: 'p' },
      { title: 'verdict', align: 'left' },
      { title: 'questions' },
    ],
    groups,
  });
}

function pairRow(pair: PairReport, reach: number): (Markup | string)[] {
  return [
    pair.second.name,
    percentText(pair.second.score),
    html`${differenceText(pair)}<br>${differenceBar(pair, reach)}`,
    pValueText(pair.adjustedPValue),
    html`${noiseText(pair)}${settleText(pair)}`,
    String(pair.questions.paired),
  ];
}

function settleText({ toSettle }: PairReport): Markup | undefined {
  if (toSettle === undefined) return undefined;
  return html`<br><span class="quiet">about ${toSettle.toLocaleString('en')} questions would settle it</span>`;
}

function noiseText({ better, questions }: PairReport): string {
  if (questions.firstHigher + questions.secondHigher === 0) return 'no difference';
  return better === 'undecided' ? 'inside the noise' : 'beyond the noise';
}

/** How far from 0 the intervals of some pairs reach; never 0. */
export function reachOf(pairs: readonly PairReport[]): number {
  const bounds = pairs.flatMap(({ difference: { low, high } }) => [-low, high]);
  return Math.max(0.01, ...bounds);
}

/** The difference on a line with 0 in the middle. @param reach  Where the line ends. */
export function differenceBar({ difference, better }: PairReport, reach: number): Markup {
  const { mean, low, high } = difference;
  const at = (value: number): string => (50 + (value / reach) * 50).toFixed(1);
  return html`<svg class="range ${better}" width="104" height="12" viewBox="-2 0 104 12" aria-hidden="true">
<line class="track" x1="0" x2="100" y1="6" y2="6"/><line class="zero" x1="50" x2="50" y1="0" y2="12"/>
<line class="span" x1="${at(low)}" x2="${at(high)}" y1="6" y2="6"/>
<circle cx="${at(mean)}" cy="6" r="3"/></svg>`;
}
