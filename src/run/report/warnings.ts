import type { RowStatus } from '../../contracts/dataset.ts';
import type { ScoreNote } from '../../contracts/metric.ts';
import type { CellReport, MoneyReport, RunReport } from '../../contracts/report.ts';
import { formatUsd } from '../../core/money.ts';
import { CONTROL_ARMS, missingControls } from '../config/control-arms.ts';
import type { RunManifest } from '../manifest.ts';
import { cellName } from '../report-format/cell-names.ts';
import type { RecordFacts, UnitFacts } from './unit-facts.ts';

const STATUS_WARNINGS: Readonly<Partial<Record<RowStatus, string>>> = {
  rebuilt:
    'was rebuilt from its sources; scores should be close to, but are not, the published ones',
  partial: 'is a part of the published data: not the benchmark’s own score',
  'stand-in': 'stands in for the published data: not the benchmark’s own score',
  unverified: 'has not been compared with the published data',
  'open-corpus': 'is of the open corpus, generated here: not MemoryAgentBench',
  locomo:
    'is LoCoMo, not MemoryAgentBench; some of its accepted answers are known to be wrong ' +
    '(issues 27, 34 and 42 of its repository)',
  longmemeval: 'is LongMemEval’s own file, not MemoryAgentBench',
  'own-data': 'is your own data, not MemoryAgentBench',
};

/** What a reader must know before using the numbers of a run, most important first. */
export function reportWarnings(
  manifest: RunManifest,
  cells: readonly CellReport[],
  units: readonly UnitFacts[],
  totals: MoneyReport,
): RunReport['warnings'] {
  const answers = answersByCell(cells, units);
  return [
    ...(manifest.data.openCorpus
      ? ['The data is the open corpus, generated here: these are not MemoryAgentBench scores.']
      : []),
    ...(manifest.reader.note ? [manifest.reader.note] : []),
    ...promptsWarning(manifest),
    ...pluginWarnings(manifest),
    ...controlWarning(manifest),
    ...statusWarnings(manifest.data.openCorpus ? [] : cells),
    ...intervalWarning(cells),
    ...unknownWarning(totals),
    ...importedWarning(units),
    ...unscoredWarnings(cells),
    ...answerWarnings(answers),
    ...noteWarnings(answers),
    ...truncationWarnings(answers),
    ...estimateWarning(cells),
  ];
}

/** The answers of finished contexts, by what people call their cell. */
type CellAnswers = ReadonlyMap<string, readonly RecordFacts[]>;

function answersByCell(cells: readonly CellReport[], units: readonly UnitFacts[]): CellAnswers {
  const unitsOf = Map.groupBy(units, ({ unit }) => unit.cellId);
  return new Map(
    cells.map((cell) => [
      cellName(cell),
      (unitsOf.get(cell.cellId) ?? []).flatMap(({ done }) => done?.records ?? []),
    ]),
  );
}

function importedWarning(units: readonly UnitFacts[]): string[] {
  const imported = units.reduce((sum, { done }) => sum + (done?.imported ?? 0), 0);
  if (imported === 0) return [];
  return [
    `${imported} replies were imported from another ledger: they are in the standalone cost, not in ` +
      'what was paid here, and nobody here saw them being sent.',
  ];
}

function promptsWarning({ prompts }: RunManifest): string[] {
  if (!prompts) return [];
  return [`The prompts are those of ${prompts.file} (${prompts.version}), not mab’s own.`];
}

function pluginWarnings({ plugins = [] }: RunManifest): string[] {
  return plugins.map(
    ({ method, source, sha256 }) =>
      `${method} is a plug-in (${source}, SHA-256 ${sha256.slice(0, 12)}…), no part of mab.`,
  );
}

