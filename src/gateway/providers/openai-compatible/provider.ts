import type { ModelProvider } from '../../../contracts/model.ts';
import { post } from '../http/endpoint.ts';
import { type OpenAiOptions, openAiEndpoint } from '../openai/openai-endpoint.ts';
import { completionBody } from './request.ts';
import { parseCompletion } from './wire.ts';

export interface OpenAiCompatibleOptions extends OpenAiOptions {
  /**
   * OpenAI's newer models take `max_completion_tokens` only; most other servers `max_tokens` only.
   */
  readonly outputLimitField: 'max_tokens' | 'max_completion_tokens';
}

/**
 * Speaks OpenAI's chat completions: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp and their kin.
 */
export function createOpenAiCompatibleProvider(options: OpenAiCompatibleOptions): ModelProvider {
  const endpoint = openAiEndpoint(options, '/chat/completions', {
    replyName: 'chat completion',
    parseReply: parseCompletion,
  });
  return {
    servedBy: endpoint.url.origin,
    complete: (request, signal) =>
      post(endpoint, completionBody(request, options.outputLimitField), signal),
  };
}
