import type { ConcurrencyBounds, Limit, TokenCounting } from '../contracts/limits.ts';
import type { LimitEntry, LimitsConfig } from '../run/config/limits-schema.ts';

/** Whose limits these are. */
export interface LimitedWay {
  readonly provider: string;
  /** Of the key; nothing can be guessed from it. */
  readonly fingerprint: string;
  /** As sent to the provider. */
  readonly model: string;
  /** As configured. */
  readonly limits?: LimitsConfig | undefined;
}

/** By provider; others count what was used. Source: the vendors' pages on rate limits. */
const COUNTING: Readonly<Record<string, TokenCounting>> = {
  openai: 'reserved',
  azure: 'reserved',
  anthropic: 'uncached',
  gemini: 'input',
};

/**
 * All limits that a send on this way is held against. That of key and model is always there: it
 * learns from the vendor what is not stated.
 */
export function limitsOf({ provider, fingerprint, model, limits }: LimitedWay): Limit[] {
  const entries: readonly LimitEntry[] = Array.isArray(limits)
    ? limits
    : [{ per: 'model', ...limits }];
  const counting = COUNTING[provider] ?? 'used';
  const names = { model: `${fingerprint} ${model}`, key: fingerprint, provider: 'all' } as const;
  const stated = entries.map((entry) => limitOf(entry, names[entry.per], counting));
  const learned = limitOf({ per: 'model' }, names.model, counting);
  return stated.some(({ adapts }) => adapts) ? stated : [learned, ...stated];
}

function limitOf(
  { per, rpm, tpm, concurrency }: LimitEntry,
  name: string,
  counting: TokenCounting,
): Limit {
  return {
    ...{ name, counting, adapts: per === 'model' },
    ...(rpm === undefined ? {} : { requestsPerMinute: rpm }),
    ...(tpm === undefined ? {} : { tokensPerMinute: tpm }),
    ...(concurrency === undefined ? {} : { concurrency: boundsOf(concurrency) }),
  };
}

function boundsOf(given: NonNullable<LimitEntry['concurrency']>): ConcurrencyBounds {
  if (typeof given === 'number') return { min: 1, max: given, start: given };
  return { ...given, start: given.min };
}
