import type { ModelProvider } from '../../../contracts/model.ts';
import { endpointUrl, type HttpOptions, post } from '../http/endpoint.ts';
import { geminiEndpoint } from './gemini-endpoint.ts';
import { contentBody } from './request.ts';
import { parseContent } from './wire.ts';

/** Speaks the Gemini API's `generateContent`. */
export function createGeminiProvider(options: HttpOptions): ModelProvider {
  return {
    servedBy: endpointUrl(options.baseUrl, '').origin,
    async complete(request, signal) {
      const endpoint = geminiEndpoint(options, request.model, {
        method: 'generateContent',
        replyName: 'generated content',
        parseReply: parseContent,
      });
      return post(endpoint, contentBody(request), signal);
    },
  };
}
