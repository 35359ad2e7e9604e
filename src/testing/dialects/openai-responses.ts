import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import { type AskedChat, type Dialect, replyParts } from './dialect.ts';
import { openAiRefusal } from './openai-refusals.ts';

const item = z.union([
  z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.string(),
  }),
]);

const jsonSchema = z.record(z.string(), z.unknown());

const requestSchema = z.strictObject({
  model: z.string(),
  input: z.array(item).min(1),
  max_output_tokens: z.int().min(1).optional(),
  temperature: z.number().optional(),
  text: z
    .strictObject({
      format: z.strictObject({
        type: z.literal('json_schema'),
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
        name: z.string(),
        description: z.string(),
        parameters: jsonSchema,
        strict: z.literal(false),
      }),
    )
    .optional(),
  tool_choice: z.enum(['auto', 'required', 'none']).optional(),
  store: z.literal(false),
});

/** OpenAI's responses. */
export const openAiResponses: Dialect = {
  path: /\/responses$/,
  refusal: openAiRefusal,
  exchange(body) {
    const asked = read(requestSchema.parse(body));
    const reply = deterministicReply(asked);
    return {
      ...{ asked, usage: reply.usage, texts: asked.messages.map(({ content }) => content) },
      body(kind) {
        const { text, usage } = replyParts(reply, kind);
        const content = [{ type: 'output_text', text, annotations: [] }];
        const calls = reply.toolCalls?.map(({ id, name, argumentsJson }) => ({
          ...{ type: 'function_call', id: `fc_${id}`, call_id: id, name, status: 'completed' },
          arguments: argumentsJson,
        }));
        return {
          object: 'response',
          status: 'completed',
          model: asked.model,
          output: calls ?? [{ type: 'message', role: 'assistant', status: 'completed', content }],
          usage: usage && {
            input_tokens: usage.promptTokens,
            input_tokens_details: { cached_tokens: usage.cachedTokens },
            output_tokens: usage.completionTokens,
          },
        };
      },
    };
  },
};

function read(body: z.infer<typeof requestSchema>): AskedChat {
  const { model, temperature, tools, tool_choice, text } = body;
  return {
    ...{ model, messages: readInput(body.input), maxOutputTokens: body.max_output_tokens },
    ...(temperature !== undefined && { temperature }),
    ...(text && { schema: { name: text.format.name, schema: text.format.schema } }),
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    }),
    ...(tool_choice && { toolChoice: tool_choice }),
  };
}

/** Calls belong to the words before them. */
function readInput(items: readonly z.infer<typeof item>[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const sent of items) {
    if ('role' in sent) messages.push(sent);
    else if (sent.type === 'function_call_output') {
      messages.push({ role: 'tool', toolCallId: sent.call_id, content: sent.output });
    } else {
      const call = { id: sent.call_id, name: sent.name, argumentsJson: sent.arguments };
      const last = messages.at(-1);
      const turn = last?.role === 'assistant' ? last : undefined;
      if (turn) messages.pop();
      const toolCalls = [...(turn?.toolCalls ?? []), call];
      messages.push({ role: 'assistant', content: turn?.content ?? '', toolCalls });
    }
  }
  return messages;
}
