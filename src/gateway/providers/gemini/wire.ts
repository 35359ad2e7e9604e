import { z } from 'zod';
import type { FinishReason, ProviderReply, ToolCall, Usage } from '../../../contracts/model.ts';
import { providerReply } from '../provider-reply.ts';
import { reportedUsage } from '../reported-usage.ts';
import { ourCallId } from './call-ids.ts';

const part = z.object({
  text: z.string().nullish(),
  /** A summary of what the model thought: not part of the answer. */
  thought: z.boolean().nullish(),
  thoughtSignature: z.string().nullish(),
  functionCall: z
    .object({ id: z.string().nullish(), name: z.string(), args: z.unknown().optional() })
    .nullish(),
});
type Part = z.infer<typeof part>;

const count = z.int().min(0).nullish();

/**
 * The part of the reply that is used.
 * Source: the Gemini API reference, "GenerateContentResponse"; read on 2026-11-24.
 */
const replySchema = z
  .object({
    modelVersion: z.string().nullish(),
    candidates: z
      .array(
        z.object({
          content: z.object({ parts: z.array(part).nullish() }).nullish(),
          finishReason: z.string().nullish(),
        }),
      )
      .nullish(),
    promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
    usageMetadata: z
      .object({
        promptTokenCount: z.int().min(0),
        cachedContentTokenCount: count,
        candidatesTokenCount: count,
        thoughtsTokenCount: count,
        toolUsePromptTokenCount: count,
      })
      .nullish()
      // A reply whose usage cannot be read is a good reply: it is paid for, and its tokens are
      // counted.
      .catch(undefined),
  })
  .refine(
    ({ candidates, promptFeedback }) => candidates?.length || promptFeedback?.blockReason,
    'neither an answer nor the reason why there is none',
  );

const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'filter',
  RECITATION: 'filter',
  BLOCKLIST: 'filter',
  PROHIBITED_CONTENT: 'filter',
  SPII: 'filter',
};

/** @throws {z.ZodError} for a body that is no reply. */
export function parseContent(body: unknown): ProviderReply {
  const { modelVersion, candidates, usageMetadata } = replySchema.parse(body);
  const [candidate] = candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  return providerReply({
    text: parts.map(({ text, thought }) => (thought ? '' : (text ?? ''))).join(''),
    // Without a candidate the prompt was blocked.
    finish: candidate ? (FINISH_REASONS[candidate.finishReason ?? ''] ?? 'other') : 'filter',
    toolCalls: parts.filter(({ functionCall }) => functionCall).map(toolCall),
    usage: usageMetadata ? normaliseUsage(usageMetadata) : undefined,
    reportedModel: modelVersion,
  });
}

function toolCall({ functionCall, thoughtSignature }: Part, at: number): ToolCall {
  const name = functionCall?.name ?? '';
  return {
    id: functionCall?.id ?? ourCallId(name, at),
    name,
    argumentsJson: JSON.stringify(functionCall?.args ?? {}),
    ...(thoughtSignature ? { vendorState: thoughtSignature } : {}),
  };
}

/**
 * The vendor counts cached tokens inside the prompt, results of its own tools beside it, and
 * thoughts beside the answer.
 */
function normaliseUsage(
  usage: NonNullable<z.infer<typeof replySchema>['usageMetadata']>,
): Usage | undefined {
  const cached = usage.cachedContentTokenCount ?? 0;
  const thoughts = usage.thoughtsTokenCount ?? 0;
  return reportedUsage({
    inputTokens: usage.promptTokenCount - cached + (usage.toolUsePromptTokenCount ?? 0),
    cachedInputTokens: cached,
    cacheWriteTokens: 0,
    outputTokens: (usage.candidatesTokenCount ?? 0) + thoughts,
    reasoningTokens: thoughts,
  });
}
