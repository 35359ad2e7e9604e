import type { PriceFeedName } from '../../contracts/price-feed.ts';
import type {
  MachineFacts,
  ModelFacts,
  PriceRow,
  PriceSnapshot,
  PriceSource,
} from '../../contracts/prices.ts';
import type { PriceQuery } from '../../cost/catalogue/catalogue.ts';
import type { PriceWarning } from '../../cost/catalogue/health.ts';
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
  /** What is doubtful: retired, changing, told differently by two sources, old, undated. */
  check(options: CatalogueOptions): Promise<PriceCheck>;
  /**
   * Asks the public sources for today's prices, and compares. Writes nothing.
   * @throws {MabError} PRICES_…, KEY_MISSING, REGION_INVALID; INTERRUPTED after `signal`.
   */
  find(options: RefreshOptions): Promise<PriceChanges>;
  /**
   * Makes what was found the prices of a workspace, whole or not at all; makes the folder.
   * @returns the file. @throws {MabError} DISK_…, NO_PERMISSION, NOT_A_FOLDER.
   */
  save(workspace: string, changes: PriceChanges): Promise<string>;
}

export interface RefreshOptions {
  readonly workspace: string;
  /** `all`: every feed that can be asked. */
  readonly sources: readonly (PriceFeedName | 'all')[];
  /** Of any vendor, told apart by their form; of a vendor without one: those that are known. */
  readonly regions: readonly string[];
  /** Address of a mirror, or a folder of copies. */
  readonly from?: string | undefined;
  /** Model prices as they were installed; nothing else needs no network. */
  readonly offline: boolean;
  readonly allMachines: boolean;
  /** Name of the variable that holds a key of Google Cloud. */
  readonly gcpKeyEnv: string;
  readonly signal: AbortSignal;
}

/** What a refresh has found, against what the catalogue said before. */
export interface PriceChanges {
  readonly day: string;
  readonly sources: readonly PriceFeedName[];
  readonly changed: readonly { readonly before: NamedPrice; readonly after: NamedPrice }[];
  readonly added: readonly NamedPrice[];
  /** Tiers that the source no longer has for a price that it still has. */
  readonly ended: readonly NamedPrice[];
  /** Known prices that the source does not have any more: they stay, with their old date. */
  readonly gone: readonly NamedPrice[];
  /** Prices that begin on a later day, which nobody knew before. */
  readonly announced: readonly NamedPrice[];
  /** Prices that were found as they were known. */
  readonly unchanged: number;
  readonly notes: readonly string[];
  /** What is to be written. */
  readonly snapshot: PriceSnapshot;
}

export interface PriceCheck {
  readonly day: string;
  /** How many prices were looked at. */
  readonly prices: number;
  readonly warnings: readonly PriceWarning[];
  readonly notes: readonly string[];
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
