import type { CellEstimate, Guess, MoneyGuess, RunEstimate } from '../contracts/estimate.ts';
import { formatUsd, type PicoUsd } from '../core/money.ts';
import { counted, durationText, shortNumber } from '../core/number-text.ts';
import { bytesText } from './bytes-text.ts';
import { alignColumns } from './columns.ts';
import { allPhasesText, methodText } from './phases-text.ts';
import { spanText } from './progress-line.ts';
import { type TokenColumns, tokenColumns } from './token-columns.ts';
import { wrappedLines } from './wrapped-lines.ts';

/** A table with all columns needs so many. */
const WIDE = 100;

/** How an estimate is shown. */
export interface EstimateTextOptions {
  readonly width: number;
  /** Each phase of each cell, instead of cells and phases apart. */
  readonly phases: boolean;
}

/** All of an estimate, for people. */
export function estimateText(
  estimate: RunEstimate,
  { width, phases }: EstimateTextOptions,
): string {
  const { name, model, warnings, measured, assumed = [] } = estimate;
  const lane = estimate.lane === 'batch' ? ', by batch' : '';
  return [
    `${name} with ${model}${lane}: ${moneyText(estimate.total.money)}\n\n`,
    phases ? allPhasesText(estimate, width) : shortTables(estimate, width >= WIDE),
    '\n',
    alignColumns(facts(estimate)),
    ...section('Measured in earlier runs', measured, width),
    ...section('Assumed', assumed, width),
    ...section('Mind', warnings, width),
  ].join('');
}

function shortTables({ cells, phases }: RunEstimate, isWide: boolean): string {
  const all = tokenColumns(cells.map(({ total }) => total));
  const tokens = isWide ? all : { heads: [], texts: () => [] };
  return `${cellsTable(cells, tokens)}${phasesTable(phases, tokens)}`;
}

function cellsTable(cells: readonly CellEstimate[], tokens: TokenColumns): string {
  return alignColumns([
    ['dataset', 'method', 'calls', ...tokens.heads, 'time', 'money'],
    ...cells.map((cell) => [
      ...[cell.dataset, methodText(cell), shortNumber(cell.total.calls.expected)],
      ...tokens.texts(cell.total),
      durationText(cell.time.shareMs.expected),
      cell.unitsDone > 0 && isNothing(cell) ? 'done' : moneyText(cell.total.money),
    ]),
  ]);
}

/** Where it goes by phase, if it goes to more than one. */
function phasesTable(phases: RunEstimate['phases'], tokens: TokenColumns): string {
  const works = Object.entries(phases);
  if (works.length < 2) return '';
  return `\n${alignColumns([
    ['phase', 'calls', ...tokens.heads, 'time', 'money'],
    ...works.map(([phase, work]) => [
      ...[phase, shortNumber(work.calls.expected), ...tokens.texts(work)],
      durationText(work.time.shareMs.expected),
      moneyText(work.money),
    ]),
  ])}`;
}

function isNothing({ total }: CellEstimate): boolean {
  return total.calls.expected === 0 && total.embeddedTexts.expected === 0;
}

function facts(estimate: RunEstimate): string[][] {
  const { total, wallMs, storage, machines } = estimate;
  const input = total.uncachedTokens.expected + total.cacheWriteTokens.expected;
  return [
    ['Money', moneyText(total.money)],
    [
      'Work',
      `${counted(total.calls.expected, 'call')}, ${shortNumber(input + total.cachedTokens.expected)} tokens in ` +
        `(${shortNumber(total.cachedTokens.expected)} cached), ${shortNumber(total.outputTokens.expected)} out` +
        (total.embeddedTokens.expected > 0
          ? `, ${shortNumber(total.embeddedTokens.expected)} embedded`
          : ''),
    ],
    ...controlTexts(estimate.cells).map((text) => ['Controls', text]),
    ['Time', `${spanRange(wallMs)} for the calls, under your limits${batchWait(estimate)}`],
    ...savingLines(estimate),
    ['Storage', storageText(storage)],
    ...(machines
      ? [
          [
            'Machines',
            `${machines.count} × ${machines.type} (${machines.provider}, ${machines.market}), ` +
              `${machines.hours.expected.toFixed(2)} h: ${moneyText(machines.money)}`,
          ],
        ]
      : []),
  ];
}

