import { z } from 'zod';
import type { FinishReason, ProviderReply, ToolCall, Usage } from '../../../contracts/model.ts';
import { providerReply } from '../provider-reply.ts';
import { reportedUsage } from '../reported-usage.ts';

const part = z.object({ text: z.string().nullish(), refusal: z.string().nullish() });

/** Of a message its parts, of a call the rest; other items (reasoning) are not used. */
const outputItem = z.object({
  type: z.string(),
  content: z.array(part).nullish().catch(undefined),
  call_id: z.string().nullish(),
  name: z.string().nullish(),
  arguments: z.string().nullish(),
});

const count = z.int().min(0);

/**
 * The part of the reply that is used.
 * Source: the OpenAI API reference, "Create a model response"; read on 2026-11-24.
 */
const responseSchema = z.object({
  model: z.string().nullish(),
  // A response that failed or was cancelled answers 200 too; that is an outage, not an answer.
  status: z.enum(['completed', 'incomplete']),
  incomplete_details: z.object({ reason: z.string().nullish() }).nullish(),
  output: z.array(outputItem),
  usage: z
    .object({
      input_tokens: count,
      output_tokens: count,
      input_tokens_details: z
        .object({ cached_tokens: count.nullish(), cache_write_tokens: count.nullish() })
        .nullish(),
      output_tokens_details: z.object({ reasoning_tokens: count.nullish() }).nullish(),
    })
    .nullish()
    // As with chat completions: the reply is good and paid for, so its tokens are counted.
    .catch(undefined),
});
type WireResponse = z.infer<typeof responseSchema>;

const INCOMPLETE: Readonly<Record<string, FinishReason>> = {
  max_output_tokens: 'length',
  content_filter: 'filter',
};

/** @throws {z.ZodError | RangeError} for a body that is no finished response. */
export function parseResponse(body: unknown): ProviderReply {
  const response = responseSchema.parse(body);
  return providerReply({
    text: response.output.map(textOf).join(''),
    finish: finishOf(response),
    toolCalls: response.output.filter(({ type }) => type === 'function_call').map(toolCall),
    usage: response.usage ? normaliseUsage(response.usage) : undefined,
    reportedModel: response.model,
  });
}

function textOf({ type, content }: WireResponse['output'][number]): string {
  if (type !== 'message') return '';
  return (content ?? []).map(({ text, refusal }) => text ?? refusal ?? '').join('');
}

function finishOf({ status, incomplete_details }: WireResponse): FinishReason {
  if (status === 'completed') return 'stop';
  return INCOMPLETE[incomplete_details?.reason ?? ''] ?? 'other';
}

function toolCall(item: WireResponse['output'][number]): ToolCall {
  const { call_id: id, name, arguments: argumentsJson } = item;
  if (!id || !name || argumentsJson == null) throw new RangeError('a call without its parts');
  return { id, name, argumentsJson };
}

/** The vendor counts cached and written tokens inside the input; we keep the three apart. */
function normaliseUsage(usage: NonNullable<WireResponse['usage']>): Usage | undefined {
  const { cached_tokens, cache_write_tokens } = usage.input_tokens_details ?? {};
  const [cached, written] = [cached_tokens ?? 0, cache_write_tokens ?? 0];
  return reportedUsage({
    inputTokens: usage.input_tokens - cached - written,
    cachedInputTokens: cached,
    cacheWriteTokens: written,
    outputTokens: usage.output_tokens,
    reasoningTokens: usage.output_tokens_details?.reasoning_tokens ?? 0,
  });
}
