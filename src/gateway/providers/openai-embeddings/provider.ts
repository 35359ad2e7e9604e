import type { EmbeddingProvider, EmbeddingReply } from '../../../contracts/model.ts';
import { endpointUrl, post } from '../http/endpoint.ts';
import { type OpenAiOptions, openAiEndpoint } from '../openai/openai-endpoint.ts';
import { embeddingsBody, parseEmbeddings } from './wire.ts';

/**
 * Speaks OpenAI's embeddings: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp and their kin. The
 * format knows no roles: queries and documents differ by their prefixes only.
 */
export function createOpenAiEmbeddings(options: OpenAiOptions): EmbeddingProvider {
  return {
    servedBy: endpointUrl(options.baseUrl, '').origin,
    embed(request, signal) {
      const endpoint = openAiEndpoint<EmbeddingReply>(options, '/embeddings', {
        replyName: 'list of embeddings',
        parseReply: (body) => parseEmbeddings(body, request),
      });
      return post(endpoint, embeddingsBody(request), signal);
    },
  };
}
