import { z } from 'zod';
import type { ProviderRequest, ToolCall } from '../../../contracts/model.ts';
import { argumentsObject, splitTurns, type Turn } from '../turns.ts';
import { refuseExtra, unsupported } from '../unsupported.ts';

const TOOL_CHOICES = { auto: 'auto', required: 'any', none: 'none' } as const;

/**
 * The body of a message request: everything that was asked, under Anthropic's names, nothing else.
 * Structured output goes by `output_config.format`: forcing a tool would change what is asked.
 *
 * @throws {MabError} PROVIDER_PARAMETER_UNSUPPORTED for a seed, further fields, and a tool call
 *   whose arguments are no JSON object.
 * Source: the Claude API reference, "Create a Message", and "Structured outputs"; 2026-11-24.
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
    messages: turns.map(wireMessage),
    temperature,
    output_config: schema && { format: { type: 'json_schema', schema: schema.schema } },
    tools: tools?.map(({ name, description, parameters }) => ({
      ...{ name, description },
      input_schema: parameters,
    })),
    tool_choice: toolChoice && { type: TOOL_CHOICES[toolChoice] },
  };
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
