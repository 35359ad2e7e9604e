import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ModelProvider, ProviderRequest } from '../../contracts/model.ts';
import { bodyOf, recordedFetch } from '../../testing/recorded-fetch.ts';
import { createAnthropicProvider } from './anthropic/provider.ts';
import { createExtractiveProvider } from './extractive/extractive-provider.ts';
import { createGeminiProvider } from './gemini/provider.ts';
import { createOpenAiCompatibleProvider } from './openai-compatible/provider.ts';
import { createOpenAiResponsesProvider } from './openai-responses/provider.ts';
import { createScriptedProvider, hashScript } from './scripted/provider.ts';

const REQUEST: ProviderRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'Where?' }],
  maxOutputTokens: 10,
  extra: { top_p: 0.5, tool_choice: { type: 'function', function: { name: 'search' } } },
};
const { signal } = new AbortController();
const baseUrl = 'http://127.0.0.1:1/v1';

it('further fields are sent as they are where OpenAI’s chat format is spoken', async () => {
  const { fetch, sent } = recordedFetch(
    Response.json({ choices: [{ finish_reason: 'stop', message: { content: 'Here.' } }] }),
  );
  const outputLimitField = 'max_tokens';
  await createOpenAiCompatibleProvider({ baseUrl, fetch, outputLimitField }).complete(
    REQUEST,
    signal,
  );
  assert.deepEqual(bodyOf(sent), {
    model: 'm',
    messages: REQUEST.messages,
    max_tokens: 10,
    top_p: 0.5,
    tool_choice: { type: 'function', function: { name: 'search' } },
  });
});

it('all others refuse them by name, and send nothing', async () => {
  const { fetch, sent } = recordedFetch(new Error('sent'));
  const others: readonly (readonly [string, ModelProvider])[] = [
    ['Anthropic', createAnthropicProvider({ baseUrl, fetch })],
    ['Gemini', createGeminiProvider({ baseUrl, fetch })],
    ['The responses API', createOpenAiResponsesProvider({ baseUrl, fetch })],
    ['The extractive reader', createExtractiveProvider()],
    ['The scripted reader', createScriptedProvider(hashScript)],
  ];
  for (const [name, provider] of others) {
    await assert.rejects(async () => provider.complete(REQUEST, signal), {
      code: 'PROVIDER_PARAMETER_UNSUPPORTED',
      message: `${name} does not take \`top_p\`, \`tool_choice\`.`,
    });
  }
  assert.deepEqual(sent, []);
});
