import type { CallScope } from '../../contracts/gateway.ts';
import type { ChatRequest } from '../../contracts/model.ts';
import { sha256, shortHash } from '../../core/hashing.ts';
import { requestTexts } from '../../cost/request-texts.ts';
import type { ModelConfig } from '../model-config.ts';
import type { ChatRoute, Routes } from '../routes/route.ts';
import { cutPrefix } from './cut-prefix.ts';
import type { VendorCache } from './vendor-caches.ts';

/** A prefix that a vendor shall cache. */
export interface SharedPrefix {
  /** Of model and prefix: a hash, so it tells nobody what they do not have. */
  readonly key: string;
  readonly cache: VendorCache;
}

/** What is sent for it over a route; nothing where the vendor caches by itself, or not at all. */
export function cacheKey(
  prefix: SharedPrefix | undefined,
  { promptCache }: Pick<ChatRoute, 'promptCache'>,
): { promptCacheKey?: string } {
  return prefix && promptCache?.asked ? { promptCacheKey: prefix.key } : {};
}

type CachingRoutes = { readonly routes: Routes<Pick<ChatRoute, 'promptCache'>> };

/** Decides whether a call is to read its prefix from the vendor's cache. */
export class SharedPrefixes {
  readonly #countTokens: (text: string) => number;
  /** By key: a context is hashed for every question, but its tokens are counted once. */
  readonly #tokens = new Map<string, number>();

  constructor(countTokens: (text: string) => number) {
    this.#countTokens = countTokens;
  }

  /**
   * @returns undefined where the cache is off or not worth it: nothing is shared, nobody shares it,
   *   or it is too short. At some vendors writing to the cache costs more than reading without.
   */
  of(
    { logicalModel, routes }: Pick<ModelConfig, 'logicalModel'> & CachingRoutes,
    request: ChatRequest,
    { questions = 1 }: Pick<CallScope, 'questions'>,
  ): SharedPrefix | undefined {
    // The preferred route is the one that most calls take.
    const cache = routes[0].promptCache;
    if (!cache || !request.cachePrefix || questions < 2) return undefined;
    const texts = sharedTexts(request, request.cachePrefix);
    const key = shortHash({ model: logicalModel, texts: texts.map(sha256) });
    return this.#tokensOf(key, texts) < cache.minTokens ? undefined : { key, cache };
  }

  #tokensOf(key: string, texts: readonly string[]): number {
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const tokens = texts.reduce((sum, text) => sum + this.#countTokens(text), 0);
    this.#tokens.set(key, tokens);
    return tokens;
  }
}

/** All that stands before the end of the prefix: what tools there are comes first. */
function sharedTexts(request: ChatRequest, cachePrefix: number): string[] {
  const { messages, schema, tools } = request;
  const last = messages.at(-1);
  const [prefix] = cutPrefix(last?.content ?? '', cachePrefix);
  const before = { ...request, messages: messages.slice(0, -1), schema, tools } as ChatRequest;
  return [...requestTexts(before), prefix];
}
