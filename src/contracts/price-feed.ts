import type { MachineFacts, PriceRow, PriceSource } from './prices.ts';

/**
 * Where today's prices come from: public documents that machines can read. A feed knows the form of
 * one vendor's; how documents are fetched is told to it.
 */
export interface PriceFeed {
  /** As on the command line: `mab prices refresh --source aws`. */
  readonly name: PriceFeedName;
  /** @throws {MabError} PRICES_…: whatever is not as documented is an error, never left out. */
  find(wanted: WantedPrices, web: PriceWeb): Promise<FoundPrices>;
}

export const PRICE_FEEDS = ['models', 'aws', 'azure', 'gcp', 'spot'] as const;
export type PriceFeedName = (typeof PRICE_FEEDS)[number];

/** Documents by their public address: from the network, a mirror, or a folder of copies. */
export interface PriceWeb {
  /** A document of moderate size. */
  json(url: URL): Promise<unknown>;
  /** A document of any size, a line at a time. */
  lines(url: URL): AsyncIterable<string>;
  /**
   * A list in pages.
   * @param nextOf  Where the page after this one is; undefined: it was the last.
   */
  pages(first: URL, nextOf: (page: unknown) => URL | undefined): AsyncIterable<unknown>;
}

/** What is looked for. */
export interface WantedPrices {
  /** Today, ISO 8601, UTC. */
  readonly day: string;
  /** Of the feed's vendor, as it names them. */
  readonly regions: readonly string[];
  /** What the catalogue knows, with what feeds before this one have found. */
  readonly prices: readonly PriceRow[];
  readonly models: readonly { readonly provider: string; readonly model: string }[];
  readonly machines: readonly MachineFacts[];
  /** Machines that the catalogue does not know as well. */
  readonly allMachines: boolean;
}

/** What a source says today of what was looked for. */
export interface FoundPrices {
  readonly sources: Readonly<Record<string, PriceSource>>;
  readonly prices: readonly PriceRow[];
  /** Whose facts have changed, or that are new. */
  readonly machines: readonly MachineFacts[];
  /** Known prices that were looked for, found or not. */
  readonly lookedFor: readonly PriceRow[];
  /** What two sources say differently, and what else a person should know. */
  readonly notes: readonly string[];
}
