import type { CostLine, CostReport, CostTable } from '../../contracts/cost-report.ts';
import { fineUsd, type PicoUsd } from '../../core/money.ts';
import { counted, shortNumber } from '../../core/number-text.ts';
import { wrapText } from '../report-format/wrap-text.ts';
import { bar } from './bar.ts';

/** Of an overview; what costs most stands first. */
const LINES_MAX = 12;
const BAR_WIDTH = 8;
const GAP = '  ';
const NAME_WIDTH_MIN = 16;
const DASH = '–';

/** A bill for people: the total, its tables, and what has to be known of it. */
export function costText(report: CostReport, { width }: { readonly width: number }): string {
  const { total, tables, notes } = report;
  const isOverview = tables.length > 1;
  const shown = tables.filter(({ lines }) => lines.length > 0);
  return [
    `${titleOf(report)}\n`,
    ...totalLines(total).map((line) => `${line}\n`),
    ...shown.map((table) => `\n${tableText(table, { width, isOverview })}`),
    ...(notes.length === 0 ? [] : ['\n']),
    ...notes.map((note) => `${wrapText(`- ${note}`, width, '  ').join('\n')}\n`),
  ].join('');
}

function titleOf({ runs, since, until }: CostReport): string {
  const of = runs ? runs.join(', ') : 'everything in this workspace';
  const from = since === undefined ? '' : ` from ${since}`;
  const to = until === undefined ? '' : ` until ${until}`;
  return `cost of ${of}${from}${to}`;
}

function totalLines({ paidPicoUsd, standalone, sends, tokens }: CostLine): string[] {
  const alone = standalone ? `; alone ${fineUsd(standalone.picoUsd)}` : '';
  const failed = sends.error === 0 ? '' : `, ${counted(sends.error, 'failed send')}`;
  const counts: readonly [string, number][] = [
    ['uncached', tokens.uncached],
    ['cached', tokens.cached],
    ['cache writes', tokens.cacheWrite],
    ['output', tokens.output],
    ['of it reasoning', tokens.reasoning],
    ['embedded', tokens.embedded],
  ];
  const kinds = counts.filter(([, count]) => count > 0);
  return [
    `paid ${fineUsd(paidPicoUsd)} for ${counted(sends.reply, 'reply', 'replies')}${failed}${alone}`,
    ...(kinds.length === 0
      ? []
      : [`tokens: ${kinds.map(([kind, count]) => `${shortNumber(count)} ${kind}`).join(', ')}`]),
  ];
}

interface Column {
  readonly title: string;
  readonly text: (line: CostLine) => string;
}

const PAID: Column = { title: 'paid', text: ({ paidPicoUsd }) => fineUsd(paidPicoUsd) };
const SHARE: Column = { title: 'share', text: ({ share }) => percent(share) };
const SHARE_BAR: Column = {
  title: 'share',
  text: ({ share }) => `${bar(share, BAR_WIDTH)} ${percent(share)}`,
};
const ALONE: Column = {
  title: 'alone',
  text: ({ standalone }) => (standalone ? fineUsd(standalone.picoUsd) : DASH),
};
const AT_MOST: Column = {
  title: 'unknown',
  text: ({ unknownPicoUsd, openPicoUsd }) => fineUsd(unknownPicoUsd + openPicoUsd),
};
const ANSWERS: readonly Column[] = [
  { title: 'question', text: (line) => each(line, line.answers?.answered) },
  { title: 'right', text: (line) => each(line, line.answers?.right) },
];
const SENDS: Column = {
  title: 'sends',
  text: ({ sends }) => shortNumber(Object.values(sends).reduce((sum, count) => sum + count, 0)),
};

/** Of the standalone cost, so that what others have paid for is in it. */
function each({ standalone }: CostLine, count = 0): string {
  return standalone && count > 0 ? fineUsd(standalone.picoUsd / BigInt(count)) : DASH;
}

function columnsOf(lines: readonly CostLine[], share: Column): Column[] {
  const some = (has: (line: CostLine) => boolean): boolean => lines.some(has);
  return [
    ...[PAID, share],
    ...(some(({ standalone }) => standalone !== undefined) ? [ALONE] : []),
    ...(some(({ answers }) => answers !== undefined) ? ANSWERS : [SENDS]),
    ...(some((line) => line.unknownPicoUsd + line.openPicoUsd > 0n) ? [AT_MOST] : []),
  ];
}

/** Lines whose names are as long as they are, and have room for a bar, or are cut. */
function tableText(
  { by, lines }: CostTable,
  { width, isOverview }: { readonly width: number; readonly isOverview: boolean },
): string {
  const shown = isOverview ? lines.slice(0, LINES_MAX) : lines;
  const names = [by.join(', '), ...shown.map((line) => nameOf(by, line))];
  const longest = Math.max(...names.map((name) => [...name].length));
  const barred = amountLines(shown, columnsOf(shown, SHARE_BAR));
  const hasRoom = longest + (barred[0]?.length ?? 0) <= width;
  const amounts = hasRoom ? barred : amountLines(shown, columnsOf(shown, SHARE));
  const left = Math.max(NAME_WIDTH_MIN, width - (amounts[0]?.length ?? 0));
  const rest = lines.slice(shown.length);
  return [
    ...names.map((name, at) => `${cut(name, Math.min(longest, left))}${amounts[at]}`),
    ...(rest.length === 0 ? [] : [`… ${restText(rest, by)}`]),
  ]
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

/** The titles, then each line; all of the same length. */
function amountLines(lines: readonly CostLine[], columns: readonly Column[]): string[] {
  const rows = [
    columns.map(({ title }) => title),
    ...lines.map((line) => columns.map(({ text }) => text(line))),
  ];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) =>
    row.map((text, at) => `${GAP}${text.padStart(widths[at] ?? 0)}`).join(''),
  );
}

function nameOf(by: CostTable['by'], { names }: CostLine): string {
  return names.map((name, at) => (by[at] === 'cell' ? withoutId(name) : name)).join(', ');
}

/** The id of a cell is for programs; people know it by its method, settings and dataset. */
function withoutId(cell: string): string {
  return cell.replace(/^[0-9a-f]+ /, '');
}

function restText(rest: readonly CostLine[], by: CostTable['by']): string {
  const paid = rest.reduce((sum: PicoUsd, line) => sum + line.paidPicoUsd, 0n);
  return `and ${rest.length} more, ${fineUsd(paid)}; all with --by ${by.join(' --by ')}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share === 1 || share === 0 ? 0 : 1)} %`.padStart(6);
}

/** A name in so many columns; of one that is too long its start and its end. */
function cut(name: string, width: number): string {
  const characters = [...name];
  if (characters.length <= width) return name + ' '.repeat(width - characters.length);
  const end = Math.floor((width - 1) / 2);
  const start = width - 1 - end;
  return `${characters.slice(0, start).join('')}…${characters.slice(-end).join('')}`;
}