/** Old manifests say nothing of `controls`. */
function controlWarning({ cells, config }: RunManifest): string[] {
  const missing = missingControls(cells.map(({ method }) => ({ id: method })));
  if (missing.length === 0) return [];
  const { controls } = (config ?? {}) as { readonly controls?: unknown };
  const arms = missing.length === CONTROL_ARMS.length ? '' : `: ${missing.join(', ')}`;
  return [
    `Control arms: not run${arms}${controls === false ? ' (controls: false)' : ''}. Without floor ` +
      'and ceiling nobody can tell how much of a score is owed to the memory.',
  ];
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

/** Of cells whose score does not come from judges: the others are blank. */
function unscoredWarnings(cells: readonly CellReport[]): string[] {
  return cells.flatMap((cell) => {
    const { judged, metric } = cell;
    if (!judged || judged.metrics.includes(metric) || judged.scored === judged.planned) return [];
    const codes = Object.entries(judged.unscored).map(([code, count]) => `${code} ${count}`);
    const why = codes.length > 0 ? ` (${codes.join(', ')})` : '';
    const missing = `${judged.planned - judged.scored} of ${judged.planned} verdicts`;
    return [`${cellName(cell)} has no score by judges: ${missing} are missing${why}.`];
  });
}

function answerWarnings(answers: CellAnswers): string[] {
  return [
    ...counted(answers, 'are empty; they score as wrong', { isNoted: ({ isEmpty }) => isEmpty }),
    ...counted(answers, 'were cut at the output limit', {
      isNoted: ({ finish }) => finish === 'length',
    }),
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
  [
    'abstained',
    'substring_lenient',
    'say that they do not know and name the accepted answer on the way: substring_exact_match ' +
      'counts them as right, substring_lenient does not',
  ],
];

/** What scorers noted of answers, where it bears on how a score is to be read. */
function noteWarnings(answers: CellAnswers): string[] {
  return NOTE_WARNINGS.flatMap(([note, metric, warning]) =>
    counted(answers, warning, {
      isPossible: ({ scores }) => scores[metric] !== undefined,
      isNoted: ({ notes, scores }) =>
        notes.includes(note) && (note !== 'abstained' || scores.substring_exact_match === 1),
    }),
  );
}

interface Counting {
  readonly isNoted: (record: RecordFacts) => boolean;
  /** Answers to which it could apply. */
  readonly isPossible?: (record: RecordFacts) => boolean;
}

/** `3 of 700 answers …: 3 of bm25 (current) on icl_banking77_5900shot_balance.` */
function counted(
  answers: CellAnswers,
  what: string,
  { isNoted, isPossible = () => true }: Counting,
): string[] {
  let possible = 0;
  let noted = 0;
  const byCell: (readonly [name: string, count: number])[] = [];
  for (const [name, records] of answers) {
    const ofCell = records.filter(isPossible);
    const count = ofCell.filter(isNoted).length;
    possible += ofCell.length;
    noted += count;
    if (count > 0) byCell.push([name, count]);
  }
  if (noted === 0) return [];
  const where = listed(byCell, (name, count) => `${count} of ${name}`);
  return [`${noted} of ${possible} answers ${what}: ${where}.`];
}

function truncationWarnings(answers: CellAnswers): string[] {
  const byCell = [...answers].flatMap(([name, records]) => {
    const most = records.reduce((max, { droppedTokens }) => Math.max(max, droppedTokens), 0);
    return most === 0 ? [] : [[name, most] as const];
  });
  if (byCell.length === 0) return [];
  const where = listed(byCell, (name, most) => `up to ${most} tokens of ${name}`);
  return [`A part of the context was left out, and no reader saw it: ${where}.`];
}

/** Cells that a warning has room for. */
const LISTED_MAX = 4;

/** The cells that a warning is about, those that it concerns most first. */
function listed(
  byCell: readonly (readonly [name: string, count: number])[],
  text: (name: string, count: number) => string,
): string {
  const sorted = byCell.toSorted(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, LISTED_MAX).map(([name, count]) => text(name, count));
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function estimateWarning(cells: readonly CellReport[]): string[] {
  if (!cells.some(({ calls, usage }) => calls > 0 && usage.source === 'estimated')) return [];
  return ['Some tokens are our own count (o200k_base), because the provider reported none.'];
}
