import type { ChatMessage, ProviderRequest } from '../../../contracts/model.ts';
import { refuseExtra, unsupported } from '../unsupported.ts';

/**
 * The body of a response: everything that was asked, under OpenAI's names. Besides, `store: false`,
 * so that the vendor keeps nothing, and `strict: false` on tools, because leaving it out lets the
 * vendor rewrite their schemas.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED for a seed and further fields.
 * Source: the OpenAI API reference, "Create a model response"; read on 2026-11-24.
 */
export function responseBody(request: ProviderRequest): object {
  const { model, messages, maxOutputTokens, temperature, seed, schema, tools } = request;
  if (seed !== undefined) {
    throw unsupported('The responses API', 'a seed', 'Drop `seed`, or use `api: chat`.');
  }
  refuseExtra('The responses API', request.extra);
  return {
    model,
    input: messages.flatMap(inputItems),
    max_output_tokens: maxOutputTokens,
    temperature,
    text: schema && { format: { type: 'json_schema', ...schema, strict: true } },
    tools: tools?.map((tool) => ({ type: 'function', ...tool, strict: false })),
    tool_choice: request.toolChoice,
    prompt_cache_key: request.promptCacheKey,
    store: false,
  };
}

/** A turn that calls tools is several items here; one without words has no message. */
function inputItems(message: ChatMessage): object[] {
  const { role, content } = message;
  if (role === 'tool') {
    return [{ type: 'function_call_output', call_id: message.toolCallId, output: content }];
  }
  if (role !== 'assistant' || !message.toolCalls) return [{ role, content }];
  const calls = message.toolCalls.map(({ id, name, argumentsJson }) => ({
    type: 'function_call',
    call_id: id,
    name,
    arguments: argumentsJson,
  }));
  return content === '' ? calls : [{ role, content }, ...calls];
}