/** Vendors promise batches within a day (the batch guides of OpenAI, Anthropic and Google). */
function batchWait({ lane }: RunEstimate): string {
  return lane === 'batch' ? '; batches may take up to 24 h more' : '';
}

function savingLines({ savings, lane }: RunEstimate): string[][] {
  const { ledger, promptCaching, batchLane } = savings;
  return [
    savingLine(ledger, 'is in the ledger already'),
    savingLine(promptCaching, 'is saved by prompt caching'),
    savingLine(
      batchLane,
      lane === 'batch' ? 'is saved by batches' : 'would be saved by `--lane batch`',
    ),
  ].flatMap((line) => (line ? [['Saving', line]] : []));
}

function savingLine(money: PicoUsd | undefined, text: string): string | undefined {
  return money === undefined || money <= 0n ? undefined : `${formatUsd(money)} ${text}`;
}

function storageText({ bytes, moneyPerMonth }: RunEstimate['storage']): string {
  const size = `about ${bytesText(Math.round(bytes.expected))}`;
  return moneyPerMonth ? `${size}, ${formatUsd(moneyPerMonth.expected)} a month` : size;
}

function section(title: string, lines: readonly string[], width: number): string[] {
  if (lines.length === 0) return [];
  const items = lines.flatMap((line) => wrappedLines(`  ${line}`, width, '    '));
  return [`\n${title}\n`, ...items.map((line) => `${line}\n`)];
}

/** Two or three lines before a run: what it may cost, how long it takes, where the money goes. */
export function shortEstimate(estimate: RunEstimate): string[] {
  const { total, cells, wallMs } = estimate;
  const largest = cells
    .filter(({ total: { money } }) => money && money.expected > 0n)
    .sort((a, b) => Number((b.total.money?.expected ?? 0n) - (a.total.money?.expected ?? 0n)))
    .slice(0, 3);
  return [
    `estimate: ${moneyText(total.money)}, ${counted(total.calls.expected, 'call')}, ` +
      `${spanRange(wallMs)}`,
    ...(largest.length > 1
      ? [
          `  most of it: ${largest
            .map(
              (cell) => `${methodText(cell)} on ${cell.dataset} ${moneyMiddle(cell.total.money)}`,
            )
            .join(', ')}`,
        ]
      : []),
    ...controlTexts(cells).map((text) => `  control arms: ${text}`),
  ];
}

/** What the control arms are of it, and how to go without them; nothing where there are none. */
function controlTexts(cells: readonly CellEstimate[]): string[] {
  const arms = cells.filter((cell) => cell.controlArm && !isNothing(cell));
  if (arms.length === 0) return [];
  const calls = arms.reduce((sum, { total }) => sum + total.calls.expected, 0);
  const amounts = arms.map(({ total: { money } }) => money?.expected);
  const money = amounts.reduce((a, b) => (a === undefined || b === undefined ? undefined : a + b));
  const names = [...new Set(arms.map(({ method }) => method))].join(', ');
  return [
    `${money === undefined ? 'unknown' : formatUsd(money)}, ${counted(calls, 'call')} ` +
      `(${names}); \`controls: false\` adds none`,
  ];
}

/** `$2.89 ($2.72 to $3.29)`; one amount where the range is nothing. */
export function moneyText(money: MoneyGuess | undefined): string {
  if (!money) return 'unknown: a price is missing';
  const [low, expected, high] = [money.low, money.expected, money.high].map(formatUsd);
  return low === high ? `${expected}` : `${expected} (${low} to ${high})`;
}

const moneyMiddle = (money: MoneyGuess | undefined): string =>
  money ? formatUsd(money.expected) : 'unknown';

function spanRange({ low, expected, high }: Guess): string {
  if (high < 1_000) return high === 0 ? 'no time' : 'less than a second';
  const [least, about, most] = [low, expected, high].map((ms) => spanText(ms / 1_000));
  return `${about} (${least} to ${most})`;
}
