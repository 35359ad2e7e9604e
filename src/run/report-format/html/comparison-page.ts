import type { CellChange, ChangedQuestion, RunComparison } from '../../../contracts/comparison.ts';
import { methodName } from '../cell-names.ts';
import { changeVerdict, missingTexts, runText } from '../comparison-view.ts';
import { percentText } from '../number-text.ts';
import { differenceText, pValueText } from '../pair-text.ts';
import { medianTimeText, questionCostText, questionTokensText } from '../question-costs.ts';
import { html, type Markup } from './markup.ts';
import { pageText, type Section } from './page-frame.ts';
import { differenceBar, reachOf } from './pair-table.ts';
import { pageTable } from './table.ts';

/** Two runs side by side as one HTML file that needs nothing else, and no script. */
export function comparisonPage(comparison: RunComparison): string {
  const { before, after, warnings, settings } = comparison;
  return pageText({
    title: `${before.name} and ${after.name} compared`,
    heading: html`<bdi>${before.name}</bdi> → <bdi>${after.name}</bdi>`,
    facts: [
      { name: 'Before', text: html`<code>${before.runId}</code><br>${runText(before)}` },
      { name: 'After', text: html`<code>${after.runId}</code><br>${runText(after)}` },
    ],
    warnings: [...warnings, ...missingTexts(comparison)],
    sections: [
      scoreSection(comparison),
      costSection(comparison),
      questionSection(comparison),
      ...(settings.length > 0 ? [settingSection(comparison)] : []),
    ],
    madeBy: after.versions.mab,
  });
}

function scoreSection({ changes }: RunComparison): Section {
  const reach = reachOf(changes.map(({ paired }) => paired));
  return {
    id: 'scores',
    title: 'Scores',
    intro:
      'Differences are after minus before, in percentage points, over the questions that both ' +
      'runs have, with their 95 % interval.',
    content: pageTable({
      caption: 'Scores in percent',
      head: [
        { title: 'method', align: 'left' },
        { title: 'before' },
        { title: 'after' },
        { title: 'difference', align: 'left' },
        { title: 'p' },
        { title: 'verdict', align: 'left' },
        { title: 'questions' },
      ],
      groups: byDataset(changes, (change) => [
        methodsOf(change),
        percentText(change.paired.second.score),
        percentText(change.paired.first.score),
        html`${differenceText(change.paired)}<br>${differenceBar(change.paired, reach)}`,
        pValueText(change.paired.adjustedPValue),
        changeVerdict(change),
        String(change.paired.questions.paired),
      ]),
    }),
  };
}

function costSection({ changes }: RunComparison): Section {
  return {
    id: 'costs',
    title: 'Cost and time',
    intro: 'Per answered question, before → after. alone: with nothing in the ledger.',
    content: pageTable({
      caption: 'Per question',
      head: [
        { title: 'method', align: 'left' },
        { title: 'tokens' },
        { title: 'alone' },
        { title: 'median time' },
      ],
      groups: byDataset(changes, (change) => [
        methodsOf(change),
        ...[questionTokensText, questionCostText, medianTimeText].map(
          (text) => `${text(change.before)} → ${text(change.after)}`,
        ),
      ]),
    }),
  };
}

function byDataset(
  changes: readonly CellChange[],
  row: (change: CellChange) => readonly (Markup | string)[],
) {
  return [...Map.groupBy(changes, ({ dataset }) => dataset)].map(([dataset, ofDataset]) => ({
    title: html`<b><bdi>${dataset}</bdi></b>`,
    rows: ofDataset.map(row),
  }));
}

function methodsOf({ before, after }: CellChange): Markup {
  const [earlier, later] = [methodName(before), methodName(after)];
  return earlier === later ? html`${later}` : html`${earlier}<br>→ ${later}`;
}

/** Changed questions of a cell that the page shows; JSON has all. */
const CHANGED_MAX = 200;

function questionSection({ changes }: RunComparison): Section {
  const changed = changes.filter(({ won, lost }) => won.length + lost.length > 0);
  return {
    id: 'questions',
    title: 'Questions that changed',
    intro: 'won: wrong before and right after. lost: the other way round.',
    content: html`${changed.length === 0 ? html`<p>None.</p>` : undefined}${changed.map(
      (change) => html`<h3><bdi>${change.dataset}</bdi>: ${methodsOf(change)}</h3>
${change.won.length > 0 ? changedList('won', change.won) : undefined}
${change.lost.length > 0 ? changedList('lost', change.lost) : undefined}`,
    )}`,
  };
}

function changedList(kind: string, questions: readonly ChangedQuestion[]): Markup {
  const more = questions.length - CHANGED_MAX;
  return html`<details><summary>${kind}: ${questions.length}</summary><ol class="changed">
${questions.slice(0, CHANGED_MAX).map(
  ({ questionId, question, accepted, answerBefore, answerAfter }) => html`<li>
<p dir="auto"><b>${question}</b> <span class="quiet">${questionId}</span></p>
<dl class="pairs"><dt>accepted</dt><dd dir="auto">${accepted.join(' | ')}</dd>
<dt>before</dt><dd dir="auto">${answerBefore}</dd>
<dt>after</dt><dd dir="auto">${answerAfter}</dd></dl></li>\n`,
)}</ol>${more > 0 ? html`<p>… and ${more} more: <code>--format json</code></p>` : undefined}</details>`;
}

function settingSection({ settings }: RunComparison): Section {
  return {
    id: 'settings',
    title: 'Settings that differ',
    intro: 'Of the configurations with all defaults, and of the versions.',
    content: pageTable({
      caption: 'Settings',
      head: [
        { title: 'setting', align: 'left' },
        { title: 'before', align: 'left' },
        { title: 'after', align: 'left' },
      ],
      groups: [
        {
          rows: settings.map(({ path, before = '—', after = '—' }) => [
            html`<code>${path}</code>`,
            before,
            after,
          ]),
        },
      ],
    }),
  };
}
