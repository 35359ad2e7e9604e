import type { Advice, AdviceFact, AdviceInput } from '../../../contracts/advice.ts';
import { type PriceRow, priceId } from '../../../contracts/prices.ts';
import { alignColumns } from '../../columns.ts';
import { wrappedLines } from '../../wrapped-lines.ts';

/**
 * An answer for people: first what it is, then all that it was made from.
 *
 * @param width  Of the terminal: texts are broken there, and tables that are wider are divided.
 */
export function adviceText(advice: Advice, width: number): string {
  const inner = width - INDENT.length;
  const { question, answer, options, tables = [], formulas, inputs, prices, warnings } = advice;
  const chosen = options.map(({ name, chosen, facts, reason }) => ({
    option: `${chosen ? '* ' : '  '}${name}`,
    ...facts,
    ...(options.some((option) => option.reason !== undefined) && { why: reason ?? '' }),
  }));
  const sections = [
    `${lines(question, width)}\n${lines(answer, width)}`,
    section('Options', table(chosen, inner)),
    ...tables.map(({ title, rows }) => section(title, table(rows, inner))),
    section(
      'How it is computed',
      formulas.map(({ name, text, worked }) => `${name} = ${text}\n  ${worked}\n`).join(''),
    ),
    section('Inputs', alignColumns(inputs.map(inputRow), inner)),
    section('Prices', alignColumns(prices.map(priceCells), inner)),
    section('Mind', warnings.map((warning) => lines(warning, inner)).join('')),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

const INDENT = '  ';

function lines(text: string, width: number): string {
  return `${wrappedLines(text, width, INDENT).join('\n')}\n`;
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text.replace(/^(?=.)/gm, INDENT)}`;
}

function table(rows: readonly Readonly<Record<string, AdviceFact>>[], width: number): string {
  const heads = Object.keys(rows[0] ?? {});
  if (heads.length === 0) return '';
  return alignColumns(
    [
      heads.map(headText),
      ...rows.map((row) => heads.map((head) => factText(head, row[head] ?? null))),
    ],
    width,
  );
}

/** `usdPerMonth` → `usd per month`. */
function headText(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => ` ${letters.toLowerCase()}`);
}

function factText(head: string, fact: AdviceFact): string {
  if (fact === null) return 'unknown';
  if (typeof fact === 'string') return fact;
  const isMoney = /^usd(?!Per(?:Hour|Unit))/.test(head);
  if (isMoney && (fact === 0 || Math.abs(fact) >= 0.01)) return fact.toFixed(2);
  return String(Number(fact.toPrecision(4)));
}

function inputRow({ name, value, unit = '', from, note = '' }: AdviceInput): string[] {
  return [name, `${String(value)} ${unit}`.trim(), from, note];
}

function priceCells(row: PriceRow): string[] {
  const { value, unit, source, date, confidence = '' } = row;
  return [priceId(row), `${value} ${unit}`, source, date, confidence && `${confidence} confidence`];
}
