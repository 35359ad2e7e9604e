import type { ModelProvider } from '../../../contracts/model.ts';
import { type HttpOptions, post } from '../http/endpoint.ts';
import { anthropicEndpoint } from './anthropic-endpoint.ts';
import { messageBody } from './request.ts';
import { parseMessage } from './wire.ts';

/** Speaks Anthropic's messages. */
export function createAnthropicProvider(options: HttpOptions): ModelProvider {
  const endpoint = anthropicEndpoint(options, '/messages', {
    replyName: 'message',
    parseReply: parseMessage,
  });
  return {
    servedBy: endpoint.url.origin,
    complete: async (request, signal) => post(endpoint, messageBody(request), signal),
  };
}
