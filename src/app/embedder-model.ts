import { countTokens } from '../bench/chunking/token-count.ts';
import type { EmbeddingBatchProvider } from '../contracts/batch.ts';
import type { EmbeddingProvider } from '../contracts/model.ts';
import type { Catalogue } from '../cost/catalogue/catalogue.ts';
import type { EmbedderModel } from '../gateway/embeddings/embedder-model.ts';
import { createGeminiEmbeddings } from '../gateway/providers/gemini-embeddings/provider.ts';
import { embeddingsFormat } from '../gateway/providers/openai-batches/formats.ts';
import { createOpenAiBatches } from '../gateway/providers/openai-batches/provider.ts';
import { createOpenAiEmbeddings } from '../gateway/providers/openai-embeddings/provider.ts';
import { createScriptedEmbeddings } from '../gateway/providers/scripted/embeddings.ts';
import { DEFAULT_POLICY } from '../gateway/routes/failover-policy.ts';
import type {
  EmbeddedEmbedderConfig,
  EmbedderConfig,
  EmbedderFailover,
  RemoteEmbedderConfig,
} from '../run/config/embedder-schema.ts';
import {
  type Environment,
  modelNames,
  openAiBatchOptions,
  openAiOptions,
  priceOf,
  readKey,
} from './remote-model.ts';
import { routesOf } from './routes.ts';

const PRICE_HINT = { need: 'inputUsdPerMillion: …' };

/**
 * The embedder that a configuration asks for; the built-in one is made elsewhere, since it loads
 * files.
 *
 * @param environment  Where keys are looked up by the names in the configuration.
 * @param catalogue  For prices that the configuration does not give.
 * @throws {MabError} KEY_MISSING, PRICE_UNKNOWN.
 */
export function createEmbedder(
  config: Exclude<EmbedderConfig, EmbeddedEmbedderConfig>,
  environment: Environment,
  catalogue: Catalogue,
): EmbedderModel {
  const { dimensions, inputTokensMax, batchMax, timeoutMs, attemptsMax } = config;
  return {
    ...waysOf(config, environment, catalogue),
    ...namesOf(config),
    ...(dimensions === undefined ? {} : { dimensions }),
    ...{ countTokens, batchMax, timeoutMs, attemptsMax },
    maxTokens: inputTokensMax,
    prefixes: { query: config.queryPrefix, document: config.documentPrefix },
  };
}

/** What a server of the model has to say; the rest is the embedder's. */
type EmbedderServer = RemoteEmbedderConfig | Exclude<EmbedderFailover, { provider?: undefined }>;

function waysOf(
  config: Exclude<EmbedderConfig, EmbeddedEmbedderConfig>,
  environment: Environment,
  catalogue: Catalogue,
): Pick<EmbedderModel, 'routes' | 'policy'> {
  if (config.provider === 'scripted') {
    const { provider: name, model, price: given } = config;
    const price = priceOf(model, inputPrice(given), {
      ...PRICE_HINT,
      ...{ catalogue, where: 'embedder' },
    });
    const provider = createScriptedEmbeddings();
    return {
      routes: [{ id: model, name, provider, model, price, limits: [] }],
      policy: DEFAULT_POLICY,
    };
  }
  const { logicalModel, model, failover, failoverPolicy } = config;
  return {
    policy: failoverPolicy,
    routes: routesOf<EmbedderServer, EmbeddingProvider, EmbeddingBatchProvider>(
      'embedder',
      config,
      failover,
      {
        environment,
        provider: (server) => remoteEmbeddings(server, environment),
        batches: (server) => remoteBatches(server, environment),
        price: ({ price }, where) =>
          priceOf(logicalModel ?? model, inputPrice(price), { ...PRICE_HINT, catalogue, where }),
      },
    ),
  };
}

function remoteEmbeddings(config: EmbedderServer, environment: Environment): EmbeddingProvider {
  if (config.provider !== 'gemini') {
    return createOpenAiEmbeddings(openAiOptions(config, environment));
  }
  const { baseUrl, apiKeyEnv, taskType } = config;
  const apiKey = readKey(apiKeyEnv, environment);
  return createGeminiEmbeddings({ baseUrl, apiKey, taskTypes: taskType === 'by-role' });
}

/** Those of a server's own format; the others have none. */
function remoteBatches(
  config: EmbedderServer,
  environment: Environment,
): EmbeddingBatchProvider | undefined {
  if (config.provider !== 'openai' && config.provider !== 'azure') return undefined;
  return createOpenAiBatches(openAiBatchOptions(config, environment), embeddingsFormat);
}

/** Task types change the vectors, so a model without them goes by another name. */
function namesOf(
  config: Exclude<EmbedderConfig, EmbeddedEmbedderConfig>,
): Pick<EmbedderModel, 'logicalModel' | 'pinned'> {
  if (config.provider === 'scripted') return { logicalModel: config.model, pinned: true };
  const names = modelNames(config);
  if (config.provider !== 'gemini' || config.taskType === 'by-role') return names;
  return { ...names, logicalModel: `${names.logicalModel}#no-task-type` };
}

/** Embeddings have no output. */
function inputPrice(price: RemoteEmbedderConfig['price']) {
  return price === undefined || price === 'free' ? price : { ...price, outputUsdPerMillion: 0 };
}
