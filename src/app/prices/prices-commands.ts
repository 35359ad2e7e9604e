import { checkPrices } from './check-prices.ts';
import { listPrices, showPrice } from './look-up.ts';
import { openCatalogue } from './open-catalogue.ts';
import type { PricesCommands } from './prices-contract.ts';

/** See the contract. */
export const pricesCommands: PricesCommands = {
  list: async (query, options) => listPrices(await openCatalogue(options), query),
  show: async (name, options) => showPrice(await openCatalogue(options), name),
  check: async (options) => checkPrices(await openCatalogue(options)),
  find: async (options) => (await import('./refresh-prices.ts')).findPrices(options, process.env),
  save: async (workspace, changes) =>
    (await import('./refresh-prices.ts')).savePrices(workspace, changes),
};
