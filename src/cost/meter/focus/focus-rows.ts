import { type PriceName, type PriceSample, TOKEN_KINDS } from '../../../contracts/spending.ts';
import type { PicoUsd } from '../../../core/money.ts';
import { addSpending } from '../spending-sum.ts';
import type { NamedSpending } from '../spent-names.ts';
import { type FittedPrices, fitPrices } from './fit-prices.ts';
import { type Charge, chargeRow, type FocusRow } from './focus-row.ts';

/**
 * What was paid as rows of FOCUS: one for each day, run, cell, phase, model, key, lane, tag, member
 * and kind of token. Their billed cost adds up to what was paid, exactly. Sends that nobody knows
 * to be billed are in no row.
 *
 * @param samples  Of the same spending.
 */
export function focusRows(
  spending: readonly NamedSpending[],
  samples: readonly PriceSample[],
): FocusRow[] {
  const groups = Map.groupBy(samples, ({ price }) => priceKey(price));
  const prices = new Map([...groups].map(([key, group]) => [key, fitPrices(group)]));
  return chargedTogether(spending).flatMap((sum) =>
    chargesOf(sum, prices.get(priceKey(sum))).map((charge) => chargeRow(sum, charge)),
  );
}

function priceKey({ runId, lane, route, servedBy, model }: PriceName): string {
  return JSON.stringify([runId, lane, route, servedBy, model]);
}

/** The units of a cell in one sum; by day, then by name. */
function chargedTogether(spending: readonly NamedSpending[]): NamedSpending[] {
  const sums = new Map<string, NamedSpending>();
  for (const sum of spending) {
    if (sum.outcome !== 'reply') continue;
    const key = JSON.stringify([sum.names.day, ...Object.values(sum.names), sum.servedBy]);
    const before = sums.get(key);
    sums.set(key, before ? { ...before, ...addSpending(before, sum) } : sum);
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** A charge for each kind of token, where their prices are known and explain what was paid. */
function chargesOf(sum: NamedSpending, prices: FittedPrices | undefined): Charge[] {
  const { tokens, paidPicoUsd } = sum;
  const kinds = TOKEN_KINDS.filter((kind) => tokens[kind] > 0);
  const charges = kinds.map((kind): Charge => {
    const unitPicoUsd = prices?.[kind] ?? 0n;
    const picoUsd = BigInt(tokens[kind]) * unitPicoUsd;
    return { meter: kind, quantity: tokens[kind], unit: 'Tokens', picoUsd };
  });
  if (prices && kinds.length > 0 && total(charges) === paidPicoUsd) return charges;
  const all = kinds.reduce((count, kind) => count + tokens[kind], 0);
  if (all > 0) return [{ meter: 'tokens', quantity: all, unit: 'Tokens', picoUsd: paidPicoUsd }];
  const { reply: quantity } = sum.sends;
  return [{ meter: 'requests', quantity, unit: 'Requests', picoUsd: paidPicoUsd }];
}

function total(charges: readonly Charge[]): PicoUsd {
  return charges.reduce((sum, { picoUsd }) => sum + picoUsd, 0n);
}
