import type { PairReport } from '../../../contracts/report.ts';
import { percentText } from '../number-text.ts';
import { differenceText, pValueText } from '../pair-text.ts';
import { html, type Markup } from './markup.ts';
import { pageTable } from './table.ts';

/** Per dataset the best method against each other one, question by question. */
export function pairTable(pairs: readonly PairReport[]): Markup {
  const groups = [...Map.groupBy(pairs, ({ dataset }) => dataset)].map(([dataset, ofDataset]) => {
    const best = ofDataset[0]?.first;
    return {
      title: html`<bdi>${dataset}</bdi>: <b>${best?.name}</b>, ${percentText(best?.score ?? 0)}, against`,
      rows: ofDataset.map(pairRow),
    };
  });
  return pageTable({
    caption: 'Differences in percentage points, with their 95 % interval',
    head: [
      { title: 'method', align: 'left' },
      { title: 'score' },
      { title: 'difference', align: 'left' },
      { title: 'p' },
      { title: 'verdict', align: 'left' },
      { title: 'questions' },
    ],
    groups,
  });
}

function pairRow(pair: PairReport): (Markup | string)[] {
  return [
    pair.second.name,
    percentText(pair.second.score),
    html`${differenceText(pair)}<br>${differenceBar(pair)}`,
    pValueText(pair.pValue),
    html`${pair.better === 'undecided' ? 'inside the noise' : 'beyond the noise'}${settleText(pair)}`,
    String(pair.questions.paired),
  ];
}

function settleText({ toSettle }: PairReport): Markup | undefined {
  if (toSettle === undefined) return undefined;
  return html`<br><span class="quiet">about ${toSettle} questions would settle it</span>`;
}

/** The difference on a line from −100 to +100, with 0 in the middle. */
export function differenceBar({ difference: { mean, low, high }, better }: PairReport): Markup {
  const at = (value: number): string => (50 + value * 50).toFixed(1);
  return html`<svg class="range ${better}" width="104" height="12" viewBox="-2 0 104 12" aria-hidden="true">
<line class="track" x1="0" x2="100" y1="6" y2="6"/><line class="zero" x1="50" x2="50" y1="0" y2="12"/>
<line class="span" x1="${at(low)}" x2="${at(high)}" y1="6" y2="6"/>
<circle cx="${at(mean)}" cy="6" r="3"/></svg>`;
}
