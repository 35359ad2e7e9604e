import type { EmbeddingProvider, EmbeddingReply } from '../../../contracts/model.ts';
import { geminiEndpoint } from '../gemini/gemini-endpoint.ts';
import { endpointUrl, type HttpOptions, post } from '../http/endpoint.ts';
import { batchBody, parseBatch } from './wire.ts';

export interface GeminiEmbeddingsOptions extends HttpOptions {
  /** gemini-embedding-001 is told what a text is for; its successors know prefixes only. */
  readonly taskTypes: boolean;
}

/** Speaks the Gemini API's `batchEmbedContents`. */
export function createGeminiEmbeddings(options: GeminiEmbeddingsOptions): EmbeddingProvider {
  return {
    servedBy: endpointUrl(options.baseUrl, '').origin,
    embed(request, signal) {
      const endpoint = geminiEndpoint<EmbeddingReply>(options, request.model, {
        method: 'batchEmbedContents',
        replyName: 'batch of embeddings',
        parseReply: (body) => parseBatch(body, request),
      });
      return post(endpoint, batchBody(request, options.taskTypes), signal);
    },
  };
}
