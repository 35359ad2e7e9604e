import { z } from 'zod';
import type { ChatMessage } from '../../../contracts/model.ts';
import { textContent } from '../wire-schema.ts';

/** What clients send back of a reply that says nothing. */
const nothing = z.union([z.null(), z.array(z.never())]).optional();

const toolCall = z
  .strictObject({
    id: z.string(),
    type: z.literal('function'),
    /** Clients that put streamed replies together leave it in. */
    index: z.int().optional(),
    function: z.strictObject({ name: z.string(), arguments: z.string() }),
  })
  .transform(({ id, function: { name, arguments: argumentsJson } }) => ({
    ...{ id, name, argumentsJson },
  }));

const assistant = z
  .strictObject({
    role: z.literal('assistant'),
    content: textContent.nullish(),
    tool_calls: z.array(toolCall).nullish(),
    refusal: nothing,
    annotations: nothing,
    audio: nothing,
    function_call: nothing,
  })
  .transform(({ role, content, tool_calls: toolCalls }) => ({
    ...{ role, content: content ?? '' },
    ...(toolCalls && toolCalls.length > 0 ? { toolCalls } : {}),
  }));

const tool = z
  .strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: textContent })
  .transform(({ role, content, tool_call_id: toolCallId }) => ({ role, toolCallId, content }));

/** `developer` is what newer models call `system`. */
const developer = z
  .strictObject({ role: z.literal('developer'), content: textContent })
  .transform(({ content }) => ({ role: 'system' as const, content }));

/** The turns of a chat completion request as the gateway has them. */
export const wireMessages: z.ZodType<readonly ChatMessage[]> = z
  .array(
    z.discriminatedUnion('role', [
      z.strictObject({ role: z.literal('system'), content: textContent }),
      z.strictObject({ role: z.literal('user'), content: textContent }),
      ...[developer, assistant, tool],
    ]),
  )
  .min(1, 'must not be empty');
