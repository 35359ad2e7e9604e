import { countTokens } from '../bench/chunking/token-count.ts';
import type { ModelProvider } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import { findModelPrice } from '../cost/model-prices.ts';
import { FREE, type TokenPrice, tokenPrice } from '../cost/token-price.ts';
import { isPinnedName } from '../gateway/call-key.ts';
import type { ModelConfig } from '../gateway/model-config.ts';
import { createExtractiveProvider } from '../gateway/providers/extractive/extractive-provider.ts';
import { createOpenAiCompatibleProvider } from '../gateway/providers/openai-compatible/provider.ts';
import { createScriptedProvider, hashScript } from '../gateway/providers/scripted/provider.ts';
import type { ReaderConfig, RemoteReaderConfig } from '../run/config/reader-schema.ts';

/** Raised when the embedded reader may answer otherwise: its version is its snapshot. */
const EXTRACTIVE_MODEL = 'extractive-1';

export interface Reader {
  readonly model: ModelConfig;
  /** How it has to be named beside every score. */
  readonly note?: string;
}

/**
 * The model that a configuration asks for.
 *
 * @param environment  Where keys are looked up by the names in the configuration.
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN.
 */
export function createReader(
  config: ReaderConfig,
  environment: Readonly<Record<string, string | undefined>>,
): Reader {
  switch (config.provider) {
    case 'extractive':
      return {
        model: embedded(EXTRACTIVE_MODEL, createExtractiveProvider({ countTokens }), config),
        note:
          'The reader is the embedded extractive one, no language model: it quotes what was ' +
          'retrieved. Scores compare retrieval, not models.',
      };
    case 'scripted':
      return {
        model: {
          ...embedded(config.model, createScriptedProvider(hashScript), config),
          price: priceOf(config.model, config.price),
        },
        note: 'The reader is a script, no language model: scores mean nothing.',
      };
    default:
      return { model: remoteModel(config, environment) };
  }
}

function embedded(
  model: string,
  provider: ModelProvider,
  { contextTokens }: { contextTokens: number },
): ModelConfig {
  return {
    ...{ model, provider, contextTokens, logicalModel: model, price: FREE, sampling: {} },
    ...{ pinned: true, sampled: false, timeoutMs: 600_000, attemptsMax: 1 },
  };
}

function remoteModel(
  config: RemoteReaderConfig,
  environment: Readonly<Record<string, string | undefined>>,
): ModelConfig {
  const { model, temperature, contextTokens, timeoutMs, attemptsMax } = config;
  const provider = createOpenAiCompatibleProvider({
    ...addressOf(config),
    apiKey: readKey(config.apiKeyEnv, environment),
    keyHeader: config.provider === 'azure' ? 'api-key' : 'authorization',
    outputLimitField: config.outputLimitField,
  });
  const logicalModel = config.logicalModel ?? defaultLogicalModel(config);
  return {
    ...{ provider, model, logicalModel, contextTokens, timeoutMs, attemptsMax },
    pinned: config.pinned ?? isPinnedName(config.logicalModel ?? model),
    sampled: temperature !== 0,
    sampling: temperature === 'none' ? {} : { temperature },
    price: priceOf(config.logicalModel ?? model, config.price),
  };
}

/** Azure has the deployment in the path, and its version in the query. */
function addressOf(config: RemoteReaderConfig): {
  baseUrl: string;
  query?: Readonly<Record<string, string>>;
} {
  if (config.provider !== 'azure') return { baseUrl: config.baseUrl };
  const base = config.baseUrl.replace(/\/+$/, '');
  return {
    baseUrl: `${base}/openai/deployments/${encodeURIComponent(config.model)}`,
    query: { 'api-version': config.azure.apiVersion },
  };
}

/**
 * A vendor's model is the same model wherever it is served. The name on any other server means
 * whatever that server has loaded, so the server is part of the name unless the user says what it
 * is.
 */
function defaultLogicalModel({ model, baseUrl }: RemoteReaderConfig): string {
  const { host, pathname } = new URL(baseUrl);
  return host === 'api.openai.com' ? model : `${model}@${host}${pathname.replace(/\/+$/, '')}`;
}

function readKey(
  name: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (name === undefined) return undefined;
  const key = environment[name]?.trim();
  if (key) return key;
  throw new MabError('KEY_MISSING', `The environment variable ${name} is not set.`, {
    blame: 'environment',
    hint: `Set it to the key (export ${name}=…), or name another one with \`apiKeyEnv\`.`,
  });
}

function priceOf(model: string, price: RemoteReaderConfig['price']): TokenPrice {
  if (price === 'free') return FREE;
  if (price !== undefined) return tokenPrice(price);
  const known = findModelPrice(model);
  if (known) return tokenPrice(known);
  throw new MabError('PRICE_UNKNOWN', `The price of "${model}" is not known.`, {
    hint:
      'Add `price: { inputUsdPerMillion: …, outputUsdPerMillion: … }` to the reader, ' +
      'or `price: free` for a model of your own.',
  });
}
