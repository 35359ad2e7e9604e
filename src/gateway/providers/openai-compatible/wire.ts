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

const errorSchema = z.object({
  error: z.union([
    z.string(),
    z.object({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish() }),
  ]),
});

/** What an error body says, as far as it can be read: vendors and servers differ. */
export function parseErrorBody(text: string): { message: string; code: string } {
  try {
    const { error } = errorSchema.parse(JSON.parse(text));
    if (typeof error === 'string') return { message: error, code: '' };
    return { message: error.message ?? '', code: String(error.code ?? '') };
  } catch {
    return { message: text.slice(0, 200), code: '' };
  }
}

/**
 * Milliseconds from a `retry-after` header (seconds, or an HTTP date) or a `retry-after-ms` one.
 *
 * @returns undefined where there is none, or it cannot be read.
 */
export function parseRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
