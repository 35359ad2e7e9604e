import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import { type AskedChat, type Dialect, replyParts } from './dialect.ts';
import { openAiRefusal } from './openai-refusals.ts';

const call = z.strictObject({
  id: z.string(),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

const message = z.union([
  z.strictObject({ role: z.enum(['system', 'user']), content: z.string() }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string(),
    tool_calls: z.array(call).min(1).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
]);

const jsonSchema = z.record(z.string(), z.unknown());

const requestSchema = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  max_tokens: z.int().min(1).optional(),
  max_completion_tokens: z.int().min(1).optional(),
  temperature: z.number().optional(),
  seed: z.int().optional(),
  response_format: z
    .strictObject({
      type: z.literal('json_schema'),
      json_schema: z.strictObject({
        name: z.string(),
        schema: jsonSchema,
        strict: z.literal(true),
      }),
    })
    .optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        function: z.strictObject({
          name: z.string(),
          description: z.string(),
          parameters: jsonSchema,
        }),
      }),
    )
    .optional(),
  tool_choice: z.enum(['auto', 'required', 'none']).optional(),
});

/** OpenAI's chat completions. */
export const openAiChat: Dialect = {
  path: /\/chat\/completions$/,
  refusal: openAiRefusal,
  exchange(body) {
    const asked = read(requestSchema.parse(body));
    const reply = deterministicReply(asked);
    const { usage, toolCalls } = reply;
    return {
      ...{ asked, usage, texts: asked.messages.map(({ content }) => content) },
      body(kind) {
        const parts = replyParts(reply, kind);
        const message = { role: 'assistant', content: parts.text };
        const tool_calls = toolCalls?.map(({ id, name, argumentsJson }) => ({
          ...{ id, type: 'function', function: { name, arguments: argumentsJson } },
        }));
        return {
          object: 'chat.completion',
          model: asked.model,
          choices: [
            {
              index: 0,
              finish_reason: toolCalls ? 'tool_calls' : 'stop',
              message: tool_calls ? { ...message, tool_calls } : message,
            },
          ],
          usage: parts.usage && {
            prompt_tokens: parts.usage.promptTokens,
            completion_tokens: parts.usage.completionTokens,
            prompt_tokens_details: { cached_tokens: parts.usage.cachedTokens },
          },
        };
      },
    };
  },
};

function read(body: z.infer<typeof requestSchema>): AskedChat {
  const { model, messages, temperature, seed, response_format, tools, tool_choice } = body;
  const { name, schema } = response_format?.json_schema ?? {};
  return {
    ...{ model, messages: messages.map(readMessage) },
    maxOutputTokens: body.max_tokens ?? body.max_completion_tokens,
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(name !== undefined && schema && { schema: { name, schema } }),
    ...(tools && { tools: tools.map((tool) => tool.function) }),
    ...(tool_choice && { toolChoice: tool_choice }),
  };
}

function readMessage(sent: z.infer<typeof message>): ChatMessage {
  if (sent.role === 'tool') {
    return { role: 'tool', toolCallId: sent.tool_call_id, content: sent.content };
  }
  const { role, content } = sent;
  if (role !== 'assistant' || !sent.tool_calls) return { role, content };
  const toolCalls = sent.tool_calls.map(({ id, function: { name, arguments: argumentsJson } }) => ({
    ...{ id, name, argumentsJson },
  }));
  return { role, content, toolCalls };
}
