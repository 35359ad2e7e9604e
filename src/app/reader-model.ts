import { countTokens } from '../bench/chunking/token-count.ts';
import type { ModelProvider } from '../contracts/model.ts';
import { FREE } from '../cost/token-price.ts';
import type { ModelConfig } from '../gateway/model-config.ts';
import { createExtractiveProvider } from '../gateway/providers/extractive/extractive-provider.ts';
import { createOpenAiCompatibleProvider } from '../gateway/providers/openai-compatible/provider.ts';
import { createScriptedProvider, hashScript } from '../gateway/providers/scripted/provider.ts';
import type { ReaderConfig, RemoteReaderConfig } from '../run/config/reader-schema.ts';
import { type Environment, modelNames, openAiOptions, priceOf } from './remote-model.ts';

/** Raised when the embedded reader may answer otherwise: its version is its snapshot. */
const EXTRACTIVE_MODEL = 'extractive-1';

const PRICE_HINT = { where: 'reader', need: 'inputUsdPerMillion: …, outputUsdPerMillion: …' };

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
export function createReader(config: ReaderConfig, environment: Environment): Reader {
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
          price: priceOf(config.model, config.price, PRICE_HINT),
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

function remoteModel(config: RemoteReaderConfig, environment: Environment): ModelConfig {
  const { model, temperature, contextTokens, timeoutMs, attemptsMax } = config;
  const provider = createOpenAiCompatibleProvider({
    ...openAiOptions(config, environment),
    outputLimitField: config.outputLimitField,
  });
  return {
    ...{ provider, model, contextTokens, timeoutMs, attemptsMax },
    ...modelNames(config),
    sampled: temperature !== 0,
    sampling: temperature === 'none' ? {} : { temperature },
    price: priceOf(config.logicalModel ?? model, config.price, PRICE_HINT),
  };
}
