import type { PricePerMillion } from './token-price.ts';

/** A price with where and when it was read. */
export interface CataloguedPrice extends PricePerMillion {
  /** The day on which the source last checked it. */
  readonly checkedOn: string;
  readonly source: string;
}

const SOURCE = 'pydantic/genai-prices (MIT), snapshot of 2026-08-21';

function price(input: number, cached: number, output: number, checkedOn: string): CataloguedPrice {
  return {
    inputUsdPerMillion: input,
    cachedInputUsdPerMillion: cached,
    outputUsdPerMillion: output,
    ...{ checkedOn, source: SOURCE },
  };
}

/** At Anthropic writing to the cache has a price of its own; here that of five minutes. */
function claudePrice(
  input: number,
  cached: number,
  write: number,
  output: number,
): CataloguedPrice {
  return { ...price(input, cached, output, '2026-07-29'), cacheWriteUsdPerMillion: write };
}

/** Embeddings have no output. */
function embeddingPrice(input: number, checkedOn: string): CataloguedPrice {
  return { inputUsdPerMillion: input, outputUsdPerMillion: 0, checkedOn, source: SOURCE };
}

/**
 * Prices of models whose price is one number for every request length, in US dollars per million
 * tokens. Models with tiers, or with a price that is known to end, are not here: a price that holds
 * for some requests only would be wrong for the others.
 */
export const MODEL_PRICES: Readonly<Record<string, CataloguedPrice>> = {
  'gpt-4o': price(2.5, 1.25, 10, '2025-07-04'),
  'gpt-4o-mini': price(0.15, 0.075, 0.6, '2025-07-04'),
  'gpt-4.1': price(2, 0.5, 8, '2025-07-04'),
  'gpt-4.1-mini': price(0.4, 0.1, 1.6, '2025-07-04'),
  'gpt-4.1-nano': price(0.1, 0.025, 0.4, '2025-07-04'),
  'o4-mini': price(1.1, 0.275, 4.4, '2025-07-04'),
  'gpt-5': price(1.25, 0.125, 10, '2025-11-13'),
  'gpt-5-mini': price(0.25, 0.025, 2, '2025-11-13'),
  'gpt-5-nano': price(0.05, 0.005, 0.4, '2025-11-13'),
  'gpt-5.1': price(1.25, 0.125, 10, '2025-11-13'),
  'gpt-5.2': price(1.75, 0.175, 14, '2025-12-11'),
  'gpt-5.4-mini': price(0.75, 0.075, 4.5, '2026-03-18'),
  'gpt-5.4-nano': price(0.2, 0.02, 1.25, '2026-03-18'),
  'gpt-5.5': price(5, 0.5, 30, '2026-04-24'),
  o3: price(2, 0.5, 8, '2025-07-12'),
  'claude-haiku-4-5': claudePrice(1, 0.1, 1.25, 5),
  // Since 2026-03-13; before, long requests cost more.
  'claude-sonnet-4-6': claudePrice(3, 0.3, 3.75, 15),
  // Since 2026-09-01; before, an introductory price.
  'claude-sonnet-5': claudePrice(3, 0.3, 3.75, 15),
  'claude-opus-4-8': claudePrice(5, 0.5, 6.25, 25),
  'claude-opus-5': claudePrice(5, 0.5, 6.25, 25),
  'gemini-2.5-flash': price(0.3, 0.03, 2.5, '2025-10-31'),
  'gemini-2.5-flash-lite': price(0.1, 0.01, 0.4, '2025-10-31'),
  'gemini-3-flash-preview': price(0.5, 0.05, 3, '2025-12-19'),
  'text-embedding-3-small': embeddingPrice(0.02, '2025-07-04'),
  'text-embedding-3-large': embeddingPrice(0.13, '2025-07-04'),
  'text-embedding-ada-002': embeddingPrice(0.1, '2025-07-04'),
  'gemini-embedding-001': embeddingPrice(0.15, '2026-08-21'),
};

/**
 * Snapshots that cost what their alias costs; any other snapshot has to be priced by the user,
 * since some cost something else (`gpt-4o-2024-05-13` costs twice as much).
 */
const SNAPSHOTS: Readonly<Record<string, string>> = {
  'gpt-4o-2024-08-06': 'gpt-4o',
  'gpt-4o-2024-11-20': 'gpt-4o',
  'gpt-4o-mini-2024-07-18': 'gpt-4o-mini',
  'gpt-4.1-2025-04-14': 'gpt-4.1',
  'gpt-4.1-mini-2025-04-14': 'gpt-4.1-mini',
  'gpt-4.1-nano-2025-04-14': 'gpt-4.1-nano',
  'o4-mini-2025-04-16': 'o4-mini',
  'gpt-5-2025-08-07': 'gpt-5',
  'gpt-5-mini-2025-08-07': 'gpt-5-mini',
  'gpt-5-nano-2025-08-07': 'gpt-5-nano',
  'claude-haiku-4-5-20251001': 'claude-haiku-4-5',
};

/** @returns undefined for a model that is not known: a missing price is missing, never zero. */
export function findModelPrice(model: string): CataloguedPrice | undefined {
  return MODEL_PRICES[SNAPSHOTS[model] ?? model];
}
