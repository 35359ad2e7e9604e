import { z } from 'zod';
import type { ChatMessage, ToolCall } from '../../../contracts/model.ts';
import { textContent } from '../wire-schema.ts';

const message = z
  .strictObject({
    type: z.literal('message').optional(),
    role: z.enum(['system', 'developer', 'user', 'assistant']),
    content: textContent,
    /** As clients send a reply back. */
    id: z.string().optional(),
    status: z.string().optional(),
  })
  .transform(
    ({ role, content }): ChatMessage => ({
      ...{ role: role === 'developer' ? 'system' : role, content },
    }),
  );

const functionCall = z
  .strictObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
    id: z.string().optional(),
    status: z.string().optional(),
  })
  .transform(
    ({ call_id, name, arguments: argumentsJson }): ToolCall => ({
      ...{ id: call_id, name, argumentsJson },
    }),
  );

const callOutput = z
  .strictObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: textContent,
    id: z.string().optional(),
    status: z.string().optional(),
  })
  .transform(
    ({ call_id: toolCallId, output: content }): ChatMessage => ({
      ...{ role: 'tool', toolCallId, content },
    }),
  );

/** The input of a response request as the turns of a chat. */
export const wireInput: z.ZodType<readonly ChatMessage[]> = z
  .union([z.string(), z.array(z.union([message, functionCall, callOutput])).min(1)])
  .transform((input) =>
    typeof input === 'string' ? [{ role: 'user', content: input }] : turnsOf(input),
  );

/** A turn that calls functions is several items there. */
function turnsOf(items: readonly (ChatMessage | ToolCall)[]): ChatMessage[] {
  const turns: ChatMessage[] = [];
  for (const item of items) {
    if ('role' in item) {
      turns.push(item);
      continue;
    }
    const last = turns.at(-1);
    if (last?.role === 'assistant') {
      turns[turns.length - 1] = { ...last, toolCalls: [...(last.toolCalls ?? []), item] };
    } else turns.push({ role: 'assistant', content: '', toolCalls: [item] });
  }
  return turns;
}
