import { z } from 'zod';
import type { FinishReason, ProviderReply, ToolCall, Usage } from '../../../contracts/model.ts';
import type { VendorError } from '../http/status-error.ts';
import { providerReply } from '../provider-reply.ts';
import { reportedUsage } from '../reported-usage.ts';

const count = z.int().min(0);

const block = z.looseObject({
  type: z.string(),
  /** Of text. */
  text: z.string().optional(),
  /** Of tool use. */
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
});
type Block = z.infer<typeof block>;

/**
 * The part of the reply that is used.
 * Source: the Claude API reference, "Create a Message"; read on 2026-11-24.
 */
const messageSchema = z.object({
  type: z.literal('message'),
  model: z.string().nullish(),
  content: z.array(block),
  stop_reason: z.string().nullish(),
  usage: z
    .object({
      input_tokens: count,
      cache_creation_input_tokens: count.nullish(),
      cache_read_input_tokens: count.nullish(),
      output_tokens: count,
      output_tokens_details: z.object({ thinking_tokens: count.nullish() }).nullish(),
    })
    .nullish()
    // A reply whose usage cannot be read is a good reply: it is paid for, and its tokens are
    // counted.
    .catch(undefined),
});

const STOP_REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool',
  refusal: 'filter',
};

/** @throws {z.ZodError | RangeError} for a body that is no message. */
export function parseMessage(body: unknown): ProviderReply {
  const { model, content, stop_reason, usage } = messageSchema.parse(body);
  return providerReply({
    text: content.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
    finish: STOP_REASONS[stop_reason ?? ''] ?? 'other',
    toolCalls: toolCalls(content),
    usage: usage ? normaliseUsage(usage) : undefined,
    reportedModel: model,
  });
}

/** The first call carries what the model thought before, because it goes back with the calls. */
function toolCalls(content: readonly Block[]): ToolCall[] {
  const thoughts = content.filter(({ type }) => /^(redacted_)?thinking$/.test(type));
  const vendorState = thoughts.length > 0 ? JSON.stringify(thoughts) : undefined;
  return content
    .filter(({ type }) => type === 'tool_use')
    .map(({ id, name, input }, at) => {
      if (!id || !name) throw new RangeError('a call without its parts');
      const call = { id, name, argumentsJson: JSON.stringify(input ?? {}) };
      return at === 0 && vendorState !== undefined ? { ...call, vendorState } : call;
    });
}

/** The vendor counts cached and written tokens apart from the input, thinking inside the output. */
function normaliseUsage(
  usage: NonNullable<z.infer<typeof messageSchema>['usage']>,
): Usage | undefined {
  return reportedUsage({
    inputTokens: usage.input_tokens,
    cachedInputTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    outputTokens: usage.output_tokens,
    reasoningTokens: usage.output_tokens_details?.thinking_tokens ?? 0,
  });
}

const errorSchema = z.object({
  error: z.object({ type: z.string().nullish(), message: z.string().nullish() }),
});

/** Source: the Claude API's page "Errors"; read on 2026-11-24. */
export function parseAnthropicError(body: string): VendorError {
  try {
    const { type, message } = errorSchema.parse(JSON.parse(body)).error;
    return { message: message ?? '', kind: type === 'billing_error' ? 'account-empty' : undefined };
  } catch {
    return { message: body.slice(0, 200) };
  }
}
