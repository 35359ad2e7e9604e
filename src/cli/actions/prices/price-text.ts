import type { NamedPrice } from '../../../app/prices/prices-contract.ts';
import { alignColumns } from '../../columns.ts';
import type { CliIo } from '../../io.ts';

/** Flags of all commands that compute with prices. */
export interface PriceFlags {
  readonly workspace: string;
  readonly prices: readonly string[];
  readonly json?: boolean;
}

/** Prices as a table, as they come. */
export function priceTable(prices: readonly NamedPrice[]): string {
  return alignColumns([
    ['name', 'value', 'unit', 'source', 'date', 'confidence'],
    ...prices.map((row) => [
      nameOf(row),
      decimal(row.value),
      row.unit,
      row.source,
      row.date,
      row.confidence ?? 'high',
    ]),
  ]);
}

/** With what tells it from others of the same id. */
export function nameOf({ id, aboveInputTokens, from }: NamedPrice): string {
  const tier = aboveInputTokens === undefined ? '' : ` above ${aboveInputTokens} input tokens`;
  return `${id}${tier}${from === undefined ? '' : ` from ${from}`}`;
}

/** A price without an exponent: 0.0000166667. */
export function decimal(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 12, useGrouping: false });
}

/** What is wrong with the user's own prices goes beside the result, never into it. */
export function printNotes(notes: readonly string[], io: CliIo): void {
  for (const note of notes) io.stderr.write(`note: ${note}\n`);
}
