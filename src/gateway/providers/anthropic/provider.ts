import type { ModelProvider, ProviderReply } from '../../../contracts/model.ts';
import { type Endpoint, endpointUrl, type HttpOptions, post } from '../http/endpoint.ts';
import { messageBody } from './request.ts';
import { parseAnthropicError, parseMessage } from './wire.ts';

/** The version of the API that requests and replies are written for; there is no newer one. */
const ANTHROPIC_VERSION = '2023-06-01';

/** Speaks Anthropic's messages. */
export function createAnthropicProvider(options: HttpOptions): ModelProvider {
  const { apiKey } = options;
  const endpoint: Endpoint<ProviderReply> = {
    url: endpointUrl(options.baseUrl, '/messages'),
    headers: {
      'anthropic-version': ANTHROPIC_VERSION,
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    },
    replyName: 'message',
    parseReply: parseMessage,
    parseError: parseAnthropicError,
    options,
  };
  return {
    servedBy: endpoint.url.origin,
    complete: async (request, signal) => post(endpoint, messageBody(request), signal),
  };
}
