import { z } from 'zod';
import { checkReaderFailover } from './failover-checks.ts';
import { failoverOf, failoverPolicy, otherKey } from './failover-schema.ts';
import { limits } from './limits-schema.ts';
import { apiKeyEnv, azureOptions, baseUrl, calls, naming, usdPerMillion } from './model-options.ts';

/** Of one request length, at most six digits after the point each. */
const kindPrices = {
  inputUsdPerMillion: usdPerMillion.describe('US dollars for a million input tokens.'),
  cachedInputUsdPerMillion: usdPerMillion
    .optional()
    .describe('US dollars for a million input tokens from the cache. Default: as input.'),
  cacheWriteUsdPerMillion: usdPerMillion
    .optional()
    .describe('US dollars for a million tokens written to the cache. Default: as input.'),
  outputUsdPerMillion: usdPerMillion.describe('US dollars for a million output tokens.'),
};

const priceTiers = z
  .array(
    z.strictObject({
      aboveInputTokens: z
        .int()
        .min(1)
        .max(10_000_000)
        .describe('Input of one request, cached tokens included, above which these prices hold.'),
      ...kindPrices,
    }),
  )
  .min(1)
  .max(16)
  .refine(
    (tiers) => new Set(tiers.map((tier) => tier.aboveInputTokens)).size === tiers.length,
    'must each begin at another number of tokens',
  )
  .describe(
    'Other prices for the whole of a request with more input than so many tokens: ' +
      '[{ aboveInputTokens: 200000, inputUsdPerMillion: 2.5, outputUsdPerMillion: 15 }].',
  );

const price = z
  .union([z.literal('free'), z.strictObject({ ...kindPrices, tiers: priceTiers.optional() })])
  .describe('free, or the prices. Absent: the price catalogue, which must know the model.');

const modelName = z
  .string()
  .min(1)
  .describe('The model as the vendor names it; on Azure the deployment.');

const contextTokens = z.int().min(256).max(10_000_000);

const outputLimitField = z
  .enum(['max_tokens', 'max_completion_tokens'])
  .describe('The name under which the limit of the reply is sent; servers know one or the other.');

const promptCaching = {
  /** Of vendors whose servers are known. */
  known: z
    .enum(['auto', 'off'])
    .default('auto')
    .describe(
      'auto: questions that share a long context read it from the vendor’s prompt cache; the first ' +
        'of them goes alone, so that it is there. Changes no answer.',
    ),
  /** Of servers that may refuse the field. */
  maybe: (usual: 'auto' | 'off') =>
    z
      .enum(['auto', 'key', 'off'])
      .default(usual)
      .describe(
        'auto: of the questions that share a long context the first goes alone, so that the server ' +
          'can cache it. key: besides, the context is named in prompt_cache_key, which some servers ' +
          'refuse. Changes no answer.',
      ),
};

const remote = {
  model: modelName,
  contextTokens: contextTokens.describe('Tokens of input and output together, as the vendor says.'),
  outputTokensMax: z
    .int()
    .min(1)
    .max(10_000_000)
    .optional()
    .describe(
      'Longest reply that the vendor gives, in tokens. Used by `mab proxy` for callers that set no ' +
        'limit; absent: as the price catalogue says, and where it does not, they have to.',
    ),
  temperature: z
    .union([z.literal('none'), z.number().min(0).max(2)])
    .default(0)
    .describe('Sampling temperature; none sends no temperature, as some models demand.'),
  price: price.optional(),
  limits: limits.optional(),
  ...naming,
  ...calls,
};

const inputBound = z
  .enum(['bytes', 'count'])
  .optional()
  .describe(
    'How what a call may cost is bounded for the budget. bytes: every byte a token. count: where ' +
      'that does not fit, tokens are counted, by the vendor (one more request, not billed) or, for ' +
      'models of OpenAI, here. Absent: bytes.',
  );

const extractive = z.strictObject({
  provider: z.literal('extractive').describe('Embedded offline reader; no language model.'),
  contextTokens: contextTokens.default(128_000).describe('Most tokens that it reads at once.'),
});

const scripted = z.strictObject({
  provider: z
    .literal('scripted')
    .describe('Replies made from the hash of the prompt, for tests; no language model.'),
  model: z.string().min(1).default('scripted').describe('The name that it answers under.'),
  contextTokens: contextTokens.default(128_000).describe('Tokens of input and output together.'),
  price: price.default('free').describe('What its tokens are said to cost.'),
  ...calls,
});

const seed = z
  .int()
  .min(0)
  .max(2 ** 31 - 101)
  .optional()
  .describe(
    'Seed of the sampling in the first trial, for servers that have one; each further trial ' +
      'has the next number. Absent: not sent.',
  );

