import { z } from 'zod';
import { checkFailover } from './failover-checks.ts';
import { failoverOf, failoverPolicy, otherKey } from './failover-schema.ts';
import { limits } from './limits-schema.ts';
import { apiKeyEnv, azureOptions, baseUrl, calls, naming, usdPerMillion } from './model-options.ts';

const price = z
  .union([
    z.literal('free'),
    z.strictObject({
      inputUsdPerMillion: usdPerMillion.describe('US dollars for a million input tokens.'),
    }),
  ])
  .describe('free, or the price. Absent: the price catalogue, which must know the model.');

const inputTokensMax = z
  .int()
  .min(16)
  .max(1_000_000)
  .describe('Tokens of the longest text, its prefix included; a longer one is refused, never cut.');

const batchMax = z
  .int()
  .min(1)
  .max(64)
  .default(32)
  .describe('Most texts of one request; changes neither vectors nor money.');

const dimensions = z
  .int()
  .min(1)
  .max(16_384)
  .describe('Length of the vectors, for models that can shorten them. Absent: not sent.');

const prefix = z.string().max(1_000).default('');

const texts = {
  queryPrefix: prefix.describe('Put before each query, for models trained with instructions.'),
  documentPrefix: prefix.describe('Put before each document, likewise.'),
};

const modelName = z
  .string()
  .min(1)
  .describe('The model as the vendor names it; on Azure the deployment.');

const remote = {
  model: modelName,
  dimensions: dimensions.optional(),
  ...texts,
  price: price.optional(),
  limits: limits.optional(),
  batchMax,
  ...naming,
  ...calls,
};

/** What OpenAI's models take: 8,192 tokens. Source: OpenAI's embeddings guide, 2026-11-24. */
const OPENAI_TOKENS_MAX = 8_192;
/** Of gemini-embedding-001. Source: Google's page of that model, 2026-11-24. */
const GEMINI_TOKENS_MAX = 2_048;

/** Where a model is: what decides no vector, and may differ from one server of it to the next. */
const SERVERS = {
  openai: {
    provider: z.literal('openai').describe('Embeddings of api.openai.com.'),
    baseUrl: baseUrl.default('https://api.openai.com/v1'),
    apiKeyEnv: apiKeyEnv.default('OPENAI_API_KEY'),
  },
  azure: {
    provider: z.literal('azure').describe('Embeddings of Azure OpenAI.'),
    baseUrl: baseUrl.describe('The resource: https://NAME.openai.azure.com.'),
    apiKeyEnv: apiKeyEnv.default('AZURE_OPENAI_API_KEY'),
    azure: azureOptions,
  },
  openaiCompatible: {
    provider: z.literal('openai-compatible').describe('Any server with /embeddings.'),
    baseUrl,
    apiKeyEnv: apiKeyEnv.optional().describe(`${apiKeyEnv.description} Absent: no key is sent.`),
  },
} as const;

const other = { model: modelName, price: price.optional(), limits: limits.optional() };

const failover = failoverOf(
  z.discriminatedUnion('provider', [
    otherKey,
    z.strictObject({ ...SERVERS.openai, ...other }),
    z.strictObject({ ...SERVERS.azure, ...other }),
    z.strictObject({ ...SERVERS.openaiCompatible, ...other }),
  ]),
);

const routed = { ...remote, failover, failoverPolicy };

const openai = z.strictObject({
  ...SERVERS.openai,
  inputTokensMax: inputTokensMax.default(OPENAI_TOKENS_MAX),
  ...routed,
});

const azure = z.strictObject({
  ...SERVERS.azure,
  inputTokensMax: inputTokensMax.default(OPENAI_TOKENS_MAX),
  ...routed,
});

const gemini = z.strictObject({
  provider: z.literal('gemini').describe('Embeddings of the Gemini API.'),
  baseUrl: baseUrl
    .default('https://generativelanguage.googleapis.com/v1beta')
    .describe('Where the API is, up to and including /v1beta.'),
  apiKeyEnv: apiKeyEnv.default('GEMINI_API_KEY'),
  inputTokensMax: inputTokensMax.default(GEMINI_TOKENS_MAX),
  taskType: z
    .enum(['by-role', 'none'])
    .default('by-role')
    .describe(
      'by-role: RETRIEVAL_QUERY and RETRIEVAL_DOCUMENT, for gemini-embedding-001. ' +
        'none: not sent, for newer models, which want prefixes instead.',
    ),
  ...remote,
  // Task types are of this format alone: no other server gives the same vectors.
  failover: failoverOf(otherKey).describe('Other keys, in the order they take over.'),
  failoverPolicy,
});

const openaiCompatible = z.strictObject({
  ...SERVERS.openaiCompatible,
  inputTokensMax,
  ...routed,
});

const scripted = z.strictObject({
  provider: z
    .literal('scripted')
    .describe('Vectors made from the hashes of the words, for tests; no language model.'),
  model: z.string().min(1).default('scripted').describe('The name that it answers under.'),
  dimensions: dimensions.default(256).describe('Length of the vectors.'),
  inputTokensMax: inputTokensMax.default(8_192),
  ...texts,
  price: price.default('free').describe('What its tokens are said to cost.'),
  batchMax,
  ...calls,
});

const embedded = z.strictObject({
  provider: z.literal('embedded').describe('The built-in embedding model; needs no network.'),
  engine: z
    .enum(['auto', 'native', 'wasm'])
    .default('auto')
    .describe('What computes: native code, WebAssembly, or whichever is there.'),
});

/** Not an embedder: what to say to whoever looks for one there. */
const anthropic = z
  .looseObject({
    provider: z.literal('anthropic').describe('Anthropic offers no embeddings.'),
  })
  .transform((_, check) => {
    const message = 'Anthropic offers no embeddings; choose another provider for them';
    check.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const EMBEDDERS = [openai, azure, gemini, openaiCompatible, embedded, scripted] as const;

/** A model that makes vectors of texts. */
export const embedderSchema = z
  .discriminatedUnion('provider', [...EMBEDDERS, anthropic])
  .superRefine((embedder, check) => {
    if ('failover' in embedder) checkFailover(embedder, check);
  })
  .describe('A model that makes vectors of texts.');

/** An embedder with its defaults filled in. */
export type EmbedderConfig = z.infer<typeof embedderSchema>;
/** The built-in model. */
export type EmbeddedEmbedderConfig = Extract<EmbedderConfig, { provider: 'embedded' }>;
/** An embedder that is reached over HTTP. */
export type RemoteEmbedderConfig = Extract<EmbedderConfig, { baseUrl: string }>;
/** Another way to the same model. */
export type EmbedderFailover = RemoteEmbedderConfig['failover'][number];
