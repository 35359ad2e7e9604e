import type { ToolCall } from '../../contracts/model.ts';
import type { WireReply, WireUsage } from './dialect.ts';

/** Characters of the text in one event. */
const CHUNK_CHARACTERS = 24;

/** A text in the pieces in which a stream brings it. */
export function chunksOf(text: string): string[] {
  const count = Math.ceil(text.length / CHUNK_CHARACTERS);
  return Array.from({ length: count }, (_, at) =>
    text.slice(at * CHUNK_CHARACTERS, (at + 1) * CHUNK_CHARACTERS),
  );
}

/** OpenAI's chat completion as a stream of events. */
export function openAiChatEvents(
  model: string,
  { text, toolCalls, finish, usage, ...reply }: WireReply,
  tellsUsage: boolean,
): string[] {
  const head = {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(reply.createdMs / 1_000),
    model,
  };
  const noUsage = tellsUsage ? { usage: null } : {};
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    ...{ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason }], ...noUsage },
  });
  const calls = wireToolCalls(toolCalls ?? []).map((call, index) => ({ index, ...call }));
  const last = tellsUsage && usage ? [{ ...head, choices: [], usage: chatUsage(usage) }] : [];
  const chunks = [
    chunk({ role: 'assistant', content: '' }),
    ...(toolCalls
      ? calls.map((call) => chunk({ tool_calls: [call] }))
      : chunksOf(text).map((content) => chunk({ content }))),
    chunk({}, finish === 'tool' ? 'tool_calls' : finish),
    ...last,
  ];
  return [...chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`), 'data: [DONE]\n\n'];
}

/** Calls as a message of the chat format has them. */
export function wireToolCalls(calls: readonly ToolCall[]) {
  return calls.map(({ id, name, argumentsJson }) => ({
    ...{ id, type: 'function', function: { name, arguments: argumentsJson } },
  }));
}

/** Tokens as the chat format has them. */
export function chatUsage(usage: WireUsage): object {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.promptTokens + usage.completionTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      ...{ audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    },
  };
}
