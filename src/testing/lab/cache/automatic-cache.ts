import { sha256 } from '../../../core/hashing.ts';
import { CHARACTERS_PER_TOKEN } from '../../deterministic-reply.ts';
import { type Exchange, promptTokens } from '../../dialects/dialect.ts';
import type { CacheScope, CacheUse } from './cache-use.ts';

/** OpenAI keeps prefixes of a multiple of so many tokens. */
const STEP_TOKENS = 128;
const STEP_CHARACTERS = STEP_TOKENS * CHARACTERS_PER_TOKEN;

/** A prefix is dropped after five to ten minutes in which nobody used it; here after five. */
const LIFE_MS = 5 * 60_000;

/**
 * A prompt cache that asks for no marks, as OpenAI's: the longest prefix that was sent before, in
 * steps of 128 tokens. Writing costs nothing.
 */
export class AutomaticCache {
  /** Hash of a prefix and of whose it is → when it is dropped. */
  readonly #expiryMs = new Map<string, number>();

  look(exchange: Exchange, scope: CacheScope, nowMs: number): CacheUse {
    const { promptCacheKey = '', prompt } = exchange;
    const owner = JSON.stringify([scope.key, scope.model, promptCacheKey]);
    const steps = prefixHashes(owner, prompt.map(({ text }) => text).join(''));
    const known = steps.findLastIndex((hash) => (this.#expiryMs.get(hash) ?? 0) > nowMs) + 1;
    const cachedTokens = known * STEP_TOKENS;
    const isKept = promptTokens(prompt) >= scope.tokensMin;
    return {
      cachedTokens: cachedTokens >= scope.tokensMin ? cachedTokens : 0,
      ...{ cacheWriteTokens: 0, cacheWriteHourTokens: 0 },
      begin: (atMs) => {
        if (isKept) for (const hash of steps) this.#expiryMs.set(hash, atMs + LIFE_MS);
      },
    };
  }
}

/** One for each whole step of the text, each made from the one before. */
function prefixHashes(owner: string, text: string): string[] {
  const hashes: string[] = [];
  let last = owner;
  for (let end = STEP_CHARACTERS; end <= text.length; end += STEP_CHARACTERS) {
    last = sha256(last + text.slice(end - STEP_CHARACTERS, end));
    hashes.push(last);
  }
  return hashes;
}
