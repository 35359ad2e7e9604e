import { z } from 'zod';
import type { ModelProvider } from '../../../contracts/model.ts';
import { type HttpOptions, post } from '../http/endpoint.ts';
import type { VendorCount } from '../http/vendor-count.ts';
import { anthropicEndpoint } from './anthropic-endpoint.ts';
import { countBody, messageBody } from './request.ts';
import { parseMessage } from './wire.ts';

/** Source: the Claude API reference, "Count tokens in a Message"; 2026-11-24. */
const countSchema = z.object({ input_tokens: z.int().min(0) });

/** Speaks Anthropic's messages. */
export function createAnthropicProvider(options: HttpOptions): ModelProvider {
  const endpoint = anthropicEndpoint(options, '/messages', {
    replyName: 'message',
    parseReply: parseMessage,
  });
  const counting = anthropicEndpoint<VendorCount>(options, '/messages/count_tokens', {
    replyName: 'count of tokens',
    parseReply: (body) => ({ tokens: countSchema.parse(body).input_tokens }),
  });
  return {
    servedBy: endpoint.url.origin,
    complete: async (request, signal) => post(endpoint, messageBody(request), signal),
    countInput: async (request, signal) =>
      (await post(counting, countBody(request), signal)).tokens,
  };
}
