import { z } from 'zod';
import { looksLikeKey } from './hide-secrets.ts';

const apiKeyEnv = z
  .string()
  .superRefine((name, check) => {
    const problem = apiKeyEnvProblem(name);
    if (problem) check.addIssue({ code: 'custom', message: problem, params: { secret: true } });
  })
  .describe('NAME of the environment variable that holds the API key; never the key itself.');

function apiKeyEnvProblem(name: string): string | undefined {
  if (looksLikeKey(name)) {
    return (
      'looks like a key, not like the name of an environment variable; ' +
      'keys never stand in a configuration'
    );
  }
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return 'must be the name of an environment variable: letters, digits and _';
  }
  return undefined;
}

const baseUrl = z
  .string()
  .superRefine((text, check) => {
    const problem = baseUrlProblem(text);
    if (problem) check.addIssue({ code: 'custom', message: problem });
  })
  .describe('Where the API is, up to and including /v1: http://127.0.0.1:8080/v1.');

function baseUrlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an http:// or https:// address';
  if (url.username || url.password) return 'must not hold a user or a password; use apiKeyEnv';
  if (url.search || url.hash) return 'must not have a query (?…) or a fragment (#…)';
  return undefined;
}

const usdPerMillion = z
  .number()
  .min(0)
  .max(100_000)
  .refine(hasSixDigitsAtMost, 'must have at most six digits after the point')
  .describe('US dollars for a million tokens, at most six digits after the point.');

/** Six digits a million tokens are whole pico-dollars a token. */
function hasSixDigitsAtMost(usd: number): boolean {
  return Number(usd.toFixed(6)) === usd;
}

const price = z
  .union([
    z.literal('free'),
    z.strictObject({
      inputUsdPerMillion: usdPerMillion.describe('US dollars for a million input tokens.'),
      cachedInputUsdPerMillion: usdPerMillion
        .optional()
        .describe('US dollars for a million input tokens from the cache. Default: as input.'),
      outputUsdPerMillion: usdPerMillion.describe('US dollars for a million output tokens.'),
    }),
  ])
  .describe('free, or the prices. Absent: the price catalogue, which must know the model.');

const contextTokens = z.int().min(256).max(10_000_000);

const outputLimitField = z
  .enum(['max_tokens', 'max_completion_tokens'])
  .describe('The name under which the limit of the reply is sent; servers know one or the other.');

const calls = {
  timeoutMs: z
    .int()
    .min(1)
    .max(300_000)
    .default(120_000)
    .describe('Longest time that one attempt may take, in milliseconds.'),
  attemptsMax: z
    .int()
    .min(1)
    .max(20)
    .default(4)
    .describe('Most attempts for one call, the first one included.'),
};

const remote = {
  model: z.string().min(1).describe('The model as the vendor names it; on Azure the deployment.'),
  contextTokens: contextTokens.describe('Tokens of input and output together, as the vendor says.'),
  temperature: z
    .union([z.literal('none'), z.number().min(0).max(2)])
    .default(0)
    .describe('Sampling temperature; none sends no temperature, as some models demand.'),
  price: price.optional(),
  pinned: z
    .boolean()
    .optional()
    .describe('Whether the name means one snapshot for ever. Absent: decided from the name.'),
  logicalModel: z
    .string()
    .min(1)
    .optional()
    .describe('The snapshot behind a name of your own, such as an Azure deployment.'),
  ...calls,
};

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

const openaiCompatible = z.strictObject({
  provider: z.literal('openai-compatible').describe('Any server with /chat/completions.'),
  baseUrl,
  apiKeyEnv: apiKeyEnv.optional().describe(`${apiKeyEnv.description} Absent: no key is sent.`),
  outputLimitField: outputLimitField.default('max_tokens'),
  ...remote,
});

const openai = z.strictObject({
  provider: z.literal('openai').describe('api.openai.com.'),
  baseUrl: baseUrl.default('https://api.openai.com/v1'),
  apiKeyEnv: apiKeyEnv.default('OPENAI_API_KEY'),
  outputLimitField: outputLimitField.default('max_completion_tokens'),
  ...remote,
});

const azure = z.strictObject({
  provider: z.literal('azure').describe('Azure OpenAI.'),
  baseUrl: baseUrl.describe('The resource: https://NAME.openai.azure.com.'),
  apiKeyEnv: apiKeyEnv.default('AZURE_OPENAI_API_KEY'),
  outputLimitField: outputLimitField.default('max_completion_tokens'),
  azure: z.strictObject({
    apiVersion: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/, 'must be like 2024-10-21')
      .describe('Version of the Azure API, such as 2024-10-21.'),
  }),
  ...remote,
});

/** The model that answers, one per run for now. */
export const readerSchema = z
  .discriminatedUnion('provider', [extractive, scripted, openaiCompatible, openai, azure])
  .describe('The model that answers the questions.');

/** A reader with its defaults filled in. */
export type ReaderConfig = z.infer<typeof readerSchema>;
/** A reader that is reached over HTTP. */
export type RemoteReaderConfig = Extract<ReaderConfig, { baseUrl: string }>;
