import { z } from 'zod';
import type { ModelProvider } from '../../../contracts/model.ts';
import { endpointUrl, type HttpOptions, post } from '../http/endpoint.ts';
import type { VendorCount } from '../http/vendor-count.ts';
import { geminiEndpoint } from './gemini-endpoint.ts';
import { contentBody } from './request.ts';
import { parseContent } from './wire.ts';

/** Source: the Gemini API reference, "Counting tokens"; 2026-11-24. */
const countSchema = z.object({ totalTokens: z.int().min(0) });

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
    async countInput(request, signal) {
      const endpoint = geminiEndpoint<VendorCount>(options, request.model, {
        method: 'countTokens',
        replyName: 'count of tokens',
        parseReply: (body) => ({ tokens: countSchema.parse(body).totalTokens }),
      });
      const generateContentRequest = { model: `models/${request.model}`, ...contentBody(request) };
      return (await post(endpoint, { generateContentRequest }, signal)).tokens;
    },
  };
}
