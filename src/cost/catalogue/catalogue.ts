import {
  type MachineFacts,
  type ModelFacts,
  type PriceRow,
  type PriceSnapshot,
  type PriceSource,
  priceId,
  type RateLimit,
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
  /** What a reader of these prices should know: a price of a file that is far off, for example. */
  readonly notes: readonly string[];
  readonly #rows: readonly PriceRow[];
  readonly #upcoming: readonly PriceRow[];
  readonly #models: ReadonlyMap<string, ModelFacts>;
  readonly #snapshots: ReadonlyMap<string, ModelFacts>;
  readonly #machines: ReadonlyMap<string, MachineFacts>;
  readonly #rateLimits: ReadonlyMap<string, RateLimit>;

  /** @param day  ISO 8601, UTC: `2026-11-24`. */
  constructor(snapshots: readonly PriceSnapshot[], day: string, notes: readonly string[] = []) {
    this.day = day;
    this.notes = notes;
    this.sources = new Map(snapshots.flatMap(({ sources }) => Object.entries(sources)));
    const histories = priceHistories(snapshots);
    this.#rows = histories.flatMap((rows) => lastBegun(rows, day));
    this.#upcoming = histories.flat().filter(({ from = '' }) => from > day);
    this.#models = new Map(snapshots.flatMap(({ models }) => models.map((m) => [m.model, m])));
    this.#snapshots = new Map(
      this.models().flatMap((facts) => (facts.snapshots ?? []).map((name) => [name, facts])),
    );
    this.#machines = new Map(
      snapshots.flatMap(({ machines }) => machines.map((m) => [`${m.provider}/${m.type}`, m])),
    );
    this.#rateLimits = new Map(
      snapshots.flatMap(({ rateLimits }) =>
        rateLimits.map((one) => [`${one.provider}/${one.model}/${one.usageTier}`, one]),
      ),
    );
  }

  /** Every row that fits, in the order of the snapshots. */
  rows(query: PriceQuery = {}): readonly PriceRow[] {
    return this.#rows.filter(fits(query));
  }

  /** Prices that are known to begin after the day. */
  upcoming(query: PriceQuery = {}): readonly PriceRow[] {
    return this.#upcoming.filter(fits(query));
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

  /** @param name  Of the model, or of a snapshot that is the same model at the same price. */
  model(name: string): ModelFacts | undefined {
    return this.#models.get(name) ?? this.#snapshots.get(name);
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

  /** What the vendors let accounts of their usage tiers ask of a model. */
  rateLimits(model: string): readonly RateLimit[] {
    const name = this.model(model)?.model ?? model;
    return [...this.#rateLimits.values()].filter((limit) => limit.model === name);
  }
}

function fits(query: PriceQuery): (row: PriceRow) => boolean {
  const asked = Object.entries(query) as [keyof PriceKey, string][];
  return (row) => asked.every(([name, value]) => row[name] === value);
}

/** All rows of each name, of the latest snapshot that has the name. */
function priceHistories(snapshots: readonly PriceSnapshot[]): PriceRow[][] {
  const histories = new Map<string, PriceRow[]>();
  for (const { prices } of snapshots) {
    for (const [name, rows] of Map.groupBy(prices, priceId)) histories.set(name, rows);
  }
  return [...histories.values()];
}

/** Of the rows of one name those that began last; a change of price ends all tiers before it. */
function lastBegun(rows: readonly PriceRow[], day: string): readonly PriceRow[] {
  const begun = rows.filter(({ from = '' }) => from <= day);
  const last = begun.reduce((latest, { from = '' }) => (from > latest ? from : latest), '');
  return begun.filter(({ from = '' }) => from === last);
}
