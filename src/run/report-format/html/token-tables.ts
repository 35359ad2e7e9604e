import type { Phase } from '../../../contracts/memory-method.ts';
import type { CellReport } from '../../../contracts/report.ts';
import { formatUsd } from '../../../core/money.ts';
import { durationText } from '../../../core/number-text.ts';
import { savingText } from '../caching-text.ts';
import { tokensText } from '../number-text.ts';
import { allTokens, tokensIn } from '../question-costs.ts';
import { html, type Markup } from './markup.ts';
import { type MethodNames, methodLabel } from './method-names.ts';
import { pageTable } from './table.ts';

const PHASES = ['memorize', 'finalize', 'retrieve', 'answer', 'judge'] as const satisfies Phase[];

/** Per dataset and method: tokens by phase, calls, money and times. */
export function tokenTables(cells: readonly CellReport[], names: MethodNames): Markup {
  const phases = PHASES.filter((phase) => cells.some((cell) => cell.phases[phase]));
  const tables = [...Map.groupBy(cells, ({ dataset }) => dataset)].map(([dataset, ofDataset]) =>
    tokenTable(dataset, ofDataset, { names, phases }),
  );
  const items = phases.map(
    (phase) => html`<li><svg width="14" height="14" aria-hidden="true"><rect class="phase-${phase}"
 width="14" height="14"/></svg> ${phase}</li>`,
  );
  return html`<ul class="legend">${items}</ul>${tables}`;
}

function tokenTable(
  dataset: string,
  cells: readonly CellReport[],
  { names, phases }: { readonly names: MethodNames; readonly phases: readonly Phase[] },
): Markup {
  const most = Math.max(...cells.map(allTokens));
  const hasCaching = cells.some(({ caching }) => caching);
  const hasUnknown = cells.some(({ money }) => money.unknownAttempts > 0);
  return pageTable({
    caption: html`<bdi>${dataset}</bdi>`,
    head: [
      { title: 'method', align: 'left' },
      { title: 'all tokens', align: 'left' },
      ...phases.map((phase) => ({ title: html`${phase}<br><span class="quiet">in / out</span>` })),
      { title: 'calls' },
      { title: 'paid' },
      { title: 'alone' },
      ...(hasCaching ? [{ title: 'prompt caching' }] : []),
      ...(hasUnknown ? [{ title: 'unknown' }] : []),
      { title: 'p50' },
      { title: 'p95' },
      { title: 'build' },
    ],
    groups: [
      {
        rows: cells.map((cell) => [
          methodLabel(cell, names),
          tokenBar(cell, phases, most),
          ...phases.map((phase) => phaseText(cell, phase)),
          String(cell.calls),
          formatUsd(BigInt(cell.money.paidPicoUsd)),
          formatUsd(BigInt(cell.money.standalonePicoUsd)),
          ...(hasCaching ? [cell.caching ? savingText(cell.caching) : '–'] : []),
          ...(hasUnknown ? [unknownText(cell)] : []),
          ...[cell.latencyMs?.p50, cell.latencyMs?.p95, cell.memoryConstructionMs].map(timeText),
        ]),
      },
    ],
  });
}

function phaseText({ phases }: CellReport, phase: Phase): string {
  const usage = phases[phase]?.usage;
  if (!usage) return '–';
  const { outputTokens, source } = usage;
  return `${tokensText(tokensIn(usage), source)} / ${tokensText(outputTokens, source)}`;
}

function unknownText({ money }: CellReport): string {
  return money.unknownAttempts === 0 ? '–' : `≤ ${formatUsd(BigInt(money.unknownPicoUsd))}`;
}

function timeText(ms: number | undefined): string {
  return ms === undefined ? '–' : durationText(ms);
}

const BAR_WIDTH = 120;

/** Length by tokens, on the scale of the dataset's largest. */
function tokenBar(cell: CellReport, phases: readonly Phase[], most: number): Markup {
  let from = 0;
  const parts = phases.map((phase) => {
    const usage = cell.phases[phase]?.usage;
    const width = usage && most > 0 ? (allTokens({ usage }) / most) * BAR_WIDTH : 0;
    const x = from;
    from += width;
    return html`<rect class="phase-${phase}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="14"/>`;
  });
  return html`<svg class="bar short" viewBox="0 0 ${BAR_WIDTH} 14"
 preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
${tokensText(allTokens(cell), cell.usage.source)}`;
}
