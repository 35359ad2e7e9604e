import { type Endpoint, endpointUrl, type HttpOptions } from '../http/endpoint.ts';
import { parseAnthropicError } from './wire.ts';

/** The version of the API that requests and replies are written for. */
const ANTHROPIC_VERSION = '2023-06-01';

/** One operation of the Claude API. */
export function anthropicEndpoint<Reply>(
  options: HttpOptions,
  path: string,
  reply: Pick<Endpoint<Reply>, 'replyName' | 'parseReply'>,
): Endpoint<Reply> {
  const { apiKey } = options;
  return {
    url: endpointUrl(options.baseUrl, path),
    headers: {
      'anthropic-version': ANTHROPIC_VERSION,
      ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    },
    parseError: parseAnthropicError,
    options,
    ...reply,
  };
}
