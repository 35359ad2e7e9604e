import type { Amount } from '../../contracts/gateway.ts';
import type { ChatRequest } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { boundCost, worstInputTokens } from '../../cost/call-cost.ts';
import { countInput, usesO200k } from '../../cost/input-tokens.ts';
import type { ModelConfig } from '../model-config.ts';
import type { CloserBound } from './budget-room.ts';

/**
 * What a vendor's count may be short of, in percent and in tokens. Anthropic and Google call theirs
 * an estimate that "may differ by a small amount" and give no figure; these are ours.
 * Source: "Token counting", Claude docs; "Understand and count tokens", Gemini docs; 2026-11-24.
 */
const MARGIN_PERCENT = 5;
const MARGIN_TOKENS = 64;

interface CountedCall {
  readonly model: ModelConfig;
  readonly request: ChatRequest;
  /** o200k_base. */
  readonly countTokens: (text: string) => number;
  readonly signal: AbortSignal;
}

/**
 * A bound of what a call can come to by the count of its tokens instead of its bytes, counted once;
 * undefined where the model is not to be counted. Where the vendor does not answer, the bytes stay.
 */
export function countedBound(call: CountedCall): CloserBound | undefined {
  if (call.model.inputBound !== 'count') return undefined;
  let bound: Promise<Amount> | undefined;
  return () => {
    bound ??= boundOf(call);
    return bound;
  };
}

async function boundOf(call: CountedCall): Promise<Amount> {
  const { model, request } = call;
  const inputTokens = Math.min(worstInputTokens(request), await countedTokens(call));
  const costs = model.routes.map(({ price }) => boundCost({ inputTokens, request }, price));
  return {
    picoUsd: costs.reduce((a, b) => (b > a ? b : a)),
    tokens: inputTokens + request.maxOutputTokens,
  };
}

/** Tools and schemas are put into words by the vendor: these it has to count itself. */
async function countedTokens(call: CountedCall): Promise<number> {
  const { model, request, countTokens } = call;
  const { tools, schema, extra } = request;
  if (usesO200k(model.logicalModel) && !tools && !schema && !extra) {
    const { texts, frames } = countInput(request, countTokens);
    return texts + frames;
  }
  const counted = await vendorCount(call);
  return Math.ceil((counted * (100 + MARGIN_PERCENT)) / 100) + MARGIN_TOKENS;
}

async function vendorCount({ model, request, signal }: CountedCall): Promise<number> {
  const [route] = model.routes;
  if (!route.provider.countInput) return Number.POSITIVE_INFINITY;
  const sent = { ...request, ...model.sampling, model: route.model };
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(model.timeoutMs)]);
    return await route.provider.countInput(sent, limit);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof MabError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
