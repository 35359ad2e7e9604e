import type { ChatRequest, Usage } from '../contracts/model.ts';
import type { PicoUsd } from '../core/money.ts';
import { requestTexts } from './request-texts.ts';
import { type KindPrices, pricesAt, type TokenPrice } from './token-price.ts';

/**
 * Metered cost of a reply: reported usage × price of a request with so much input, exact. Reasoning
 * tokens are part of the output.
 */
export function meteredCost(usage: Usage, price: TokenPrice): PicoUsd {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens } = usage;
  const kinds = pricesAt(price, inputTokens + cachedInputTokens + cacheWriteTokens);
  return (
    BigInt(inputTokens) * kinds.inputPicoUsd +
    BigInt(cachedInputTokens) * kinds.cachedInputPicoUsd +
    BigInt(cacheWriteTokens) * kinds.cacheWritePicoUsd +
    BigInt(outputTokens) * kinds.outputPicoUsd
  );
}

/**
 * What a lane charges of a cost. The batch lane has 50 percent of the live one's, on the cost of
 * each whole reply, half a pico-dollar rounded up.
 */
export function laneCost(picoUsd: PicoUsd, percent: number): PicoUsd {
  return (picoUsd * BigInt(percent) + 50n) / 100n;
}

/**
 * Tokens that a vendor's chat format puts around one text, and around the whole. The formats in use
 * need 3 to 7; the bound is generous because a bound that is passed once is worth nothing.
 */
const FRAME_TOKENS_MAX = 32;

/** For what some vendors add when tools or a schema are sent: a few hundred tokens. */
const TOOL_PROMPT_TOKENS_MAX = 1_024;

/**
 * The most tokens that one attempt can take: every UTF-8 byte of the input a token (byte-level
 * tokenizers never need more), and the longest reply that was allowed.
 */
export function worstCaseTokens(request: ChatRequest): number {
  return worstInputTokens(request) + request.maxOutputTokens;
}

/** The most that one attempt can cost: its worst case of tokens, at the dearest input price. */
export function worstCaseCost(request: ChatRequest, price: TokenPrice): PicoUsd {
  return boundCost({ inputTokens: worstInputTokens(request), request }, price);
}

/**
 * The most that one attempt can cost whose input has at most so many tokens: in the dearest of the
 * tiers that it can reach.
 */
export function boundCost(
  { inputTokens, request }: { readonly inputTokens: number; readonly request: ChatRequest },
  price: TokenPrice,
): PicoUsd {
  const reached = (price.tiers ?? []).filter((tier) => inputTokens > tier.aboveInputTokens);
  const costs = [price, ...reached].map(
    (kinds) =>
      BigInt(inputTokens) * dearestInput(kinds) +
      BigInt(request.maxOutputTokens) * kinds.outputPicoUsd,
  );
  return costs.reduce((dearest, cost) => (cost > dearest ? cost : dearest));
}

/** The most tokens that the input can have. */
export function worstInputTokens(request: ChatRequest): number {
  return requestTexts(request).reduce(
    (sum, text) => sum + Buffer.byteLength(text) + FRAME_TOKENS_MAX,
    FRAME_TOKENS_MAX +
      (request.tools || request.schema || request.extra ? TOOL_PROMPT_TOKENS_MAX : 0),
  );
}

/** Writing to a cache may cost more than reading without one; so may reading, in a price file. */
function dearestInput(kinds: KindPrices): PicoUsd {
  return [kinds.cachedInputPicoUsd, kinds.cacheWritePicoUsd].reduce(
    (dearest, price) => (price > dearest ? price : dearest),
    kinds.inputPicoUsd,
  );
}
