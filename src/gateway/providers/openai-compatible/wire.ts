import { z } from 'zod';
import type { FinishReason, ProviderReply, ToolCall, Usage } from '../../../contracts/model.ts';
import { providerReply } from '../provider-reply.ts';
import { reportedUsage } from '../reported-usage.ts';

const toolCallSchema = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const count = z.int().min(0);

/**
 * The part of the vendors' reply that is used; all else is theirs and may change.
 * Source: the OpenAI API reference, "Create chat completion"; served alike by Azure OpenAI, vLLM,
 * Ollama and llama.cpp.
 */
const completionSchema = z.object({
  model: z.string().optional(),
  choices: z
    .array(
      z.object({
        // Some gateways answer 200 with a broken choice; that is an outage, not an empty answer.
        finish_reason: z
          .string()
          .nullish()
          .refine((reason) => reason !== 'error', 'an error'),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z
        .object({ cached_tokens: count.nullish(), cache_write_tokens: count.nullish() })
        .nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
    })
    .nullish()
    // A reply whose usage cannot be read is a good reply: it is paid for, and its tokens are
    // counted.
    .catch(undefined),
});

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  content_filter: 'filter',
  tool_calls: 'tool',
};

/** @throws {z.ZodError} for a body that is no chat completion. */
export function parseCompletion(body: unknown): ProviderReply {
  const { model, choices, usage } = completionSchema.parse(body);
  const { finish_reason, message } = choices[0] ?? {};
  return providerReply({
    text: message?.content ?? message?.refusal ?? '',
    finish: FINISH_REASONS[finish_reason ?? ''] ?? 'other',
    toolCalls: (message?.tool_calls ?? []).map(toolCall),
    usage: usage ? normaliseUsage(usage) : undefined,
    reportedModel: model,
  });
}

function toolCall(call: z.infer<typeof toolCallSchema>): ToolCall {
  const { name, arguments: argumentsJson } = call.function;
  return { id: call.id, name, argumentsJson };
}

type WireUsage = NonNullable<z.infer<typeof completionSchema>['usage']>;

/** The vendor counts cached and written tokens inside the prompt; we keep the three apart. */
function normaliseUsage(usage: WireUsage): Usage | undefined {
  const { cached_tokens, cache_write_tokens } = usage.prompt_tokens_details ?? {};
  const [cached, written] = [cached_tokens ?? 0, cache_write_tokens ?? 0];
  return reportedUsage({
    inputTokens: usage.prompt_tokens - cached - written,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: usage.completion_tokens,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  });
}
