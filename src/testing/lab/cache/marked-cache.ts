import { sha256 } from '../../../core/hashing.ts';
import { type Exchange, tokensOf } from '../../dialects/dialect.ts';
import { type CacheScope, type CacheUse, NO_CACHE } from './cache-use.ts';

const LIFE_MS = { '5m': 5 * 60_000, '1h': 60 * 60_000 } as const;

/** How many parts before a mark are looked at for something that was kept. */
const LOOK_BACK_PARTS = 20;

/** A prefix of the prompt, by the part that it ends with. */
interface Prefix {
  readonly at: number;
  readonly hash: string;
  readonly tokens: number;
  readonly keep: '5m' | '1h' | undefined;
}

/** What is kept of one prefix. */
interface Kept {
  readonly lifeMs: number;
  readonly expiryMs: number;
}

/**
 * A prompt cache that keeps what is marked, as Anthropic's `cache_control`: written and read at a
 * price of its own, for five minutes or an hour after the last use.
 */
export class MarkedCache {
  readonly #kept = new Map<string, Kept>();

  look(exchange: Exchange, scope: CacheScope, nowMs: number): CacheUse {
    const prefixes = prefixesOf(exchange, scope);
    const marks = prefixes.filter(({ keep }) => keep !== undefined);
    if (marks.length === 0) return NO_CACHE;
    const read = this.#longest(prefixes, marks, nowMs);
    const from = read?.tokens ?? 0;
    const written = marks.filter(({ tokens }) => tokens > from && tokens >= scope.tokensMin);
    const hour = written.findLast(({ keep }) => keep === '1h')?.tokens ?? from;
    const all = written.at(-1)?.tokens ?? from;
    return {
      cachedTokens: from,
      cacheWriteHourTokens: hour - from,
      cacheWriteTokens: all - hour,
      begin: (atMs) => {
        if (read) this.#refresh(read.hash, atMs);
        for (const mark of written) this.#keep(mark, atMs);
      },
    };
  }

  /** At a mark, or at one of the parts before it. */
  #longest(
    prefixes: readonly Prefix[],
    marks: readonly Prefix[],
    nowMs: number,
  ): Prefix | undefined {
    return prefixes.findLast(
      ({ at, hash }) =>
        marks.some((mark) => at <= mark.at && at >= mark.at - LOOK_BACK_PARTS) &&
        (this.#kept.get(hash)?.expiryMs ?? 0) > nowMs,
    );
  }

  #keep({ hash, keep = '5m' }: Prefix, nowMs: number): void {
    const lifeMs = LIFE_MS[keep];
    this.#kept.set(hash, { lifeMs, expiryMs: nowMs + lifeMs });
  }

  #refresh(hash: string, nowMs: number): void {
    const kept = this.#kept.get(hash);
    if (kept) this.#kept.set(hash, { ...kept, expiryMs: nowMs + kept.lifeMs });
  }
}

function prefixesOf({ prompt }: Exchange, { key, model }: CacheScope): Prefix[] {
  let [hash, tokens] = [JSON.stringify([key, model]), 0];
  return prompt.map(({ text, keep }, at) => {
    hash = sha256(hash + text);
    tokens += tokensOf(text);
    return { at, hash, tokens, keep };
  });
}
