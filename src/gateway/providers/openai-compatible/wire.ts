import { z } from 'zod';
import type { FinishReason, ProviderReply, Usage } from '../../../contracts/model.ts';

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
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.int().min(0),
      completion_tokens: z.int().min(0),
      prompt_tokens_details: z.object({ cached_tokens: z.int().min(0).nullish() }).nullish(),
      completion_tokens_details: z.object({ reasoning_tokens: z.int().min(0).nullish() }).nullish(),
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
};

/** @throws {z.ZodError} for a body that is no chat completion. */
export function parseCompletion(body: unknown): ProviderReply {
  const { model, choices, usage } = completionSchema.parse(body);
  const [choice] = choices;
  const text = choice?.message.content ?? choice?.message.refusal ?? '';
  const finish = FINISH_REASONS[choice?.finish_reason ?? ''] ?? 'other';
  return {
    ...{ text, finish },
    ...(usage ? { usage: normaliseUsage(usage) } : {}),
    ...(model ? { reportedModel: model } : {}),
  };
}

type WireUsage = NonNullable<z.infer<typeof completionSchema>['usage']>;

/** The vendor counts cached tokens inside the prompt; we keep the two apart. */
function normaliseUsage(usage: WireUsage): Usage {
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    inputTokens: Math.max(0, usage.prompt_tokens - cached),
    cachedInputTokens: Math.min(cached, usage.prompt_tokens),
    outputTokens: usage.completion_tokens,
    cacheWriteTokens: 0,
    reasoningTokens: usage.completion_tokens_details?.reasoning_tokens ?? 0,
    source: 'reported',
  };
}
