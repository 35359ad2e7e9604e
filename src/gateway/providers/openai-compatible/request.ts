import type { ChatMessage, ProviderRequest } from '../../../contracts/model.ts';

/**
 * The body of a chat completion: everything that was asked, under OpenAI's names, nothing else;
 * further fields as they are.
 * Source: the OpenAI API reference, "Create chat completion"; read on 2026-11-24.
 */
export function completionBody(
  request: ProviderRequest,
  outputLimitField: 'max_tokens' | 'max_completion_tokens',
): object {
  const { model, messages, maxOutputTokens, temperature, seed, schema, tools } = request;
  return {
    model,
    messages: messages.map(wireMessage),
    [outputLimitField]: maxOutputTokens,
    temperature,
    seed,
    response_format: schema && { type: 'json_schema', json_schema: { ...schema, strict: true } },
    tools: tools?.map((tool) => ({ type: 'function', function: tool })),
    tool_choice: request.toolChoice,
    prompt_cache_key: request.promptCacheKey,
    ...request.extra,
  };
}

function wireMessage(message: ChatMessage): object {
  const { role, content } = message;
  if (role === 'tool') return { role, tool_call_id: message.toolCallId, content };
  if (role !== 'assistant' || !message.toolCalls) return { role, content };
  return {
    role,
    content,
    tool_calls: message.toolCalls.map(({ id, name, argumentsJson }) => ({
      id,
      type: 'function',
      function: { name, arguments: argumentsJson },
    })),
  };
}
