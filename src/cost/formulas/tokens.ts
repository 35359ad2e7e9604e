/** Dollars of tokens: tokens × price / 10⁶. */
export function tokenCost(tokens: number, usdPerMillion: number): number {
  return (tokens * usdPerMillion) / 1e6;
}

/** Chunks of a text, at least one: ⌈tokens / chunk size⌉. */
export function chunkCount(tokens: number, chunkTokens: number): number {
  return Math.max(1, Math.ceil(tokens / chunkTokens));
}

/** Tokens a month from which a machine that embeds is cheaper than an API: machine / price. */
export function embeddingBreakEvenTokens(
  machineUsdPerMonth: number,
  apiUsdPerMillion: number,
): number {
  return (machineUsdPerMonth / apiUsdPerMillion) * 1e6;
}

/** Bytes of vectors as they are kept: count × dimensions × 4 (float32). */
export function vectorBytes(vectors: number, dimensions: number): number {
  return vectors * dimensions * 4;
}

/**
 * Seconds that a run takes at least: the largest of tokens / TPM, calls / RPM and calls × latency /
 * parallel. A limit that is not given does not bind.
 */
export function leastSeconds(work: {
  readonly tokens: number;
  readonly calls: number;
  readonly latencySeconds: number;
  readonly parallel: number;
  readonly tokensPerMinute?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
}): number {
  const { tokens, calls, latencySeconds, parallel, tokensPerMinute, requestsPerMinute } = work;
  return Math.max(
    tokensPerMinute === undefined ? 0 : (tokens / tokensPerMinute) * 60,
    requestsPerMinute === undefined ? 0 : (calls / requestsPerMinute) * 60,
    (calls * latencySeconds) / parallel,
  );
}
