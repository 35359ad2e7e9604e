import type { ModelProvider } from '../../../contracts/model.ts';
import { post } from '../http/endpoint.ts';
import { type OpenAiOptions, openAiEndpoint } from '../openai/openai-endpoint.ts';
import { responseBody } from './request.ts';
import { parseResponse } from './wire.ts';

/** Speaks OpenAI's responses, each request complete in itself. */
export function createOpenAiResponsesProvider(options: OpenAiOptions): ModelProvider {
  const endpoint = openAiEndpoint(options, '/responses', {
    replyName: 'response',
    parseReply: parseResponse,
  });
  return {
    servedBy: endpoint.url.origin,
    complete: async (request, signal) => post(endpoint, responseBody(request), signal),
  };
}
