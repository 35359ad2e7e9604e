import type { ChatReply, ChatRequest, ProviderReply, Usage } from '../../contracts/model.ts';
import type { PicoUsd } from '../../core/money.ts';
import { laneCost, meteredCost } from '../../cost/call-cost.ts';
import { requestTexts } from '../../cost/request-texts.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { ChatRoute } from '../routes/route.ts';
import { asChatReply } from './as-chat-reply.ts';

/** A reply of a route, in whatever lane, on its way into the ledger. */
export interface RoutedReply {
  readonly attempt: number;
  readonly request: ChatRequest;
  readonly reply: ProviderReply;
  readonly latencyMs: number;
  readonly route: ChatRoute;
  /** What the lane charges, of the live lane's hundred. */
  readonly percent: number;
}

/**
 * Makes a reply durable with what it has cost.
 *
 * @returns the reply that stands in the ledger: that of another process, where it was faster.
 */
export async function settleReply(
  { ledger, countTokens }: Pick<GatewayOptions, 'ledger' | 'countTokens'>,
  { attempt, request, reply, latencyMs, route, percent }: RoutedReply,
): Promise<{ readonly reply: ChatReply; readonly costPicoUsd: PicoUsd }> {
  const { text, finish, toolCalls, reportedModel } = reply;
  const usage = reply.usage ?? estimateUsage(request, reply, countTokens);
  const costPicoUsd = laneCost(meteredCost(usage, route.price), percent);
  const standing = await ledger.perform('settle', {
    ...{ attempt, usage, costPicoUsd, reportedModel, latencyMs },
    reply: { text, finish, ...(toolCalls ? { toolCalls } : {}) },
    ...{ servedBy: route.provider.servedBy, route: route.name },
  });
  return { reply: asChatReply(standing), costPicoUsd };
}

function estimateUsage(
  request: ChatRequest,
  { text, toolCalls }: ProviderReply,
  countTokens: (text: string) => number,
): Usage {
  const inputTokens = requestTexts(request).reduce((sum, part) => sum + countTokens(part), 0);
  const calls = toolCalls ? countTokens(JSON.stringify(toolCalls)) : 0;
  return {
    ...{ inputTokens, outputTokens: countTokens(text) + calls },
    ...{ cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 },
    source: 'estimated',
  };
}
