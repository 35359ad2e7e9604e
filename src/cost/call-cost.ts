import type { ChatRequest, Usage } from '../contracts/model.ts';
import type { PicoUsd } from '../core/money.ts';
import type { TokenPrice } from './token-price.ts';

/**
 * Metered cost of a reply: reported usage × price, exact. Reasoning tokens are part of the output.
 */
export function meteredCost(usage: Usage, price: TokenPrice): PicoUsd {
  return (
    BigInt(usage.inputTokens) * price.inputPicoUsd +
    BigInt(usage.cachedInputTokens) * price.cachedInputPicoUsd +
    BigInt(usage.cacheWriteTokens) * price.cacheWritePicoUsd +
    BigInt(usage.outputTokens) * price.outputPicoUsd
  );
}

/**
 * Tokens that a vendor's chat format puts around one message, and around the whole. The formats in
 * use need 3 to 7; the bound is generous because a bound that is passed once is worth nothing.
 */
const FRAME_TOKENS_MAX = 32;

/**
 * The most that one attempt can cost: every UTF-8 byte a token (byte-level tokenizers never need
 * more), nothing from the vendor's cache, and the longest reply that was allowed.
 */
export function worstCaseCost(request: ChatRequest, price: TokenPrice): PicoUsd {
  const bytes = request.messages.reduce(
    (sum, { content }) => sum + Buffer.byteLength(content) + FRAME_TOKENS_MAX,
    FRAME_TOKENS_MAX,
  );
  return BigInt(bytes) * price.inputPicoUsd + BigInt(request.maxOutputTokens) * price.outputPicoUsd;
}
