import type { Guess } from '../../../contracts/estimate.ts';
import { known, NOTHING as NO_TOKENS } from '../../../cost/estimate/guesses.ts';
import type { VendorCache } from '../../prompt-cache/vendor-caches.ts';
import { textHash } from './prompt-tokens.ts';

/** Of text, about 32 tokens: what is shared is known to this much. */
const BLOCK_CHARACTERS = 128;
/** OpenAI and Azure sell prefixes in steps of so many tokens. */
const STEP_TOKENS = 128;

/** One prompt as a vendor's prompt cache sees it. */
export interface CachedPrompt {
  /** Whoever does not share this shares no prefix: model, cache key. */
  readonly owner: string;
  /** All of it, in the order in which it is sent. */
  readonly text: string;
  readonly tokens: number;
  /** Up to the mark, where one is set. */
  readonly marked?: { readonly characters: number; readonly tokens: number };
  readonly cache: VendorCache;
  /** Prompts before it that are still being answered: what only they have begun is not kept yet. */
  readonly inFlight: Guess;
}

/** What the cache gives at best, in tokens of the prompt. */
export interface CacheUse {
  /** Low: with as many prompts still being answered as there can be. */
  readonly read: Guess;
  readonly written: number;
}

/**
 * Starts that are kept at least, the latest: 128 million characters of prompts, more than a vendor
 * is sent in the minutes for which it keeps them. A map holds 16.7 million entries at most.
 */
const STARTS_KEPT = 1_000_000;

export const NO_CACHE: CacheUse = { read: NO_TOKENS, written: 0 };

/**
 * What a vendor's prompt cache has been sent lately: a prefix that was marked, or any prefix at
 * vendors that cache by themselves. Nothing of the texts is kept but hashes.
 */
export class PrefixMemory {
  readonly #startsKept: number;
  /** Hashes of starts, and the first prompt that had them. */
  #known = new Map<number, number>();
  /** Those before, as long as they are not as many again. */
  #older = new Map<number, number>();
  #sent = 0;

  constructor(startsKept = STARTS_KEPT) {
    this.#startsKept = startsKept;
  }

  /** Looks a prompt up, and remembers it. */
  send(prompt: CachedPrompt): CacheUse {
    this.#sent += 1;
    return prompt.cache.marks ? this.#sendMarked(prompt) : this.#sendPlain(prompt);
  }

  #sendMarked({ owner, text, marked, cache }: CachedPrompt): CacheUse {
    if (!marked || marked.tokens < cache.minTokens) return NO_CACHE;
    const key = textHash(text, 0, marked.characters, ownerSeed(owner));
    const isKept = this.#meet(key) !== undefined;
    return isKept
      ? { read: known(marked.tokens), written: 0 }
      : { read: NO_TOKENS, written: marked.tokens };
  }

  #sendPlain({ owner, text, tokens, cache, inFlight }: CachedPrompt): CacheUse {
    if (tokens < cache.minTokens) return NO_CACHE;
    let hash = ownerSeed(owner);
    let [most, middle, least] = [0, 0, 0];
    for (let end = BLOCK_CHARACTERS; end <= text.length; end += BLOCK_CHARACTERS) {
      hash = textHash(text, end - BLOCK_CHARACTERS, end, hash);
      const since = this.#meet(hash);
      if (since === undefined) continue;
      const [before, age] = [end - BLOCK_CHARACTERS, this.#sent - since];
      if (age > inFlight.low && most === before) most = end;
      if (age > inFlight.expected && middle === before) middle = end;
      if (age > inFlight.high && least === before) least = end;
    }
    const sold = (shared: number): number => {
      const read = Math.floor((tokens * shared) / text.length / STEP_TOKENS) * STEP_TOKENS;
      return read < cache.minTokens ? 0 : read;
    };
    return { read: { low: sold(least), expected: sold(middle), high: sold(most) }, written: 0 };
  }

  /** @returns the first prompt that had such a start; undefined: none that is kept. */
  #meet(start: number): number | undefined {
    const lately = this.#known.get(start);
    if (lately !== undefined) return lately;
    const since = this.#older.get(start);
    this.#known.set(start, since ?? this.#sent);
    if (this.#known.size >= this.#startsKept) {
      this.#older = this.#known;
      this.#known = new Map();
    }
    return since;
  }
}

function ownerSeed(owner: string): number {
  return textHash(owner, 0, owner.length);
}