/** Where a model is: what decides no answer, and may differ from one server of it to the next. */
const SERVERS = {
  openaiCompatible: {
    provider: z.literal('openai-compatible').describe('Any server with /chat/completions.'),
    baseUrl,
    apiKeyEnv: apiKeyEnv.optional().describe(`${apiKeyEnv.description} Absent: no key is sent.`),
    outputLimitField: outputLimitField.default('max_tokens'),
    promptCaching: promptCaching.maybe('off'),
  },
  openai: {
    provider: z.literal('openai').describe('api.openai.com.'),
    api: z
      .enum(['chat', 'responses'])
      .default('chat')
      .describe('Which of the two formats is spoken; the model is the same.'),
    baseUrl: baseUrl.default('https://api.openai.com/v1'),
    apiKeyEnv: apiKeyEnv.default('OPENAI_API_KEY'),
    outputLimitField: outputLimitField
      .optional()
      .describe(`${outputLimitField.description} Absent: max_completion_tokens. Chat only.`),
    promptCaching: promptCaching.known,
  },
  azure: {
    provider: z.literal('azure').describe('Azure OpenAI.'),
    baseUrl: baseUrl.describe('The resource: https://NAME.openai.azure.com.'),
    apiKeyEnv: apiKeyEnv.default('AZURE_OPENAI_API_KEY'),
    outputLimitField: outputLimitField.default('max_completion_tokens'),
    azure: azureOptions,
    promptCaching: promptCaching.maybe('auto'),
  },
  anthropic: {
    provider: z.literal('anthropic').describe('The Claude API; the API version is 2023-06-01.'),
    baseUrl: baseUrl.default('https://api.anthropic.com/v1'),
    apiKeyEnv: apiKeyEnv.default('ANTHROPIC_API_KEY'),
    promptCaching: promptCaching.known,
  },
  gemini: {
    provider: z.literal('gemini').describe('The Gemini API of Google AI.'),
    baseUrl: baseUrl
      .default('https://generativelanguage.googleapis.com/v1beta')
      .describe('Where the API is, up to and including /v1beta.'),
    apiKeyEnv: apiKeyEnv.default('GEMINI_API_KEY'),
    promptCaching: promptCaching.known,
  },
} as const;

const other = { model: modelName, price: price.optional(), limits: limits.optional() };

const failover = failoverOf(
  z.discriminatedUnion('provider', [
    otherKey,
    z.strictObject({ ...SERVERS.openai, ...other }).superRefine(checkResponses),
    z.strictObject({ ...SERVERS.azure, ...other }),
    z.strictObject({ ...SERVERS.openaiCompatible, ...other }),
    z.strictObject({ ...SERVERS.anthropic, ...other }),
    z.strictObject({ ...SERVERS.gemini, ...other }),
  ]),
);

const routed = { ...remote, failover, failoverPolicy };

const openaiCompatible = z.strictObject({ ...SERVERS.openaiCompatible, seed, ...routed });
const openai = z
  .strictObject({
    ...SERVERS.openai,
    seed: seed.describe(`${seed.description} Chat only.`),
    inputBound,
    ...routed,
  })
  .superRefine(checkResponses);
const azure = z.strictObject({ ...SERVERS.azure, seed, inputBound, ...routed });
const anthropic = z.strictObject({ ...SERVERS.anthropic, inputBound, ...routed });
const gemini = z.strictObject({ ...SERVERS.gemini, seed, inputBound, ...routed });

/** What the other format of OpenAI has no field for. */
function checkResponses(
  {
    api,
    outputLimitField: field,
    seed: given,
  }: { api: string; outputLimitField?: string | undefined; seed?: number | undefined },
  check: z.RefinementCtx,
): void {
  if (api === 'chat') return;
  const chatOnly = { outputLimitField: field, seed: given };
  for (const [name, value] of Object.entries(chatOnly)) {
    if (value === undefined) continue;
    check.addIssue({ code: 'custom', path: [name], message: 'is not known to api: responses' });
  }
}

/** What chat models can be, but for the embedded reader, which is no language model. */
export const CHAT_MODELS = {
  scripted,
  openaiCompatible,
  openai,
  azure,
  anthropic,
  gemini,
} as const;

/** The model that answers, one per run for now. */
export const readerSchema = z
  .discriminatedUnion('provider', [
    extractive,
    scripted,
    openaiCompatible,
    openai,
    azure,
    anthropic,
    gemini,
  ])
  .superRefine((reader, check) => {
    if ('failover' in reader) checkReaderFailover(reader, check);
  })
  .describe('The model that answers the questions.');

/** A reader with its defaults filled in. */
export type ReaderConfig = z.infer<typeof readerSchema>;
/** A reader that is reached over HTTP. */
export type RemoteReaderConfig = Extract<ReaderConfig, { baseUrl: string }>;
/** Another way to the same model. */
export type ReaderFailover = RemoteReaderConfig['failover'][number];
