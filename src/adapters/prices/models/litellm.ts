import { z } from 'zod';
import { roundPrice } from '../round-price.ts';

export const LITELLM_URL = new URL(
  'https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json',
);

const cost = z.number().min(0).nullish();

/** Lenient: other fields, and models of other kinds, are not looked at. */
export const litellmData = z.record(
  z.string(),
  z.object({
    input_cost_per_token: cost,
    output_cost_per_token: cost,
    cache_read_input_token_cost: cost,
    cache_creation_input_token_cost: cost,
    cache_creation_input_token_cost_above_1hr: cost,
    input_cost_per_token_batches: cost,
    output_cost_per_token_batches: cost,
  }),
);
export type LitellmData = z.infer<typeof litellmData>;

const METERS = {
  input_cost_per_token: 'input',
  cache_read_input_token_cost: 'cached-input',
  cache_creation_input_token_cost: 'cache-write-5m',
  cache_creation_input_token_cost_above_1hr: 'cache-write-1h',
  output_cost_per_token: 'output',
  input_cost_per_token_batches: 'batch-input',
  output_cost_per_token_batches: 'batch-output',
} as const;

/** What LiteLLM says of a model, by our name of the meter, in US dollars for a million tokens. */
export function litellmPrices(
  data: LitellmData,
  { provider, model }: { readonly provider: string; readonly model: string },
): ReadonlyMap<string, number> {
  // Plain names of Gemini are those of Vertex AI.
  const entry = (provider === 'google' ? data[`gemini/${model}`] : undefined) ?? data[model];
  const found = new Map<string, number>();
  for (const [key, meter] of Object.entries(METERS) as [keyof typeof METERS, string][]) {
    const perToken = entry?.[key];
    if (typeof perToken === 'number') found.set(meter, roundPrice(perToken * 1e6));
  }
  return found;
}
