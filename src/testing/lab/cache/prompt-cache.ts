import { sha256 } from '../../../core/hashing.ts';
import { type Exchange, promptTokens, type Vendor } from '../../dialects/dialect.ts';
import { AutomaticCache } from './automatic-cache.ts';
import { type CacheScope, type CacheUse, NO_CACHE } from './cache-use.ts';
import { MarkedCache } from './marked-cache.ts';

/** The prompt caches of all vendors. */
export class PromptCache {
  readonly #automatic = new AutomaticCache();
  readonly #marked = new MarkedCache();

  look(vendor: Vendor, exchange: Exchange, scope: CacheScope, nowMs: number): CacheUse {
    const cache = vendor === 'anthropic' ? this.#marked : this.#automatic;
    return cache.look(exchange, scope, nowMs);
  }
}

/**
 * A cache without memory: one request in sixteen has a third of its prompt in it. So bills have
 * cached tokens in them, and depend on nothing that was sent before.
 */
export function cacheByChance({ texts, prompt }: Exchange): CacheUse {
  if (!sha256(texts.join('\n')).endsWith('0')) return NO_CACHE;
  return { ...NO_CACHE, cachedTokens: Math.floor(promptTokens(prompt) / 3) };
}
