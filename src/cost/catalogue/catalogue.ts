import {
  type MachineFacts,
  type ModelFacts,
  type PriceRow,
  type PriceSnapshot,
  type PriceSource,
  priceId,
} from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';

/** Which price is meant. */
export type PriceKey = Pick<PriceRow, 'provider' | 'service' | 'item' | 'meter' | 'region'>;

/** What narrows a search; whatever is absent may be anything. */
export type PriceQuery = Partial<PriceKey>;

/**
 * All prices that are known, by name. Later snapshots replace rows, models and machines of earlier
 * ones that have the same name.
 */
export class Catalogue {
  /** The day for which prices hold: rows that begin later are left out. */
  readonly day: string;
  readonly sources: ReadonlyMap<string, PriceSource>;
  readonly #rows: readonly PriceRow[];
  readonly #models: ReadonlyMap<string, ModelFacts>;
  readonly #machines: ReadonlyMap<string, MachineFacts>;

  /** @param day  ISO 8601, UTC: `2026-11-24`. */
  constructor(snapshots: readonly PriceSnapshot[], day: string) {
    this.day = day;
    this.sources = new Map(snapshots.flatMap(({ sources }) => Object.entries(sources)));
    this.#rows = rowsOn(day, snapshots);
    this.#models = new Map(snapshots.flatMap(({ models }) => models.map((m) => [m.model, m])));
    this.#machines = new Map(
      snapshots.flatMap(({ machines }) => machines.map((m) => [`${m.provider}/${m.type}`, m])),
    );
  }

  /** Every row that fits, in the order of the snapshots. */
  rows(query: PriceQuery = {}): readonly PriceRow[] {
    const asked = Object.entries(query) as [keyof PriceKey, string][];
    return this.#rows.filter((row) => asked.every(([name, value]) => row[name] === value));
  }

  /** The row for requests of ordinary length; undefined where there is none. */
  find(key: PriceKey): PriceRow | undefined {
    return this.rows(key).find(({ aboveInputTokens }) => aboveInputTokens === undefined);
  }

  /** @throws {MabError} PRICE_MISSING with the nearest names: a missing price is never zero. */
  get(key: PriceKey): PriceRow {
    const row = this.find(key);
    if (row) return row;
    const near = nearestNames(priceId(key), [...new Set(this.#rows.map(priceId))]);
    const others = this.rows({ provider: key.provider, service: key.service, item: key.item });
    const regions = new Set(others.map(({ region }) => region));
    throw new MabError('PRICE_MISSING', `The price catalogue has no ${priceId(key)}.`, {
      hint:
        others.length > 0 && !regions.has(key.region)
          ? `It knows ${key.item} in ${[...regions].join(', ')}; add the price with --prices FILE.`
          : `${near.length > 0 ? `Did you mean ${near.join(' or ')}? Else add` : 'Add'} it with --prices FILE.`,
    });
  }

  model(name: string): ModelFacts | undefined {
    return this.#models.get(name);
  }

  models(): readonly ModelFacts[] {
    return [...this.#models.values()];
  }

  /** @throws {MabError} MACHINE_UNKNOWN with the nearest names. */
  machine(provider: string, type: string): MachineFacts {
    const found = this.#machines.get(`${provider}/${type}`);
    if (found) return found;
    const near = nearestNames(`${provider}/${type}`, [...this.#machines.keys()]);
    throw new MabError(
      'MACHINE_UNKNOWN',
      `The price catalogue has no machine ${provider}/${type}.`,
      {
        hint:
          near.length > 0
            ? `Did you mean ${near.join(' or ')}?`
            : 'See `mab prices list --service ec2`, or add it with --prices FILE.',
      },
    );
  }

  machines(): readonly MachineFacts[] {
    return [...this.#machines.values()];
  }
}

/** Of rows with the same name and tier the last that has begun, in the latest snapshot. */
function rowsOn(day: string, snapshots: readonly PriceSnapshot[]): PriceRow[] {
  const rows = new Map<string, PriceRow>();
  for (const { prices } of snapshots) {
    const own = new Map<string, PriceRow>();
    for (const row of prices) {
      if ((row.from ?? '') > day) continue;
      const name = `${priceId(row)} ${row.aboveInputTokens ?? ''}`;
      const before = own.get(name);
      if (!before || (before.from ?? '') <= (row.from ?? '')) own.set(name, row);
    }
    for (const [name, row] of own) rows.set(name, row);
  }
  return [...rows.values()];
}
