import type { Usage } from '../../../contracts/model.ts';

/** A unit of fewer replies says little of whether its prompts are alike. */
const REPLIES_MIN = 10;
/** At least so much is found of a prompt that is alike but for its question; of chunks, less. */
const LARGE_SHARE = 0.5;

interface Sent {
  readonly sentMs: number;
  readonly latencyMs: number;
}

interface UnitReplies {
  /** When the first of them had come. */
  readonly warmMs: number;
  /** Of the input of each reply that was sent after that: what came out of the cache, 0 to 1. */
  readonly shares: number[];
}

/**
 * How often a vendor's cache had what it could have had. The ledger knows no prompts, so this is
 * told from units whose hits are most of their input: a context is sent with each question.
 */
export class CacheChances {
  readonly #units = new Map<string, UnitReplies>();

  /** @param usage  Of a reply; replies come in the order in which they were asked for. */
  add(unit: string, usage: Usage, { sentMs, latencyMs }: Sent): void {
    const { inputTokens, cachedInputTokens, cacheWriteTokens } = usage;
    const input = inputTokens + cachedInputTokens + cacheWriteTokens;
    const known = this.#units.get(unit);
    if (!known) this.#units.set(unit, { warmMs: sentMs + latencyMs, shares: [] });
    else if (sentMs >= known.warmMs && input > 0) known.shares.push(cachedInputTokens / input);
  }

  counted(): { readonly cacheChances: number; readonly cacheHits: number } {
    const alike = [...this.#units.values()].map(({ shares }) => shares).filter(areAlike);
    const shares = alike.flat();
    return { cacheChances: shares.length, cacheHits: shares.filter((share) => share > 0).length };
  }
}

function areAlike(shares: readonly number[]): boolean {
  const hits = shares.filter((share) => share > 0).sort((a, b) => a - b);
  const middle = hits[Math.floor(hits.length / 2)] ?? 0;
  return shares.length >= REPLIES_MIN && middle >= LARGE_SHARE;
}
