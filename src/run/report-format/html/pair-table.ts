import type { PairReport } from '../../../contracts/report.ts';
import { percentText } from '../number-text.ts';
import { html, type Markup } from './markup.ts';
import { pageTable } from './table.ts';

/** Methods compared question by question, a row per pair. */
export function pairTable(pairs: readonly PairReport[], caption: string): Markup {
  return pageTable({
    caption,
    head: [
      { title: 'dataset', align: 'left' },
      { title: 'compared', align: 'left' },
      { title: 'scores' },
      { title: 'difference' },
      { title: '95 % interval', align: 'left' },
      { title: 'questions' },
      { title: 'verdict', align: 'left' },
    ],
    rows: pairs.map((pair) => [
      html`<bdi>${pair.dataset}</bdi>`,
      html`${pair.first.name}<br><span class="quiet">against</span> ${pair.second.name}`,
      html`${percentText(pair.first.score)}<br>${percentText(pair.second.score)}`,
      signedText(pair.difference.mean),
      html`${differenceBar(pair)} ${signedText(pair.difference.low)} to ${signedText(pair.difference.high)}`,
      String(pair.paired),
      verdictText(pair),
    ]),
  });
}

/** `+3.0`, `−3.0`, `0.0`: percentage points. */
export function signedText(difference: number): string {
  const text = percentText(Math.abs(difference));
  if (text === '0.0') return text;
  return `${difference > 0 ? '+' : '−'}${text}`;
}

/** What a pair says, in words. */
export function verdictText({ verdict, first, second }: PairReport): string {
  if (verdict === 'higher') return `${first.name} is better`;
  if (verdict === 'lower') return `${second.name} is better`;
  return 'inside the noise';
}

/** From −100 to +100, with 0 in the middle. */
function differenceBar({ difference: { mean, low, high }, verdict }: PairReport): Markup {
  const at = (value: number): string => (50 + value * 50).toFixed(1);
  return html`<svg class="range ${verdict}" width="104" height="12" viewBox="-2 0 104 12" aria-hidden="true">
<line class="track" x1="0" x2="100" y1="6" y2="6"/><line class="zero" x1="50" x2="50" y1="0" y2="12"/>
<line class="span" x1="${at(low)}" x2="${at(high)}" y1="6" y2="6"/>
<circle cx="${at(mean)}" cy="6" r="3"/></svg>`;
}
