import { plainInput } from '../invoice.ts';
import type { WireReply, WireUsage } from './dialect.ts';
import { chunksOf } from './openai-chat-events.ts';

/** What the server says that it thought before it called tools; it has to come back unchanged. */
const THOUGHT = { type: 'thinking', thinking: 'I need a tool.', signature: 'c2lnbmVk' };

const REASONS = { stop: 'end_turn', length: 'max_tokens', tool: 'tool_use' } as const;

export function stopReason({ finish }: WireReply): string {
  return REASONS[finish];
}

/** The blocks of a reply. */
export function anthropicContent({ text, toolCalls }: WireReply): readonly object[] {
  if (!toolCalls) return [{ type: 'text', text }];
  const uses = toolCalls.map(({ id, name, argumentsJson }) => ({
    ...{ type: 'tool_use', id, name, input: JSON.parse(argumentsJson) as unknown },
  }));
  return [THOUGHT, ...uses];
}

/** Tokens as Anthropic counts them: the kinds of input do not overlap. */
export function anthropicUsage(usage: WireUsage): object {
  const { cacheWriteTokens, cacheWriteHourTokens } = usage;
  return {
    input_tokens: plainInput(usage),
    cache_read_input_tokens: usage.cachedTokens,
    cache_creation_input_tokens: cacheWriteTokens + cacheWriteHourTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWriteTokens,
      ephemeral_1h_input_tokens: cacheWriteHourTokens,
    },
    output_tokens: usage.completionTokens,
    output_tokens_details: { thinking_tokens: usage.reasoningTokens },
    service_tier: 'standard',
  };
}

/** A message as a stream of events. */
export function anthropicEvents(model: string, reply: WireReply): string[] {
  const usage = reply.usage && anthropicUsage(reply.usage);
  const message = {
    ...{ id: `msg_${reply.id}`, type: 'message', role: 'assistant', model, content: [] },
    ...{ stop_reason: null, stop_sequence: null },
    // The input is known at the start, the output at the end.
    usage: usage && { ...usage, output_tokens: 1, output_tokens_details: { thinking_tokens: 0 } },
  };
  const delta = { stop_reason: stopReason(reply), stop_sequence: null };
  const events = [
    { type: 'message_start', message },
    ...blockEvents(reply),
    { type: 'message_delta', delta, usage },
    { type: 'message_stop' },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function blockEvents(reply: WireReply): { readonly type: string }[] {
  const { text, toolCalls = [] } = reply;
  if (toolCalls.length === 0) {
    const pieces = chunksOf(text).map((piece) => ({ type: 'text_delta', text: piece }));
    return block(0, { type: 'text', text: '' }, pieces);
  }
  const { thinking, signature } = THOUGHT;
  const thought = block(0, { type: 'thinking', thinking: '', signature: '' }, [
    { type: 'thinking_delta', thinking },
    { type: 'signature_delta', signature },
  ]);
  const uses = toolCalls.flatMap(({ id, name, argumentsJson }, at) => {
    const pieces = chunksOf(argumentsJson).map((partial_json) => ({
      ...{ type: 'input_json_delta', partial_json },
    }));
    return block(at + 1, { type: 'tool_use', id, name, input: {} }, pieces);
  });
  return [...thought, ...uses];
}

function block(index: number, content_block: object, pieces: readonly object[]) {
  return [
    { type: 'content_block_start', index, content_block },
    ...pieces.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}
