import { z } from 'zod';
import type { ProviderRequest, ToolCall } from '../../../contracts/model.ts';
import { cutPrefix } from '../../prompt-cache/cut-prefix.ts';
import { argumentsObject, splitTurns, type Turn } from '../turns.ts';
import { refuseExtra, unsupported } from '../unsupported.ts';

const TOOL_CHOICES = { auto: 'auto', required: 'any', none: 'none' } as const;

/**
 * The body of a message request: everything that was asked, under Anthropic's names, nothing else.
 * Structured output goes by `output_config.format`: forcing a tool would change what is asked.
 * Where prompt caching is wanted, the shared part of the last message is marked; the mark covers
 * all that stands before it.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED for a seed, further fields, and a tool call
 *   whose arguments are no JSON object.
 * Source: the Claude API reference, "Create a Message", "Structured outputs" and "Prompt caching";
 * 2026-11-24.
 */
export function messageBody(request: ProviderRequest): object {
  const { model, maxOutputTokens, temperature, seed, schema, tools, toolChoice } = request;
  if (seed !== undefined) throw unsupported('Anthropic', 'a seed', 'Drop `seed`.');
  refuseExtra('Anthropic', request.extra);
  const { system, turns } = splitTurns(request.messages);
  return {
    model,
    max_tokens: maxOutputTokens,
    system: system.length > 0 ? system.map(textBlock) : undefined,
    messages: withCacheMark(turns.map(wireMessage), request),
    temperature,
    output_config: schema && { format: { type: 'json_schema', schema: schema.schema } },
    tools: tools?.map(({ name, description, parameters }) => ({
      ...{ name, description },
      input_schema: parameters,
    })),
    tool_choice: toolChoice && { type: TOOL_CHOICES[toolChoice] },
  };
}

/** The last message cut in two, if there is something before the cut and behind it. */
function withCacheMark(
  wire: readonly object[],
  { messages, cachePrefix = 0, promptCacheKey }: ProviderRequest,
): readonly object[] {
  const last = messages.at(-1);
  if (promptCacheKey === undefined || last?.role !== 'user') return wire;
  const [prefix, rest] = cutPrefix(last.content, cachePrefix);
  // The vendor refuses blocks without a visible character.
  if (prefix.trim() === '' || rest.trim() === '') return wire;
  const marked = { ...textBlock(prefix), cache_control: { type: 'ephemeral' } };
  return [...wire.slice(0, -1), { role: 'user', content: [marked, textBlock(rest)] }];
}

/** The body of a request that counts what `messageBody` would send, without what is no input. */
export function countBody(request: ProviderRequest): object {
  const { max_tokens: _, temperature: __, ...input } = messageBody(request) as WireMessageRequest;
  return input;
}

interface WireMessageRequest {
  readonly max_tokens?: number;
  readonly temperature?: number;
}

function textBlock(text: string): object {
  return { type: 'text', text };
}

function wireMessage(turn: Turn): object {
  if (turn.role === 'tool') {
    const blocks = turn.results.map(({ toolCallId, content }) => ({
      ...{ type: 'tool_result', tool_use_id: toolCallId, content },
    }));
    return { role: 'user', content: blocks };
  }
  const { role, content } = turn;
  if (role !== 'assistant' || !turn.toolCalls) return { role, content };
  const thoughts = turn.toolCalls.flatMap(thinkingBlocks);
  const words = content === '' ? [] : [textBlock(content)];
  return { role, content: [...thoughts, ...words, ...turn.toolCalls.map(toolUse)] };
}

/** What the model thought before its first call, which it wants to see again unchanged. */
function thinkingBlocks({ vendorState }: ToolCall): object[] {
  return vendorState === undefined ? [] : z.array(z.looseObject({})).parse(JSON.parse(vendorState));
}

function toolUse({ id, name, argumentsJson }: ToolCall): object {
  return { type: 'tool_use', id, name, input: argumentsObject(argumentsJson, 'Anthropic') };
}
