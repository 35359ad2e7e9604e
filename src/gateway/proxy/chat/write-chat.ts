import type { ChatReply, FinishReason, Usage } from '../../../contracts/model.ts';

/** A reply with all that the wire format wants to know of it. */
export interface Answered {
  readonly reply: ChatReply;
  readonly usage: Usage;
  /** As the caller named it. */
  readonly model: string;
  /** The same for the same call. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdSeconds: number;
}

const FINISH: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  filter: 'content_filter',
  tool: 'tool_calls',
  other: 'stop',
};

/** A reply as OpenAI's chat completion. */
export function chatCompletion({ reply, usage, ...answered }: Answered): object {
  const tool_calls = reply.toolCalls?.map(wireCall);
  return {
    ...head(answered, 'chat.completion'),
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: contentOf(reply),
          refusal: null,
          ...(tool_calls ? { tool_calls } : {}),
        },
        logprobs: null,
        finish_reason: FINISH[reply.finish],
      },
    ],
    usage: wireUsage(usage),
  };
}

/** The same reply as the chunks of a stream, without the end mark. */
export function chatChunks(
  { reply, usage, ...answered }: Answered,
  includeUsage: boolean,
): readonly object[] {
  const chunk = (delta: object, finish_reason: string | null = null): object => ({
    ...head(answered, 'chat.completion.chunk'),
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(includeUsage ? { usage: null } : {}),
  });
  const calls = reply.toolCalls?.map(wireCall) ?? [];
  return [
    chunk({ role: 'assistant', content: contentOf(reply) === null ? null : '', refusal: null }),
    ...(reply.text === '' ? [] : [chunk({ content: reply.text })]),
    ...calls.map((call, index) => chunk({ tool_calls: [{ index, ...call }] })),
    chunk({}, FINISH[reply.finish]),
    ...(includeUsage
      ? [{ ...head(answered, 'chat.completion.chunk'), choices: [], usage: wireUsage(usage) }]
      : []),
  ];
}

function head(
  { id, model, createdSeconds }: Omit<Answered, 'reply' | 'usage'>,
  object: string,
): object {
  return { id: `chatcmpl-${id}`, object, created: createdSeconds, model };
}

/** A reply that only calls tools has no content, which is not the same as an empty one. */
function contentOf({ text, toolCalls }: ChatReply): string | null {
  return text === '' && toolCalls ? null : text;
}

function wireCall({ id, name, argumentsJson }: NonNullable<ChatReply['toolCalls']>[number]) {
  return { id, type: 'function', function: { name, arguments: argumentsJson } };
}

/** Cached tokens are part of the prompt in this format, reasoning part of the completion. */
function wireUsage(usage: Usage): object {
  const { inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, reasoningTokens } = usage;
  const prompt_tokens = inputTokens + cachedInputTokens + cacheWriteTokens;
  return {
    prompt_tokens,
    completion_tokens: outputTokens,
    total_tokens: prompt_tokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cachedInputTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
