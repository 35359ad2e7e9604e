import { countTokens } from '../bench/chunking/token-count.ts';
import type { ChatBatchProvider } from '../contracts/batch.ts';
import type { ModelProvider } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import { usesO200k } from '../cost/input-tokens.ts';
import { FREE } from '../cost/token-price.ts';
import type { ModelConfig } from '../gateway/model-config.ts';
import { vendorCache } from '../gateway/prompt-cache/vendor-caches.ts';
import { createAnthropicProvider } from '../gateway/providers/anthropic/provider.ts';
import { createAnthropicBatches } from '../gateway/providers/anthropic-batches/provider.ts';
import { createExtractiveProvider } from '../gateway/providers/extractive/extractive-provider.ts';
import { createGeminiProvider } from '../gateway/providers/gemini/provider.ts';
import { chatFormat, responsesFormat } from '../gateway/providers/openai-batches/formats.ts';
import { createOpenAiBatches } from '../gateway/providers/openai-batches/provider.ts';
import { createOpenAiCompatibleProvider } from '../gateway/providers/openai-compatible/provider.ts';
import { createOpenAiResponsesProvider } from '../gateway/providers/openai-responses/provider.ts';
import { createScriptedProvider, hashScript } from '../gateway/providers/scripted/provider.ts';
import { DEFAULT_POLICY } from '../gateway/routes/failover-policy.ts';
import type {
  ReaderConfig,
  ReaderFailover,
  RemoteReaderConfig,
} from '../run/config/reader-schema.ts';
import {
  type Environment,
  modelNames,
  openAiBatchOptions,
  openAiOptions,
  priceOf,
  readKey,
} from './remote-model.ts';
import { routesOf } from './routes.ts';

/** Raised when the embedded reader may answer otherwise: its version is its snapshot. */
const EXTRACTIVE_MODEL = 'extractive-1';

const PRICE_HINT = { need: 'inputUsdPerMillion: …, outputUsdPerMillion: …' };

/** A chat model of a run. */
export interface Reader {
  readonly model: ModelConfig;
  /** How it has to be named beside every score. */
  readonly note?: string;
}

/**
 * The model that a configuration asks for.
 *
 * @param environment  Where keys are looked up by the names in the configuration.
 * @param catalogue  For prices and limits that the configuration does not give.
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN, COUNT_UNKNOWN.
 */
export function createReader(
  config: ReaderConfig,
  environment: Environment,
  catalogue: Catalogue,
): Reader {
  if (config.provider === 'extractive') {
    return {
      model: embedded(EXTRACTIVE_MODEL, createExtractiveProvider({ countTokens }), config),
      note:
        'The reader is the embedded extractive one, no language model: it quotes what was ' +
        'retrieved. Scores compare retrieval, not models.',
    };
  }
  const model = createChatModel(config, { environment, catalogue, where: 'reader' });
  if (config.provider !== 'scripted') return { model };
  return { model, note: 'The reader is a script, no language model: scores mean nothing.' };
}

/** What a model is made with. */
export interface ModelMaking {
  readonly environment: Environment;
  readonly catalogue: Catalogue;
  /** Whose model it is, for messages: `reader`. */
  readonly where: string;
}

/** As `createReader`, for whatever a language model is wanted. */
export function createChatModel(
  config: Exclude<ReaderConfig, { provider: 'extractive' }>,
  making: ModelMaking,
): ModelConfig {
  if (config.provider !== 'scripted') return remoteModel(config, making);
  const { model, price } = config;
  return embedded(model, createScriptedProvider(hashScript), config, {
    price: priceOf(model, price, { ...PRICE_HINT, ...making }),
  });
}

function embedded(
  model: string,
  provider: ModelProvider,
  { contextTokens }: { contextTokens: number },
  { price } = { price: FREE },
): ModelConfig {
  return {
    ...{ contextTokens, logicalModel: model, sampling: {}, pinned: true, sampled: false },
    outputTokensMax: contextTokens,
    ...{ timeoutMs: 600_000, attemptsMax: 1, policy: DEFAULT_POLICY },
    routes: [{ id: model, name: provider.servedBy, provider, model, price, limits: [] }],
  };
}

/** What a server of the model has to say; the rest is the reader's. */
type ReaderServer = RemoteReaderConfig | Exclude<ReaderFailover, { provider?: undefined }>;

function remoteModel(
  config: RemoteReaderConfig,
  { environment, catalogue, where: of }: ModelMaking,
): ModelConfig {
  const { temperature, contextTokens, timeoutMs, attemptsMax } = config;
  const name = config.logicalModel ?? config.model;
  const outputTokensMax = config.outputTokensMax ?? catalogue.model(name)?.outputTokensMax;
  const seed = 'seed' in config ? config.seed : undefined;
  const model: ModelConfig = {
    ...{ contextTokens, timeoutMs, attemptsMax, policy: config.failoverPolicy },
    ...(outputTokensMax === undefined ? {} : { outputTokensMax }),
    routes: routesOf<ReaderServer, ModelProvider, ChatBatchProvider>(of, config, config.failover, {
      environment,
      provider: (server) => remoteProvider(server, environment),
      batches: (server) => remoteBatches(server, environment),
      price: ({ price }, where) => priceOf(name, price, { ...PRICE_HINT, catalogue, where }),
      promptCache: (server) => vendorCache(server.provider, name, server.promptCaching),
    }),
    ...modelNames(config),
    sampled: temperature !== 0,
    sampling: {
      ...(temperature === 'none' ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
    },
    inputBound: ('inputBound' in config ? config.inputBound : undefined) ?? 'bytes',
  };
  checkCounted(model);
  return model;
}

/** Counting has to be possible before the first call, not only when the budget gets short. */
function checkCounted({ inputBound, logicalModel, routes: [{ provider }] }: ModelConfig): void {
  if (inputBound === 'bytes' || provider.countInput || usesO200k(logicalModel)) return;
  throw new MabError('COUNT_UNKNOWN', `Nobody counts the tokens of "${logicalModel}" in advance.`, {
    hint: 'Drop `inputBound: count`, or name the model behind a deployment with `logicalModel`.',
  });
}

function remoteProvider(config: ReaderServer, environment: Environment): ModelProvider {
  const options = { baseUrl: config.baseUrl, apiKey: readKey(config.apiKeyEnv, environment) };
  switch (config.provider) {
    case 'anthropic':
      return createAnthropicProvider(options);
    case 'gemini':
      return createGeminiProvider(options);
    default: {
      const openAi = openAiOptions(config, environment);
      if (config.provider === 'openai' && config.api === 'responses') {
        return createOpenAiResponsesProvider(openAi);
      }
      const { outputLimitField = 'max_completion_tokens' } = config;
      return createOpenAiCompatibleProvider({ ...openAi, outputLimitField });
    }
  }
}

/** Those of a server's own format; the others have none. */
function remoteBatches(
  config: ReaderServer,
  environment: Environment,
): ChatBatchProvider | undefined {
  switch (config.provider) {
    case 'anthropic': {
      const apiKey = readKey(config.apiKeyEnv, environment);
      return createAnthropicBatches({ baseUrl: config.baseUrl, apiKey });
    }
    case 'openai':
    case 'azure': {
      const options = openAiBatchOptions(config, environment);
      if (config.provider === 'openai' && config.api === 'responses') {
        return createOpenAiBatches(options, responsesFormat);
      }
      const { outputLimitField = 'max_completion_tokens' } = config;
      return createOpenAiBatches(options, chatFormat(outputLimitField));
    }
    default:
      return undefined;
  }
}
