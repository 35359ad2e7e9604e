import type { MachineFacts, ModelFacts, PriceRow, PriceSource } from '../../contracts/prices.ts';
import type { PriceQuery } from '../../cost/catalogue/catalogue.ts';
import type { CatalogueOptions } from './open-catalogue.ts';

/** What `mab prices` asks of the application. All throw what `openCatalogue` throws. */
export interface PricesCommands {
  /** @throws {MabError} PRICE_MISSING where no price fits. */
  list(query: PriceQuery, options: CatalogueOptions): Promise<PriceListing>;
  /**
   * All that is known of a model, a machine, another item or one price.
   * @throws {MabError} PRICE_MISSING with the nearest names.
   */
  show(name: string, options: CatalogueOptions): Promise<PriceDetail>;
}

export interface NamedPrice extends PriceRow {
  /** As `priceId` gives it. */
  readonly id: string;
}

export interface PriceListing {
  /** The day for which they hold. */
  readonly day: string;
  readonly prices: readonly NamedPrice[];
  readonly notes: readonly string[];
}

export interface PriceDetail extends PriceListing {
  readonly models: readonly ModelFacts[];
  readonly machines: readonly MachineFacts[];
  /** Those that the prices name, by key. */
  readonly sources: Readonly<Record<string, PriceSource>>;
}
