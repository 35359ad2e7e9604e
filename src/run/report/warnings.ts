import type { RowStatus } from '../../contracts/dataset.ts';
import type { ScoreNote } from '../../contracts/metric.ts';
import type { CellReport, MoneyReport, RunReport } from '../../contracts/report.ts';
import { formatUsd } from '../../core/money.ts';
import type { RunManifest } from '../manifest.ts';
import type { RecordFacts, UnitFacts } from './unit-facts.ts';

const STATUS_WARNINGS: Readonly<Partial<Record<RowStatus, string>>> = {
  rebuilt:
    'was rebuilt from its sources; scores should be close to, but are not, the published ones',
  partial: 'is a part of the published data: not the benchmark’s own score',
  'stand-in': 'stands in for the published data: not the benchmark’s own score',
  unverified: 'has not been compared with the published data',
  'open-corpus': 'is of the open corpus, generated here: not MemoryAgentBench',
};

/** What a reader must know before using the numbers of a run, most important first. */
export function reportWarnings(
  manifest: RunManifest,
  cells: readonly CellReport[],
  units: readonly UnitFacts[],
  totals: MoneyReport,
): RunReport['warnings'] {
  return [
    ...(manifest.data.openCorpus
      ? ['The data is the open corpus, generated here: these are not MemoryAgentBench scores.']
      : []),
    ...(manifest.reader.note ? [manifest.reader.note] : []),
    ...pluginWarnings(manifest),
    ...statusWarnings(manifest.data.openCorpus ? [] : cells),
    ...intervalWarning(cells),
    ...unknownWarning(totals),
    ...answerWarnings(units),
    ...noteWarnings(units),
    ...truncationWarnings(cells, units),
    ...estimateWarning(cells),
  ];
}

function pluginWarnings({ plugins = [] }: RunManifest): string[] {
  return plugins.map(
    ({ method, source, sha256 }) =>
      `${method} is a plug-in (${source}, SHA-256 ${sha256.slice(0, 12)}…), no part of mab.`,
  );
}

function statusWarnings(cells: readonly CellReport[]): string[] {
  const statuses = new Map(cells.map(({ dataset, rowStatus }) => [dataset, rowStatus]));
  return [...statuses].flatMap(([dataset, status]) => {
    const warning = STATUS_WARNINGS[status];
    return warning ? [`${dataset} ${warning}.`] : [];
  });
}

function intervalWarning(cells: readonly CellReport[]): string[] {
  const single = cells.filter(({ score }) => score?.basis === 'questions');
  const names = [...new Set(single.map(({ dataset }) => dataset))];
  if (names.length === 0) return [];
  return [
    `Intervals of ${names.join(', ')} are over the questions of one context: ` +
      'how scores vary from context to context is not covered.',
  ];
}

function unknownWarning({ unknownAttempts, unknownPicoUsd }: MoneyReport): string[] {
  if (unknownAttempts === 0) return [];
  return [
    `${unknownAttempts} calls were in flight when a process ended, or were cut off: their ` +
      'outcome is unknown, and they may have cost up to ' +
      `${formatUsd(BigInt(unknownPicoUsd))} more than is shown.`,
  ];
}

function answerWarnings(units: readonly UnitFacts[]): string[] {
  const records = units.flatMap(({ done }) => done?.records ?? []);
  const empty = records.filter(({ isEmpty }) => isEmpty).length;
  const cut = records.filter(({ finish }) => finish === 'length').length;
  return [
    ...(empty > 0 ? [`${empty} of ${records.length} answers are empty; they score as wrong.`] : []),
    ...(cut > 0 ? [`${cut} of ${records.length} answers were cut at the output limit.`] : []),
  ];
}

/** By note: what to say of it, and a score that all answers have to which it could apply. */
const NOTE_WARNINGS: readonly (readonly [ScoreNote, metric: string, warning: string])[] = [
  ['label-unknown', 'label_match', 'name a label that no example has; they score as wrong'],
  ['label-missing', 'label_match', 'name no label; they score as wrong'],
  [
    'items-missing',
    'recall_at_1_lenient',
    'recommend nothing that the table of items has; a strict hit of theirs is chance',
  ],
];

/** What scorers noted of answers, where it bears on how a score is to be read. */
function noteWarnings(units: readonly UnitFacts[]): string[] {
  const all = units.flatMap(({ done }) => done?.records ?? []);
  const counted = (note: ScoreNote, metric: string, where = (_: RecordFacts) => true): string => {
    const possible = all.filter(({ scores }) => scores[metric] !== undefined);
    const noted = possible.filter((record) => record.notes.includes(note) && where(record));
    return noted.length === 0 ? '' : `${noted.length} of ${possible.length} answers`;
  };
  const named = NOTE_WARNINGS.flatMap(([note, metric, warning]) => {
    const count = counted(note, metric);
    return count === '' ? [] : [`${count} ${warning}.`];
  });
  const lucky = counted(
    'abstained',
    'substring_lenient',
    ({ scores }) => scores.substring_exact_match === 1,
  );
  if (lucky === '') return named;
  return [
    ...named,
    `${lucky} say that they do not know and name the accepted answer on the way: ` +
      'substring_exact_match counts them as right, substring_lenient does not.',
  ];
}

function truncationWarnings(cells: readonly CellReport[], units: readonly UnitFacts[]): string[] {
  return cells.flatMap(({ cellId, method, dataset }) => {
    const dropped = units
      .filter(({ unit }) => unit.cellId === cellId)
      .flatMap(({ done }) => done?.records.map(({ droppedTokens }) => droppedTokens) ?? []);
    const most = dropped.reduce((a, b) => Math.max(a, b), 0);
    if (most === 0) return [];
    return [`${method} on ${dataset}: up to ${most} tokens did not fit the reader's window.`];
  });
}

function estimateWarning(cells: readonly CellReport[]): string[] {
  if (!cells.some(({ calls, usage }) => calls > 0 && usage.source === 'estimated')) return [];
  return ['Some tokens are our own count (o200k_base), because the provider reported none.'];
}
