import type { Quota, QuotaState } from '../../../contracts/model.ts';

/** Where a vendor writes one number of one limit. */
type HeaderName = (limit: 'requests' | 'tokens', what: 'limit' | 'remaining' | 'reset') => string;

/**
 * OpenAI and Azure OpenAI, and many compatible servers: `x-ratelimit-remaining-tokens`.
 * Source: OpenAI's guide to rate limits, "Rate limits in headers"; read on 2026-11-24.
 */
const OPENAI: HeaderName = (limit, what) => `x-ratelimit-${what}-${limit}`;
/**
 * Anthropic: `anthropic-ratelimit-tokens-remaining`; its tokens are those of the limit that is
 * nearest. Source: the Claude API's page on rate limits, "Response headers"; read on 2026-11-24.
 */
const ANTHROPIC: HeaderName = (limit, what) => `anthropic-ratelimit-${limit}-${what}`;

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** What the headers of a reply or a refusal say of the vendor's limits; undefined: nothing. */
export function readQuota(headers: Headers, nowMs: number): Quota | undefined {
  for (const nameOf of [OPENAI, ANTHROPIC]) {
    const [requests, tokens] = (['requests', 'tokens'] as const).map((limit) =>
      readState(headers, (what) => nameOf(limit, what), nowMs),
    );
    if (requests || tokens) {
      return { ...(requests ? { requests } : {}), ...(tokens ? { tokens } : {}) };
    }
  }
  return undefined;
}

function readState(
  headers: Headers,
  nameOf: (what: 'limit' | 'remaining' | 'reset') => string,
  nowMs: number,
): QuotaState | undefined {
  const limit = parseCount(headers.get(nameOf('limit')));
  const remaining = parseCount(headers.get(nameOf('remaining')));
  const resetMs = parseReset(headers.get(nameOf('reset')), nowMs);
  if (limit === undefined && remaining === undefined) return undefined;
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetMs === undefined ? {} : { resetMs }),
  };
}

/** A whole number; some servers write -1 where they have no limit. */
function parseCount(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined;
}

/** A span (`6m0s`, `120ms`, or seconds alone) or a time (RFC 3339), as ms from now. */
function parseReset(text: string | null, nowMs: number): number | undefined {
  if (text === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  if (/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (MS[unit ?? ''] ?? 0), 0);
  }
  const atMs = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
