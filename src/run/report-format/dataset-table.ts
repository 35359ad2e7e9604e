import type { CellReport, PairReport } from '../../contracts/report.ts';
import { formatUsd } from '../../core/money.ts';
import { durationText } from '../../core/number-text.ts';
import type { BlankReasons } from './blank-reasons.ts';
import { savingText } from './caching-text.ts';
import { datasetName, rowName, statusText } from './cell-names.ts';
import { intervalText, percentText, tokensText } from './number-text.ts';
import { distanceText } from './pair-text.ts';
import { tokensRead } from './question-costs.ts';
import { metricsText, scoreText } from './score-table.ts';
import type { TableView } from './table-view.ts';

interface Column {
  readonly title: string;
  readonly text: (cell: CellReport) => string;
  /** Left out where it would say nothing. */
  readonly isNeeded?: (cell: CellReport) => boolean;
  readonly wideOnly?: boolean;
}

export interface DatasetTableOptions {
  readonly reasons: BlankReasons;
  /** Of the whole run. */
  readonly comparisons: readonly PairReport[];
  /** With the columns that a terminal has no room for. */
  readonly wide: boolean;
}

/** One dataset: a row per method with score, both denominators, tokens, calls, money and time. */
export function datasetTable(
  cells: readonly CellReport[],
  { reasons, comparisons, wide }: DatasetTableOptions,
): TableView {
  const columns = [
    { title: 'score', text: (cell: CellReport) => scoreText(cell, reasons) },
    standingColumn(comparisons, wide),
    ...COLUMNS,
    ...(wide ? metricColumns(cells) : []),
  ].filter(
    ({ isNeeded, wideOnly }: Column) => (wide || !wideOnly) && (!isNeeded || cells.some(isNeeded)),
  );
  return {
    title: `${datasetName(cells)}: ${metricsText(cells)}, ${statusText(cells)}`,
    columns: [
      { title: ['method'], align: 'left' },
      ...columns.map(({ title }) => ({ title: [title], align: 'right' as const })),
    ],
    rows: cells.map((cell) => [rowName(cell), ...columns.map(({ text }) => text(cell))]),
  };
}

/** Beside a published score. */
const VERDICT_SIGNS = { agrees: '=', differs: '≠', 'not-comparable': '?' } as const;

const COLUMNS: readonly Column[] = [
  {
    title: 'paper',
    text: ({ published }) =>
      published ? `${percentText(published.score)} ${VERDICT_SIGNS[published.verdict]}` : '',
    isNeeded: ({ published }) => published !== undefined,
  },
  {
    title: 'contexts',
    text: ({ contexts }) => `${contexts.done}/${contexts.planned}`,
    isNeeded: ({ contexts }) => contexts.planned > 1,
  },
  {
    title: 'answered',
    text: ({ questions }) => `${questions.answered}/${questions.planned}`,
  },
  {
    title: 'judged',
    text: ({ judged }) => (judged ? `${judged.scored}/${judged.planned}` : ''),
    isNeeded: ({ judged }) => judged !== undefined,
  },
  {
    title: 'by judges',
    text: byJudges,
    isNeeded: ({ metric, judged }) => judged !== undefined && !judged.metrics.includes(metric),
  },
  {
    title: 'misread',
    text: ({ outcomes }) => (outcomes ? String(outcomes.misread) : ''),
    isNeeded: isSplit,
  },
  {
    title: 'missed',
    text: ({ outcomes }) => (outcomes ? String(outcomes.missed) : ''),
    isNeeded: isSplit,
  },
  {
    title: 'seen',
    text: ({ answerInContext: share }) => (share === undefined ? '' : percentText(share)),
    isNeeded: ({ answerInContext }) => answerInContext !== undefined,
  },
  {
    title: 'in',
    text: ({ usage }) => tokensText(tokensRead(usage), usage.source),
  },
  {
    title: 'cached',
    text: ({ usage }) => tokensText(usage.cachedInputTokens, usage.source),
    isNeeded: ({ usage }) => usage.cachedInputTokens > 0,
    wideOnly: true,
  },
  {
    title: 'embedded',
    text: ({ usage }) => tokensText(usage.embeddedTokens ?? 0, usage.source),
    isNeeded: ({ usage }) => (usage.embeddedTokens ?? 0) > 0,
    wideOnly: true,
  },
  { title: 'out', text: ({ usage }) => tokensText(usage.outputTokens, usage.source) },
  { title: 'calls', text: ({ calls }) => String(calls) },
  { title: 'paid', text: ({ money }) => usdText(money.paidPicoUsd) },
  { title: 'alone', text: ({ money }) => usdText(money.standalonePicoUsd) },
  {
    title: 'prompt caching',
    text: ({ caching }) => (caching ? savingText(caching) : ''),
    isNeeded: ({ caching }) => caching !== undefined,
    wideOnly: true,
  },
  {
    title: 'unknown',
    text: ({ money }) => (money.unknownAttempts > 0 ? `≤ ${usdText(money.unknownPicoUsd)}` : ''),
    isNeeded: ({ money }) => money.unknownAttempts > 0,
  },
  { title: 'p50', text: (cell) => latencyText(cell, 'p50') },
  { title: 'p95', text: (cell) => latencyText(cell, 'p95'), wideOnly: true },
  {
    title: 'build',
    text: ({ memoryConstructionMs: ms }) => (ms === undefined ? '' : durationText(ms)),
    wideOnly: true,
  },
  { title: 'chunks', text: ({ chunks }) => String(chunks), wideOnly: true },
];

/** What judges give where it is not the score itself; a dash where verdicts are missing. */
function byJudges({ judged, metrics }: CellReport): string {
  const interval = metrics[judged?.metrics[0] ?? ''];
  return interval ? intervalText(interval) : '—';
}

/** Whether anything is known of why answers are wrong. */
export function isSplit({ outcomes }: CellReport): boolean {
  return outcomes !== undefined && outcomes.misread + outcomes.missed > 0;
}

/** How far each method lies from the one with the highest score, question by question. */
function standingColumn(comparisons: readonly PairReport[], wide: boolean): Column {
  const best = new Set(comparisons.map(({ first }) => first.cellId));
  const toBest = new Map(comparisons.map((pair) => [pair.second.cellId, pair]));
  const isCompared = ({ cellId }: CellReport): boolean => best.has(cellId) || toBest.has(cellId);
  return {
    title: 'to best',
    text: ({ cellId }) => (best.has(cellId) ? 'best' : distanceText(toBest.get(cellId), wide)),
    isNeeded: isCompared,
  };
}

function usdText(picoUsd: string): string {
  return formatUsd(BigInt(picoUsd));
}

function latencyText({ latencyMs }: CellReport, percentile: 'p50' | 'p95'): string {
  if (!latencyMs) return '';
  return `${durationText(latencyMs[percentile])}${latencyMs.replayed ? ' r' : ''}`;
}

/** The metrics that are not the score. */
function metricColumns(cells: readonly CellReport[]): Column[] {
  const names = new Set(
    cells.flatMap(({ metric, metrics }) => Object.keys(metrics).filter((name) => name !== metric)),
  );
  return [...names].sort().map((name) => ({
    title: name,
    text: ({ metrics }) => {
      const interval = metrics[name];
      return interval ? intervalText(interval) : '';
    },
  }));
}
