import type { EmbeddingRequest, ProviderRequest } from '../../contracts/model.ts';
import { describeBatchProvider } from '../../testing/batch-provider-suite.ts';
import { describeChatProvider } from '../../testing/chat-provider-suite.ts';
import { describeEmbeddingProvider } from '../../testing/embedding-provider-suite.ts';
import { createAnthropicProvider } from './anthropic/provider.ts';
import { createAnthropicBatches } from './anthropic-batches/provider.ts';
import { createGeminiProvider } from './gemini/provider.ts';
import { createGeminiEmbeddings } from './gemini-embeddings/provider.ts';
import { chatFormat, embeddingsFormat, responsesFormat } from './openai-batches/formats.ts';
import { createOpenAiBatches } from './openai-batches/provider.ts';
import { createOpenAiCompatibleProvider } from './openai-compatible/provider.ts';
import { createOpenAiEmbeddings } from './openai-embeddings/provider.ts';
import { createOpenAiResponsesProvider } from './openai-responses/provider.ts';

describeChatProvider('OpenAI chat', {
  create: (options) =>
    createOpenAiCompatibleProvider({ ...options, outputLimitField: 'max_completion_tokens' }),
  ...{ seed: true, schemaName: true },
});
describeChatProvider('Azure OpenAI', {
  create: ({ baseUrl, apiKey }) =>
    createOpenAiCompatibleProvider({
      baseUrl: `${baseUrl}/openai/deployments/mini`,
      ...{ apiKey, keyHeader: 'api-key', query: { 'api-version': '2024-10-21' } },
      outputLimitField: 'max_tokens',
    }),
  ...{ seed: true, schemaName: true },
});
describeChatProvider('OpenAI responses', {
  create: createOpenAiResponsesProvider,
  ...{ seed: false, schemaName: true },
});
describeChatProvider('Anthropic', {
  create: createAnthropicProvider,
  ...{ seed: false, schemaName: false },
});
describeChatProvider('Gemini', {
  create: createGeminiProvider,
  ...{ seed: true, schemaName: false },
});

describeEmbeddingProvider('OpenAI', { create: createOpenAiEmbeddings, role: false });
describeEmbeddingProvider('Gemini', {
  create: (options) => createGeminiEmbeddings({ ...options, taskTypes: true }),
  role: true,
});

const question = (at: number): ProviderRequest => ({
  ...{ model: 'm', maxOutputTokens: 20 },
  messages: [{ role: 'user', content: `Ahab sailed ${'far '.repeat(at)}. Where did Ahab sail?` }],
});
const outputLimitField = 'max_completion_tokens';

describeBatchProvider('OpenAI chat', {
  create: (options) =>
    createOpenAiBatches({ ...options, version: '/v1' }, chatFormat(outputLimitField)),
  request: question,
  answerAlone: (options, request, signal) =>
    createOpenAiCompatibleProvider({ ...options, outputLimitField }).complete(request, signal),
});
describeBatchProvider('OpenAI responses', {
  create: (options) => createOpenAiBatches({ ...options, version: '/v1' }, responsesFormat),
  request: question,
  answerAlone: (options, request, signal) =>
    createOpenAiResponsesProvider(options).complete(request, signal),
});
describeBatchProvider('OpenAI embeddings', {
  create: (options) => createOpenAiBatches({ ...options, version: '/v1' }, embeddingsFormat),
  request: (at): EmbeddingRequest => ({ model: 'm', texts: [`Text ${at}.`], role: 'document' }),
  answerAlone: (options, request, signal) => createOpenAiEmbeddings(options).embed(request, signal),
});
describeBatchProvider('Anthropic', {
  create: createAnthropicBatches,
  request: question,
  answerAlone: (options, request, signal) =>
    createAnthropicProvider(options).complete(request, signal),
});
