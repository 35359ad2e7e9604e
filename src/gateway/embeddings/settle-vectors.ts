import type { EmbeddingReply, Usage } from '../../contracts/model.ts';
import type { PicoUsd } from '../../core/money.ts';
import { laneCost, meteredCost } from '../../cost/call-cost.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EmbeddingRoute } from '../routes/route.ts';
import { shareTokens } from './share-tokens.ts';
import { readVector, vectorText } from './vector-text.ts';

const NO_TOKENS = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
} as const;

/** A reply of a route, in whatever lane, on its way into the ledger. */
export interface RoutedVectors {
  readonly reply: EmbeddingReply;
  readonly latencyMs: number;
  readonly route: EmbeddingRoute;
  /** What the lane charges, of the live lane's hundred. */
  readonly percent: number;
}

/**
 * Makes the vectors of one request durable, each with its share of the bill. All of them at once:
 * where a vendor counts otherwise than we do, a text's share depends on those that it was sent
 * with, and after a kill they are sent together again.
 *
 * @param texts  Those of the request, with their intents and our count of their tokens.
 * @returns the vectors that stand in the ledger, and the bill.
 */
export async function settleVectors(
  ledger: Pick<Ledger, 'perform'>,
  texts: readonly { readonly attempt: number; readonly tokens: number }[],
  { reply, latencyMs, route, percent }: RoutedVectors,
): Promise<{ readonly vectors: readonly Float32Array[]; readonly costPicoUsd: PicoUsd }> {
  const counts = texts.map(({ tokens }) => tokens);
  const counted = counts.reduce((a, b) => a + b, 0);
  const shares = shareTokens(reply.inputTokens ?? counted, counts);
  const source: Usage['source'] = reply.inputTokens === undefined ? 'estimated' : 'reported';
  const settlements = texts.map(({ attempt }, at) => {
    const embeddedTokens = shares[at] as number;
    const metered = { ...NO_TOKENS, inputTokens: embeddedTokens, source };
    return {
      ...{ attempt, costPicoUsd: laneCost(meteredCost(metered, route.price), percent) },
      // Its share, so that those of one request add up to the time that it took.
      latencyMs: latencyMs / texts.length,
      reply: { vector: vectorText(reply.vectors[at] as Float32Array) },
      usage: { ...NO_TOKENS, embeddedTokens, source },
      ...{ servedBy: route.provider.servedBy, route: route.name },
      reportedModel: reply.reportedModel,
    };
  });
  const standing = await ledger.perform('settleTogether', settlements);
  return {
    vectors: standing.map(readVector),
    costPicoUsd: settlements.reduce((sum, { costPicoUsd }) => sum + costPicoUsd, 0n),
  };
}
