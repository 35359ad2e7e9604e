import type { Advice, AdviceFact, AdviceInput } from '../../../contracts/advice.ts';
import { type PriceRow, priceId } from '../../../contracts/prices.ts';
import { alignColumns } from '../../columns.ts';

/** An answer for people: first what it is, then all that it was made from. */
export function adviceText(advice: Advice): string {
  const { question, answer, options, tables = [], formulas, inputs, prices, warnings } = advice;
  const chosen = options.map(({ name, chosen, facts, reason }) => ({
    '': chosen ? '*' : '',
    option: name,
    ...facts,
    ...(options.some((option) => option.reason !== undefined) && { why: reason ?? '' }),
  }));
  const sections = [
    `${question}\n\n${answer}\n`,
    section('Options', table(chosen)),
    ...tables.map(({ title, rows }) => section(title, table(rows))),
    section(
      'How it is computed',
      formulas.map(({ name, text, worked }) => `${name} = ${text}\n  ${worked}\n`).join(''),
    ),
    section('Inputs', alignColumns(inputs.map(inputRow))),
    section('Prices', alignColumns(prices.map(priceCells))),
    section('Mind', warnings.map((warning) => `${warning}\n`).join('')),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}\n${text.replace(/^(?=.)/gm, '  ')}`;
}

function table(rows: readonly Readonly<Record<string, AdviceFact>>[]): string {
  const heads = Object.keys(rows[0] ?? {});
  if (heads.length === 0) return '';
  return alignColumns([
    heads.map(headText),
    ...rows.map((row) => heads.map((head) => factText(head, row[head] ?? null))),
  ]);
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
