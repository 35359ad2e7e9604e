import type {
  CellChange,
  ChangedQuestion,
  ComparedRun,
  RunComparison,
} from '../../contracts/comparison.ts';
import type { CellReport } from '../../contracts/report.ts';
import { methodName } from './cell-names.ts';
import { intervalText } from './number-text.ts';
import { differenceText, pValueText } from './pair-text.ts';
import { medianTimeText, questionCostText, questionTokensText } from './question-costs.ts';
import type { ReportView, TableView } from './table-view.ts';

/** Changed questions of a cell that a table has room for. */
const CHANGED_MAX = 10;

/** A comparison as headings, tables and sentences, for terminal and Markdown. */
export function comparisonView(comparison: RunComparison): ReportView {
  const { before, after, changes, settings, warnings } = comparison;
  return {
    heading: `${before.runId} → ${after.runId}`,
    facts: [
      { name: 'Before', text: runText(before) },
      { name: 'After', text: runText(after) },
    ],
    tables: [
      ...(changes.length > 0 ? [scoreChanges(changes), costChanges(changes)] : []),
      ...(changes.some(({ won, lost }) => won.length + lost.length > 0)
        ? [questionChanges(changes)]
        : []),
      ...(settings.length > 0 ? [settingTable(comparison)] : []),
    ],
    legend: [
      'Scores in percent with their 95 % interval. difference: after minus before, in percentage ' +
        'points, over the questions that both have. won: wrong before, right after. lost: the ' +
        'other way round.',
    ],
    reasons: [],
    warnings: [...warnings, ...missingTexts(comparison)],
  };
}

/** Cells that only one of the runs has, as sentences. */
export function missingTexts({ onlyBefore, onlyAfter }: RunComparison): string[] {
  const text = (names: readonly string[], where: string): string[] =>
    names.length === 0 ? [] : [`Only in the run ${where}: ${names.join(', ')}.`];
  return [...text(onlyBefore, 'before'), ...text(onlyAfter, 'after')];
}

/** A run in a line: its model, and when it was made. */
export function runText({ reader, createdAt, state, data }: ComparedRun): string {
  const day = createdAt.slice(0, 16).replace('T', ' ');
  return `${reader.model}, ${data.label}, made ${day} UTC, ${state}`;
}

/** What was compared; two names where the methods differ. */
export function changeName({ dataset, before, after }: CellChange): string {
  const [earlier, later] = [methodName(before), methodName(after)];
  return `${dataset}: ${earlier === later ? later : `${earlier} → ${later}`}`;
}

/** `better`, `worse`, `inside the noise`, or `no difference` on any question. */
export function changeVerdict({ paired }: CellChange): string {
  const { firstHigher, secondHigher } = paired.questions;
  if (firstHigher + secondHigher === 0) return 'no difference';
  if (paired.better === 'undecided') return 'inside the noise';
  return paired.better === 'first' ? 'better' : 'worse';
}

function scoreChanges(changes: readonly CellChange[]): TableView {
  return {
    title: 'Scores',
    columns: heads('before', 'after', 'difference', 'p', 'verdict', 'questions', 'won', 'lost'),
    rows: changes.map((change) => [
      changeName(change),
      scoreOf(change.before),
      scoreOf(change.after),
      differenceText(change.paired),
      pValueText(change.paired.adjustedPValue),
      changeVerdict(change),
      String(change.paired.questions.paired),
      String(change.won.length),
      String(change.lost.length),
    ]),
  };
}

function scoreOf({ score }: CellReport): string {
  return score ? intervalText(score) : '—';
}

function costChanges(changes: readonly CellChange[]): TableView {
  const both = ({ before, after }: CellChange, text: (cell: CellReport) => string): string =>
    `${text(before)} → ${text(after)}`;
  return {
    title: 'Per question',
    columns: heads('tokens', 'alone', 'p50'),
    rows: changes.map((change) => [
      changeName(change),
      both(change, questionTokensText),
      both(change, questionCostText),
      both(change, medianTimeText),
    ]),
  };
}

function questionChanges(changes: readonly CellChange[]): TableView {
  const rows = (change: CellChange, kind: 'won' | 'lost'): string[][] => {
    const all: readonly ChangedQuestion[] = change[kind];
    const more = all.length - CHANGED_MAX;
    return [
      ...all.slice(0, CHANGED_MAX).map(({ questionId }) => [questionId, kind, changeName(change)]),
      ...(more > 0 ? [[`… and ${more} more: --format json`, kind, changeName(change)]] : []),
    ];
  };
  return {
    title: 'Questions that changed',
    columns: [
      { title: ['question'], align: 'left' },
      { title: [''], align: 'left' },
      { title: ['cell'], align: 'left' },
    ],
    rows: changes.flatMap((change) => [...rows(change, 'won'), ...rows(change, 'lost')]),
  };
}

function settingTable({ settings }: RunComparison): TableView {
  return {
    title: 'Settings that differ',
    columns: heads('before', 'after'),
    rows: settings.map(({ path, before = '—', after = '—' }) => [path, before, after]),
  };
}

function heads(...titles: readonly string[]): TableView['columns'] {
  return [
    { title: [''], align: 'left' },
    ...titles.map((title) => ({ title: [title], align: 'right' as const })),
  ];
}
