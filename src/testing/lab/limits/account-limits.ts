import type { Vendor } from '../../dialects/dialect.ts';
import type { ModelLimits } from '../lab-options.ts';
import { TokenBucket } from './token-bucket.ts';

/** Of which a vendor may allow only so many. */
export type Limited = 'requests' | 'tokens' | 'input-tokens' | 'output-tokens' | 'concurrency';

/** What one request needs, in tokens. */
export interface Need {
  readonly inputTokens: number;
  /** The part of the input that was not read from a cache. */
  readonly uncachedTokens: number;
  /** Most that may be written. */
  readonly outputTokensMax: number;
}

/** Why a request is not served now. */
export interface LimitRefusal {
  readonly limited: Limited;
  readonly limit: number;
  readonly needed: number;
  /** Until the same request would be let through; Infinity: never. */
  readonly retryAfterMs: number;
}

/** One bucket as the headers show it. */
export interface BucketState {
  readonly limit: number;
  readonly remaining: number;
  /** Until it is full. */
  readonly resetMs: number;
}

/** A bucket and what this request takes out of it on arrival. */
interface Claim {
  readonly limited: Exclude<Limited, 'concurrency'>;
  readonly amount: number;
}

/** What one key may ask of one model, and how much of it is left. */
export class AccountLimits {
  readonly #vendor: Vendor;
  readonly #concurrency: number;
  readonly #buckets = new Map<Limited, TokenBucket>();
  #inFlight = 0;

  constructor(limits: ModelLimits, vendor: Vendor, nowMs: number) {
    this.#vendor = vendor;
    this.#concurrency = limits.concurrency ?? Number.POSITIVE_INFINITY;
    const bounds: readonly (readonly [Limited, number | undefined])[] = [
      ['requests', limits.requestsPerMinute],
      ['tokens', limits.tokensPerMinute],
      ['input-tokens', limits.inputTokensPerMinute],
      ['output-tokens', limits.outputTokensPerMinute],
    ];
    for (const [name, perMinute] of bounds) {
      if (perMinute === undefined) continue;
      this.#buckets.set(name, new TokenBucket(perMinute, limits.burstSeconds ?? 60, nowMs));
    }
  }

  /** Lets a request in; `end` has to follow, unless it was refused. */
  enter(need: Need, nowMs: number): LimitRefusal | undefined {
    const refusal = this.#refusal(need, nowMs);
    if (refusal) {
      // OpenAI: refused requests count, too, as far as there is something left to count.
      const requests = this.#buckets.get('requests');
      if (this.#vendor === 'openai' && requests?.waitMs(1, nowMs) === 0) requests.take(1, nowMs);
      return refusal;
    }
    this.#inFlight += 1;
    for (const { limited, amount } of this.#claims(need)) {
      this.#buckets.get(limited)?.take(amount, nowMs);
    }
    return undefined;
  }

  /** Anthropic counts output when it is there; `tokens` are what was written. */
  end(tokens: number, nowMs: number): void {
    this.#inFlight -= 1;
    if (this.#vendor !== 'anthropic') return;
    this.#buckets.get('output-tokens')?.take(tokens, nowMs);
    this.#buckets.get('tokens')?.take(tokens, nowMs);
  }

  /** For the headers. */
  state(limited: Limited, nowMs: number): BucketState | undefined {
    const bucket = this.#buckets.get(limited);
    return (
      bucket && {
        limit: bucket.perMinute,
        remaining: bucket.remaining(nowMs),
        resetMs: bucket.resetMs(nowMs),
      }
    );
  }

  #refusal(need: Need, nowMs: number): LimitRefusal | undefined {
    if (this.#inFlight >= this.#concurrency) {
      return { limited: 'concurrency', limit: this.#concurrency, needed: 1, retryAfterMs: 1_000 };
    }
    const waits = this.#claims(need).flatMap(({ limited, amount }) => {
      const bucket = this.#buckets.get(limited);
      if (!bucket) return [];
      // What is counted when it is there needs no more than that the bucket is in no debt.
      const retryAfterMs = bucket.waitMs(Math.max(amount, 1), nowMs);
      return [{ limited, limit: bucket.perMinute, needed: amount, retryAfterMs }];
    });
    const [longest] = waits.sort((a, b) => b.retryAfterMs - a.retryAfterMs);
    return longest && longest.retryAfterMs > 0 ? longest : undefined;
  }

  /**
   * OpenAI documents the greater of the estimated input and the output limit; their sum is
   * stricter, so that whoever keeps it keeps both.
   */
  #claims({ inputTokens, uncachedTokens, outputTokensMax }: Need): Claim[] {
    const amounts: Readonly<Record<Vendor, number>> = {
      openai: inputTokens + outputTokensMax,
      anthropic: uncachedTokens,
      gemini: inputTokens,
    };
    return [
      { limited: 'requests', amount: 1 },
      { limited: 'tokens', amount: amounts[this.#vendor] },
      { limited: 'input-tokens', amount: uncachedTokens },
      { limited: 'output-tokens', amount: 0 },
    ];
  }
}
