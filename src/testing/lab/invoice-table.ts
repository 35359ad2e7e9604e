import { formatUsd } from '../../core/money.ts';
import type { Invoice, InvoiceLine } from '../invoice.ts';

type Column = readonly [head: string, cell: (line: InvoiceLine) => string];

const COLUMNS: readonly Column[] = [
  ['key', ({ key }) => key],
  ['model', ({ model }) => model],
  ['lane', ({ lane }) => lane],
  ['requests', ({ requests }) => String(requests)],
  ['refused', ({ refused }) => String(refused)],
  ['billed', ({ billed }) => String(billed)],
  ['input', ({ inputTokens }) => String(inputTokens)],
  ['cached', ({ cachedInputTokens }) => String(cachedInputTokens)],
  ['written 5m', ({ cacheWriteTokens }) => String(cacheWriteTokens)],
  ['written 1h', ({ cacheWriteHourTokens }) => String(cacheWriteHourTokens)],
  ['output', ({ outputTokens }) => String(outputTokens)],
  ['reasoning', ({ reasoningTokens }) => String(reasoningTokens)],
  ['pico-dollars', ({ picoUsd }) => String(picoUsd)],
];

/** The invoice for people: a line for each key, model and lane, and the sum. */
export function invoiceTable({ lines, accepted, billed, totalPicoUsd }: Invoice): string {
  const rows = [
    COLUMNS.map(([head]) => head),
    ...lines.map((line) => COLUMNS.map(([, cell]) => cell(line))),
  ];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const text = rows.map((row) => row.map((cell, at) => padded(cell, at, widths)).join('  '));
  const sum = `${accepted} requests, ${billed} billed: ${totalPicoUsd} pico-dollars`;
  return `${text.join('\n')}\n${sum} (${formatUsd(totalPicoUsd)})\n`;
}

/** Names to the left, numbers to the right. */
function padded(cell: string, at: number, widths: readonly number[]): string {
  const width = widths[at] ?? 0;
  return at < 3 ? cell.padEnd(width) : cell.padStart(width);
}
