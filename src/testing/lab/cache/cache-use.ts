/** What a prompt cache does for one request. */
export interface CacheUse {
  readonly cachedTokens: number;
  /** Written for five minutes. */
  readonly cacheWriteTokens: number;
  /** Written for an hour. */
  readonly cacheWriteHourTokens: number;
  /** The reply has begun: from now on others can read what this request has written. */
  begin(nowMs: number): void;
}

/** A request that no cache helps. */
export const NO_CACHE: CacheUse = {
  ...{ cachedTokens: 0, cacheWriteTokens: 0, cacheWriteHourTokens: 0 },
  begin: () => undefined,
};

/**
 * The same use where a text has other tokens than the cache takes for granted: what is read is a
 * multiple of 128, as OpenAI's.
 *
 * @param factor  Tokens a token.
 */
export function countedOtherwise(use: CacheUse, factor: number): CacheUse {
  const { cachedTokens, cacheWriteTokens, cacheWriteHourTokens } = use;
  return {
    cachedTokens: Math.floor((cachedTokens * factor) / 128) * 128,
    cacheWriteTokens: Math.floor(cacheWriteTokens * factor),
    cacheWriteHourTokens: Math.floor(cacheWriteHourTokens * factor),
    begin: use.begin,
  };
}

/** Whose cache it is: nothing is shared between keys or models. */
export interface CacheScope {
  readonly key: string;
  readonly model: string;
  /** Shortest prefix that is kept. */
  readonly tokensMin: number;
}
