import { type Endpoint, endpointUrl, type HttpOptions } from '../http/endpoint.ts';
import { parseOpenAiError } from './openai-error.ts';

/** A server that speaks one of OpenAI's formats: OpenAI, Azure OpenAI, and what is compatible. */
export interface OpenAiOptions extends HttpOptions {
  /** The key is sent as `Authorization: Bearer`, or as `api-key` for Azure. */
  readonly keyHeader?: 'authorization' | 'api-key';
  /** Added to the address (Azure's `api-version`). */
  readonly query?: Readonly<Record<string, string>>;
}

/** One operation of such a server. */
export function openAiEndpoint<Reply>(
  options: OpenAiOptions,
  path: string,
  reply: Pick<Endpoint<Reply>, 'replyName' | 'parseReply'>,
): Endpoint<Reply> {
  return {
    url: endpointUrl(options.baseUrl, path, options.query),
    headers: keyHeaders(options),
    parseError: parseOpenAiError,
    options,
    ...reply,
  };
}

function keyHeaders({ apiKey, keyHeader }: OpenAiOptions): Record<string, string> {
  if (apiKey === undefined) return {};
  return keyHeader === 'api-key' ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}
