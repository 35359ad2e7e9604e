import type { FinishReason, ProviderReply, ToolCall, Usage } from '../../contracts/model.ts';

/** A reply without what the vendor left empty; a turn that calls tools ends as `tool`. */
export function providerReply(parts: {
  readonly text: string;
  readonly finish: FinishReason;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: Usage | undefined;
  readonly reportedModel: string | null | undefined;
}): ProviderReply {
  const { text, toolCalls, usage, reportedModel } = parts;
  const calls = toolCalls.length > 0;
  return {
    text,
    finish: calls && parts.finish === 'stop' ? 'tool' : parts.finish,
    ...(calls ? { toolCalls } : {}),
    ...(usage ? { usage } : {}),
    ...(reportedModel ? { reportedModel } : {}),
  };
}
