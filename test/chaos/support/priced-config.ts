import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenPrices } from '../../../src/testing/invoice.ts';
import { DATASET } from './small-dataset.ts';

/**
 * What the counting server bills; the same prices stand in the configuration, as dollars a million.
 */
export const PRICES: TokenPrices = {
  inputPicoUsd: 150_000n,
  cachedInputPicoUsd: 75_000n,
  outputPicoUsd: 600_000n,
};
const PRICE_IN_CONFIG = {
  inputUsdPerMillion: 0.15,
  cachedInputUsdPerMillion: 0.075,
  outputUsdPerMillion: 0.6,
};

/** Of the usual configuration: one without memory, one with an index, one that buys embeddings. */
export const METHODS = [
  'no-memory',
  { id: 'bm25', options: { topK: 2 } },
  { id: 'dense', embedder: 'counting', options: { topK: 2 } },
] as const;

/** What differs from the usual configuration; `reader` adds to the usual reader. */
export interface ConfigChanges {
  readonly reader?: Readonly<Record<string, unknown>>;
  readonly [option: string]: unknown;
}

/**
 * Writes a configuration with a priced model behind `url`, temperature 0 and a pinned name, so that
 * the address is no part of what is asked. Requests are stored, so that the ledger's keys can be
 * compared with what the server counted.
 *
 * @returns The path of the file.
 */
export function writePricedConfig(
  folder: string,
  { url, data, ...more }: { url: string; data: string } & ConfigChanges,
): string {
  const { reader, ...changes } = more;
  const path = join(folder, 'run.yaml');
  writeFileSync(
    path,
    JSON.stringify({
      name: 'chaos',
      data: { folder: data },
      datasets: [{ id: DATASET, chunkTokens: 64 }],
      methods: METHODS,
      controls: false,
      concurrency: 4,
      storeRequests: true,
      reader: {
        provider: 'openai-compatible',
        baseUrl: url,
        model: 'counting',
        logicalModel: 'counting-1',
        pinned: true,
        contextTokens: 16_000,
        price: PRICE_IN_CONFIG,
        ...reader,
      },
      embedders: {
        counting: {
          provider: 'openai-compatible',
          baseUrl: url,
          model: 'counting-embedder',
          logicalModel: 'counting-embedder-1',
          pinned: true,
          inputTokensMax: 512,
          batchMax: 3,
          price: { inputUsdPerMillion: PRICE_IN_CONFIG.inputUsdPerMillion },
        },
      },
      ...changes,
    }),
  );
  return path;
}
