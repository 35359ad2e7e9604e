import { createLocalStore } from '../../adapters/stores/local-store.ts';
import type { FoundPrices, PriceFeed, PriceWeb } from '../../contracts/price-feed.ts';
import { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../cost/catalogue/shipped.ts';
import { makeFolder } from '../workspace.ts';
import { farOffNotes } from './far-off-notes.ts';
import { checkRegions, regionsOf } from './feed-regions.ts';
import { openCatalogue } from './open-catalogue.ts';
import { mergedSnapshot, priceChanges } from './price-changes.ts';
import { chooseFeeds, openPriceWeb } from './price-feeds.ts';
import type { PriceChanges, RefreshOptions } from './prices-contract.ts';
import { readRefreshed, refreshedPath } from './refreshed-prices.ts';

/** See `PricesCommands.find`. */
export async function findPrices(
  options: RefreshOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<PriceChanges> {
  const { workspace } = options;
  checkRegions(options.regions);
  const before = await openCatalogue({ workspace });
  const previous = await readRefreshed(workspace);
  const { feeds, notes } = await chooseFeeds(options, environment);
  const found = await askAll(feeds, { options, before, web: openPriceWeb(options) });
  const refreshed = { sources: feeds.map(({ name }) => name), found, previous, notes };
  const snapshot = mergedSnapshot(before.day, refreshed);
  const after = new Catalogue([...shippedPrices(), snapshot], before.day);
  const changes = priceChanges({ before, after }, refreshed, snapshot);
  const odd = farOffNotes({ prices: found.flatMap(({ prices }) => prices) }, before, 'The source');
  return { ...changes, notes: [...changes.notes, ...odd] };
}

async function askAll(
  feeds: readonly PriceFeed[],
  parts: { readonly options: RefreshOptions; readonly before: Catalogue; readonly web: PriceWeb },
): Promise<FoundPrices[]> {
  const { options, before, web } = parts;
  const { allMachines } = options;
  const found: FoundPrices[] = [];
  for (const feed of feeds) {
    // Prices of spot machines build on those on demand that were found just now.
    const prices = [...before.rows(), ...found.flatMap((each) => each.prices)];
    const machines = [...before.machines(), ...found.flatMap((each) => each.machines)];
    const regions = regionsOf(feed.name, options.regions, before.rows());
    const wanted = { day: before.day, regions, prices, models: before.models(), machines };
    found.push(await feed.find({ ...wanted, allMachines }, web));
  }
  return found;
}

/** See `PricesCommands.save`. */
export async function savePrices(workspace: string, { snapshot }: PriceChanges): Promise<string> {
  await makeFolder(workspace);
  const text = `${JSON.stringify(snapshot, null, 1)}\n`;
  await createLocalStore(workspace).put('prices.json', text);
  return refreshedPath(workspace);
}
