import type { FoundPrices, PriceFeedName } from '../../contracts/price-feed.ts';
import {
  type PriceRow,
  type PriceSnapshot,
  priceId,
  priceSnapshotSchema,
} from '../../contracts/prices.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import type { NamedPrice, PriceChanges } from './prices-contract.ts';

interface Refreshed {
  readonly sources: readonly PriceFeedName[];
  readonly found: readonly FoundPrices[];
  /** What earlier refreshes have left. */
  readonly previous: PriceSnapshot | undefined;
  readonly notes: readonly string[];
}

/**
 * The snapshot of a workspace after a refresh: what was found, and of earlier refreshes what was
 * not looked for now.
 */
export function mergedSnapshot(day: string, { found, previous }: Refreshed): PriceSnapshot {
  const prices = found.flatMap((each) => each.prices);
  const machines = found.flatMap((each) => each.machines);
  const ids = new Set(prices.map(priceId));
  const types = new Set(machines.map(({ provider, type }) => `${provider}/${type}`));
  // Of a machine that two feeds tell of, the later one knows what the earlier one does.
  const last = new Map(machines.map((machine) => [`${machine.provider}/${machine.type}`, machine]));
  const kept = previous?.machines.filter(({ provider, type }) => !types.has(`${provider}/${type}`));
  return priceSnapshotSchema.parse({
    date: day,
    sources: Object.assign({}, previous?.sources, ...found.map(({ sources }) => sources)),
    machines: [...(kept ?? []), ...last.values()],
    prices: [...(previous?.prices.filter((row) => !ids.has(priceId(row))) ?? []), ...prices],
  });
}

/**
 * What a refresh changes.
 * @param before  The catalogue without it.
 * @param after   The catalogue with it.
 */
export function priceChanges(
  { before, after }: { readonly before: Catalogue; readonly after: Catalogue },
  refreshed: Refreshed,
  snapshot: PriceSnapshot,
): PriceChanges {
  const { found, sources, notes } = refreshed;
  const ids = new Set(found.flatMap(({ prices }) => prices.map(priceId)));
  const then = byName(before.rows());
  const now = byName(after.rows().filter((row) => ids.has(priceId(row))));
  const both = [...now].flatMap(([name, row]) => {
    const old = then.get(name);
    return old ? [{ before: old, after: row }] : [];
  });
  const changed = both.filter((pair) => pair.before.value !== pair.after.value);
  const known = byName(found.flatMap(({ lookedFor }) => lookedFor));
  return {
    ...{ day: after.day, sources, changed },
    added: [...now].flatMap(([name, row]) => (then.has(name) ? [] : [row])),
    ended: [...then].flatMap(([name, row]) => (ids.has(row.id) && !now.has(name) ? [row] : [])),
    gone: [...known.values()].filter((row) => !ids.has(row.id)),
    announced: announced(before, after).filter((row) => ids.has(row.id)),
    unchanged: both.length - changed.length,
    notes: [...notes, ...found.flatMap((each) => each.notes)],
    snapshot,
  };
}

/** Prices that begin later, and were not known to. */
function announced(before: Catalogue, after: Catalogue): NamedPrice[] {
  const nameOf = (row: PriceRow): string =>
    [priceId(row), row.aboveInputTokens, row.from, row.value].join(' ');
  const known = new Set(before.upcoming().map(nameOf));
  return after
    .upcoming()
    .filter((row) => !known.has(nameOf(row)))
    .map(named);
}

function byName(rows: readonly PriceRow[]): Map<string, NamedPrice> {
  return new Map(rows.map((row) => [`${priceId(row)} ${row.aboveInputTokens ?? ''}`, named(row)]));
}

function named(row: PriceRow): NamedPrice {
  return { id: priceId(row), ...row };
}
