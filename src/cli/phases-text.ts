import type {
  CellEstimate,
  PhaseEstimate,
  RunEstimate,
  TimeGuess,
  WorkGuess,
} from '../contracts/estimate.ts';
import { fineUsd } from '../core/money.ts';
import { durationText, shortNumber } from '../core/number-text.ts';
import { bytesText } from './bytes-text.ts';
import { alignColumns } from './columns.ts';
import { type TokenColumns, tokenColumns } from './token-columns.ts';

/** Each phase of each cell below its dataset and method, and all of them together. */
export function allPhasesText(run: RunEstimate, width: number): string {
  const tokens = tokenColumns(run.cells.map(({ total }) => total));
  const all = {
    ...run,
    time: { aloneMs: run.wallMs, shareMs: run.wallMs },
    storageBytes: run.storage.bytes,
  };
  return twoTables(
    [
      { name: 'method, phase', work: ['calls', ...tokens.heads, 'stored'], price: HEADS },
      ...[...Map.groupBy(run.cells, ({ dataset }) => dataset)].flatMap(([dataset, cells]) => [
        { name: dataset, work: [], price: [] },
        ...cells.flatMap((cell) => rows(`  ${methodText(cell)}`, cell, tokens)),
      ]),
      ...rows('all', all, tokens),
    ],
    width,
  );
}

const HEADS = ['money', 'low', 'high', 'alone', 'share'];

/** A line of the table: what it is about, what is asked for and kept, and what that takes. */
interface Row {
  readonly name: string;
  readonly work: readonly string[];
  readonly price: readonly string[];
}

/** Beside each other where there is room, else the second below the first. */
function twoTables(all: readonly Row[], width: number): string {
  const one = alignColumns(all.map(({ name, work, price }) => [name, ...pad(work, all), ...price]));
  if (one.split('\n').every((line) => [...line].length <= width)) return one;
  const parts = [
    all.map(({ name, work }) => [name, ...work]),
    all.map(({ name, price }) => [name, ...price]),
  ];
  return parts.map((rows) => alignColumns(rows, width)).join('\n');
}

function pad(texts: readonly string[], [head]: readonly Row[]): string[] {
  return (head?.work ?? []).map((_, at) => texts[at] ?? '');
}

interface Estimated {
  readonly phases: Readonly<Record<string, PhaseEstimate>>;
  readonly total: WorkGuess;
  readonly time: TimeGuess;
  readonly storageBytes: CellEstimate['storageBytes'];
}

/** A cell with its phases; one that has a single phase is one line. */
function rows(name: string, one: Estimated, tokens: TokenColumns): Row[] {
  const phases = Object.entries(one.phases);
  const [only] = phases.length === 1 ? phases : [];
  const indent = /^ */.exec(name)?.[0] ?? '';
  const stored = bytesText(one.storageBytes.expected);
  return [
    rowOf(only ? `${name}, ${only[0]}` : name, [one.total, one.time, stored], tokens),
    ...(only ? [] : phases).map(([phase, work]) =>
      rowOf(`${indent}  ${phase}`, [work, work.time, ''], tokens),
    ),
  ];
}

function rowOf(
  name: string,
  [work, { aloneMs, shareMs }, stored]: readonly [WorkGuess, TimeGuess, string],
  tokens: TokenColumns,
): Row {
  const times = [aloneMs, shareMs].map(({ expected }) => durationText(expected));
  return {
    name,
    work: [shortNumber(work.calls.expected), ...tokens.texts(work), stored],
    price: [...moneyTexts(work), ...times],
  };
}

/** A missing price is said to be missing. */
function moneyTexts({ money }: WorkGuess): string[] {
  if (!money) return ['no price', '–', '–'];
  return [money.expected, money.low, money.high].map(fineUsd);
}

/** As people know it: its settings are named where they are not the usual ones. */
export function methodText({ method, profile }: CellEstimate): string {
  return profile === 'current' ? method : `${method} (${profile})`;
}
