import { createAwsFeed } from '../../adapters/prices/aws/aws-feed.ts';
import { createAzureFeed } from '../../adapters/prices/azure/azure-feed.ts';
import { createFolderWeb } from '../../adapters/prices/folder-web.ts';
import { createGcpFeed } from '../../adapters/prices/gcp/gcp-feed.ts';
import { createHttpWeb } from '../../adapters/prices/http-web.ts';
import { createModelFeed } from '../../adapters/prices/models/model-feed.ts';
import { createSpotFeed } from '../../adapters/prices/spot/spot-feed.ts';
import {
  PRICE_FEEDS,
  type PriceFeed,
  type PriceFeedName,
  type PriceWeb,
} from '../../contracts/price-feed.ts';
import { MabError } from '../../core/errors.ts';
import { isPrivate } from '../../core/private-url.ts';
import { readInstalledPrices } from './installed-prices.ts';
import type { RefreshOptions } from './prices-contract.ts';

const STALL_MS = 60_000;

/** What is asked, in an order in which each finds what it builds on. */
export interface ChosenFeeds {
  readonly feeds: readonly PriceFeed[];
  readonly notes: readonly string[];
}

/** @throws {MabError} KEY_MISSING where Google Cloud was asked for by name. */
export async function chooseFeeds(
  { sources, from, offline, gcpKeyEnv }: RefreshOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ChosenFeeds> {
  if (offline) {
    const others = sources.filter((name) => name !== 'models' && name !== 'all');
    if (others.length > 0) throw notOffline(others);
    return { feeds: [createModelFeed(await readInstalledPrices())], notes: [] };
  }
  const apiKey = environment[gcpKeyEnv]?.trim() || undefined;
  const isAll = sources.includes('all');
  const canAskGcp = apiKey !== undefined || from !== undefined;
  if (sources.includes('gcp') && !canAskGcp) throw keyMissing(gcpKeyEnv);
  const names = PRICE_FEEDS.filter(
    (name) => sources.includes(name) || (isAll && (name !== 'gcp' || canAskGcp)),
  );
  const notes =
    isAll && !names.includes('gcp')
      ? [`Google Cloud was not asked: ${gcpKeyEnv} is not set (see --gcp-key-env).`]
      : [];
  return { feeds: names.map((name) => createFeed(name, apiKey)), notes };
}

function createFeed(name: PriceFeedName, apiKey: string | undefined): PriceFeed {
  switch (name) {
    case 'models':
      return createModelFeed();
    case 'aws':
      return createAwsFeed();
    case 'azure':
      return createAzureFeed();
    case 'gcp':
      return createGcpFeed(apiKey);
    case 'spot':
      return createSpotFeed();
  }
}

/** @throws {MabError} PRICES_URL_REFUSED for a mirror that is neither https nor on this machine. */
export function openPriceWeb({ from, signal }: Pick<RefreshOptions, 'from' | 'signal'>): PriceWeb {
  if (from === undefined) return createHttpWeb({ stallMs: STALL_MS, signal });
  if (!/^https?:\/\//i.test(from)) return createFolderWeb(from);
  const base = URL.canParse(from) ? new URL(from) : undefined;
  if (!base || !isPrivate(base) || base.username || base.search) {
    throw new MabError('PRICES_URL_REFUSED', `"${from}" cannot be used as a mirror.`, {
      hint: 'Give an https address without user and query, or a folder of copies.',
    });
  }
  return createHttpWeb({ base, stallMs: STALL_MS, signal });
}

function notOffline(names: readonly string[]): MabError {
  return new MabError('PRICES_NOT_OFFLINE', `Prices of ${names.join(', ')} are not installed.`, {
    hint: 'Only --source models works with --offline; for others give --from a folder of copies.',
  });
}

function keyMissing(name: string): MabError {
  return new MabError('KEY_MISSING', `The environment variable ${name} is not set.`, {
    blame: 'environment',
    hint:
      'Google gives its price list to holders of an API key (of any project, free): set it, name ' +
      'another variable with --gcp-key-env, or choose other sources.',
  });
}
