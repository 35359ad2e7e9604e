import { createEmbedder } from '../../src/app/embedder-model.ts';
import { createReader } from '../../src/app/reader-model.ts';
import { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import type { EmbedderModel } from '../../src/gateway/embeddings/embedder-model.ts';
import type { ModelConfig } from '../../src/gateway/model-config.ts';
import { embedderSchema } from '../../src/run/config/embedder-schema.ts';
import { readerSchema } from '../../src/run/config/reader-schema.ts';
import type { TokenPrices } from '../../src/testing/invoice.ts';
import type { Lab } from '../../src/testing/lab/lab.ts';

/** It must stand nowhere. */
export const KEY = 'key-that-nobody-may-see';
const ENVIRONMENT = { PROVIDER_KEY: KEY };

/** Of the lab's models; odd, so that half of a reply's price has to be rounded. */
export const PRICES: TokenPrices = { inputPicoUsd: 10_007n, outputPicoUsd: 100_003n };
/** The same, in dollars for a million tokens. */
const PRICE = { inputUsdPerMillion: 0.010_007, outputUsdPerMillion: 0.100_003 };

/** As the lab counts: four characters are a token. */
export const countTokens = (text: string): number => Math.ceil(text.length / 4);

export type AnyModel =
  | { readonly kind: 'chat'; readonly model: ModelConfig }
  | { readonly kind: 'embeddings'; readonly model: EmbedderModel };

/** One provider in one lane, wired as a configuration wires it. */
export interface Way {
  readonly kind: AnyModel['kind'];
  readonly lane: 'live' | 'batch';
  /** @param timeoutMs  How long one attempt may take. */
  modelAt(lab: Lab, timeoutMs: number): AnyModel;
}

const COMMON = {
  ...{ model: 'm', logicalModel: 'm-1', pinned: true, apiKeyEnv: 'PROVIDER_KEY' },
  attemptsMax: 2,
};
/** Every way has a price of its own. */
const NO_PRICES = new Catalogue([], '2026-11-24');
const AZURE = { provider: 'azure', azure: { apiVersion: '2024-10-21' } };

function chat(lane: Way['lane'], config: object): Way {
  return {
    ...{ kind: 'chat', lane },
    modelAt(lab, timeoutMs) {
      const given = { ...COMMON, contextTokens: 10_000, price: PRICE, timeoutMs, ...config };
      const reader = readerSchema.parse({ ...given, baseUrl: baseUrlAt(lab, config) });
      return { kind: 'chat', model: createReader(reader, ENVIRONMENT, NO_PRICES).model };
    },
  };
}

function embeddings(lane: Way['lane'], config: object): Way {
  return {
    ...{ kind: 'embeddings', lane },
    modelAt(lab, timeoutMs) {
      const price = { inputUsdPerMillion: PRICE.inputUsdPerMillion };
      const given = { ...COMMON, inputTokensMax: 512, price, timeoutMs, ...config };
      const embedder = embedderSchema.parse({ ...given, baseUrl: baseUrlAt(lab, config) });
      if (embedder.provider === 'embedded') throw new Error('It asks no server.');
      return {
        kind: 'embeddings',
        model: { ...createEmbedder(embedder, ENVIRONMENT, NO_PRICES), countTokens },
      };
    },
  };
}

function baseUrlAt(lab: Lab, config: object): string {
  return 'azure' in config ? lab.origin : lab.url;
}

/** Every provider that is reached over HTTP, in every lane that it has. */
export const WAYS: Readonly<Record<string, Way>> = {
  'OpenAI chat': chat('live', { provider: 'openai' }),
  'OpenAI responses': chat('live', { provider: 'openai', api: 'responses' }),
  'Azure OpenAI': chat('live', AZURE),
  'a compatible server': chat('live', { provider: 'openai-compatible' }),
  Anthropic: chat('live', { provider: 'anthropic' }),
  Gemini: chat('live', { provider: 'gemini' }),
  'OpenAI embeddings': embeddings('live', { provider: 'openai' }),
  'Azure embeddings': embeddings('live', AZURE),
  'embeddings of a compatible server': embeddings('live', { provider: 'openai-compatible' }),
  'Gemini embeddings': embeddings('live', { provider: 'gemini' }),
  'OpenAI chat by batch': chat('batch', { provider: 'openai' }),
  'OpenAI responses by batch': chat('batch', { provider: 'openai', api: 'responses' }),
  'Azure OpenAI by batch': chat('batch', AZURE),
  'Anthropic by batch': chat('batch', { provider: 'anthropic' }),
  'OpenAI embeddings by batch': embeddings('batch', { provider: 'openai' }),
  'Azure embeddings by batch': embeddings('batch', AZURE),
};
