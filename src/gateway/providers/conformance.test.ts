import { describeChatProvider } from '../../testing/chat-provider-suite.ts';
import { describeEmbeddingProvider } from '../../testing/embedding-provider-suite.ts';
import { createAnthropicProvider } from './anthropic/provider.ts';
import { createGeminiProvider } from './gemini/provider.ts';
import { createGeminiEmbeddings } from './gemini-embeddings/provider.ts';
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
