import type { Vendor } from '../../dialects/dialect.ts';
import type { AccountLimits, BucketState, Limited } from './account-limits.ts';

type Headers = Record<string, string>;

/** What a vendor says of its limits with every reply. */
export function limitHeaders(vendor: Vendor, limits: AccountLimits, nowMs: number): Headers {
  if (vendor === 'gemini') return {};
  const state = (kind: Limited) => limits.state(kind, nowMs);
  const [input, output] = [state('input-tokens'), state('output-tokens')];
  if (vendor === 'openai') {
    return {
      ...openAiHeaders('requests', state('requests')),
      ...openAiHeaders('tokens', state('tokens')),
    };
  }
  return {
    ...anthropicHeaders('requests', state('requests'), nowMs),
    ...anthropicHeaders('tokens', state('tokens') ?? tightest(input, output), nowMs),
    ...anthropicHeaders('input-tokens', input, nowMs),
    ...anthropicHeaders('output-tokens', output, nowMs),
  };
}

/** Of which the smaller part is left; where all are full, the smaller one. */
function tightest(...states: readonly (BucketState | undefined)[]): BucketState | undefined {
  const known = states.filter((state) => state !== undefined);
  const left = ({ remaining, limit }: BucketState): number => remaining / limit;
  return known.sort((a, b) => left(a) - left(b) || a.limit - b.limit)[0];
}

function openAiHeaders(kind: Limited, state: BucketState | undefined): Headers {
  if (!state) return {};
  const { limit, remaining, resetMs } = state;
  return {
    [`x-ratelimit-limit-${kind}`]: String(limit),
    [`x-ratelimit-remaining-${kind}`]: String(remaining),
    [`x-ratelimit-reset-${kind}`]: goDuration(resetMs),
  };
}

function anthropicHeaders(kind: Limited, state: BucketState | undefined, nowMs: number): Headers {
  if (!state) return {};
  const name = `anthropic-ratelimit-${kind}`;
  return {
    [`${name}-limit`]: String(state.limit),
    [`${name}-remaining`]: String(state.remaining),
    [`${name}-reset`]: new Date(nowMs + state.resetMs).toISOString(),
  };
}

/** As OpenAI writes times: `20ms`, `8.64s`, `6m0s`, `1h0m0s`. */
export function goDuration(ms: number): string {
  if (ms < 1_000) return `${ms}ms`;
  const [minutes, seconds] = [Math.floor(ms / 60_000), (ms % 60_000) / 1_000];
  if (minutes === 0) return `${seconds}s`;
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes}m${seconds}s` : `${hours}h${minutes % 60}m${seconds}s`;
}

/** When to come again: whole seconds, and at OpenAI milliseconds beside them. */
export function retryHeaders(vendor: Vendor, retryAfterMs: number): Headers {
  if (vendor === 'gemini' || !Number.isFinite(retryAfterMs)) return {};
  const seconds = { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
  return vendor === 'openai' ? { ...seconds, 'retry-after-ms': String(retryAfterMs) } : seconds;
}
