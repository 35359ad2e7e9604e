import type { PicoUsd } from '../core/money.ts';
import type { WireUsage } from './dialects/dialect.ts';

/** Prices of one token, in pico-dollars. */
export interface KindPrices {
  readonly inputPicoUsd: PicoUsd;
  /** Default: as `inputPicoUsd`. */
  readonly cachedInputPicoUsd?: PicoUsd;
  /** Written to a cache for five minutes; default: as `inputPicoUsd`. */
  readonly cacheWritePicoUsd?: PicoUsd;
  /** Written to a cache for an hour; default: as `cacheWritePicoUsd`. */
  readonly cacheWriteHourPicoUsd?: PicoUsd;
  readonly outputPicoUsd: PicoUsd;
}

/** What a vendor asks for a model. */
export interface TokenPrices extends KindPrices {
  /** What is asked for an item of a batch, in hundredths of the price; default 50. */
  readonly batchPercent?: number;
  /** Other prices for the whole of a request whose input is longer, the shortest first. */
  readonly tiers?: readonly (KindPrices & { readonly aboveInputTokens: number })[];
}

/** By which a vendor is reached: one request at a time, or in batches. */
export type Lane = 'live' | 'batch';

/**
 * What a vendor would bill: one line for each reply that was produced, whether or not it arrived.
 */
export interface Invoice {
  /** Requests that were read to their end, refused ones included; each item of a batch is one. */
  readonly accepted: number;
  /** Replies that were produced, and so are billed. */
  readonly billed: number;
  readonly totalPicoUsd: PicoUsd;
  /** By key, model and lane, in the order in which they came first. */
  readonly lines: readonly InvoiceLine[];
  /**
   * By `textHash`: SHA-256 of the messages' contents, one after the other without anything between;
   * of embeddings, of each text.
   */
  readonly requests: ReadonlyMap<string, RequestLine>;
}

/** What one key had of one model in one lane. */
export interface InvoiceLine {
  readonly key: string;
  readonly model: string;
  readonly lane: Lane;
  readonly requests: number;
  /** Ended without a reply that is billed. */
  readonly refused: number;
  readonly billed: number;
  /** At the full price: neither read from a cache nor written to one. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheWriteHourTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly picoUsd: PicoUsd;
}

/** One distinct request, or text of a batch, on an invoice. */
export interface RequestLine {
  readonly accepted: number;
  readonly billed: number;
  readonly picoUsd: PicoUsd;
}

/** What one reply costs; in a batch a part of that, half a pico-dollar rounded up. */
export function replyPrice(usage: WireUsage, prices: TokenPrices, lane: Lane = 'live'): PicoUsd {
  const tier = prices.tiers?.findLast((one) => usage.promptTokens > one.aboveInputTokens);
  const kinds = tier ?? prices;
  const input = kinds.inputPicoUsd;
  const write = kinds.cacheWritePicoUsd ?? input;
  const full =
    BigInt(plainInput(usage)) * input +
    BigInt(usage.cachedTokens) * (kinds.cachedInputPicoUsd ?? input) +
    BigInt(usage.cacheWriteTokens) * write +
    BigInt(usage.cacheWriteHourTokens) * (kinds.cacheWriteHourPicoUsd ?? write) +
    BigInt(usage.completionTokens) * kinds.outputPicoUsd;
  return lane === 'live' ? full : (full * BigInt(prices.batchPercent ?? 50) + 50n) / 100n;
}

/** Input tokens at the full price. */
export function plainInput(usage: WireUsage): number {
  const { promptTokens, cachedTokens, cacheWriteTokens, cacheWriteHourTokens } = usage;
  return promptTokens - cachedTokens - cacheWriteTokens - cacheWriteHourTokens;
}

/** An invoice as JSON: amounts are texts, requests an object. */
export function invoiceJson(invoice: Invoice): string {
  const requests = Object.fromEntries(invoice.requests);
  return JSON.stringify({ ...invoice, requests }, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
