import { type Endpoint, endpointUrl, type HttpOptions } from '../http/endpoint.ts';
import { parseGeminiError } from './gemini-error.ts';

/** One operation on a model; the key goes into a header, never into the address. */
export function geminiEndpoint<Reply>(
  options: HttpOptions,
  model: string,
  operation: { readonly method: string } & Pick<Endpoint<Reply>, 'replyName' | 'parseReply'>,
): Endpoint<Reply> {
  const { method, ...reply } = operation;
  return {
    url: endpointUrl(options.baseUrl, `/models/${encodeURIComponent(model)}:${method}`),
    headers: options.apiKey === undefined ? {} : { 'x-goog-api-key': options.apiKey },
    parseError: parseGeminiError,
    options,
    ...reply,
  };
}
