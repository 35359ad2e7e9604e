import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import { type AskedChat, type Dialect, plainPrompt, type WireReply } from './dialect.ts';
import { openAiResponsesEvents } from './openai-responses-events.ts';
import { extraOf, ignored, joinText, systemRole, textContent } from './sent-fields.ts';

const item = z.union([
  z.strictObject({
    role: z.union([systemRole, z.enum(['user', 'assistant'])]),
    content: textContent,
    type: z.literal('message').optional(),
    ...ignored('id', 'status', 'phase'),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
    ...ignored('id', 'status'),
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.string(),
  }),
]);

const jsonSchema = z.record(z.string(), z.unknown());

const format = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: jsonSchema,
    strict: z.boolean().nullish(),
    description: z.string().optional(),
  }),
  z.strictObject({ type: z.enum(['text', 'json_object']) }),
]);

/** Documented, and of no consequence here. */
const OTHERS = [
  ...['metadata', 'top_p', 'user', 'service_tier', 'parallel_tool_calls', 'reasoning', 'include'],
  ...['truncation', 'safety_identifier', 'max_tool_calls', 'prompt_cache_retention'],
  ...['prompt_cache_options', 'background', 'stream_options', 'top_logprobs'],
] as const;

const requestSchema = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  text: z.strictObject({ format: format.optional(), ...ignored('verbosity') }).optional(),
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        name: z.string(),
        description: z.string().default(''),
        parameters: jsonSchema,
        strict: z.boolean(),
      }),
    )
    .optional(),
  tool_choice: z.enum(['auto', 'required', 'none']).optional(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  prompt_cache_key: z.string().optional(),
  ...ignored(...OTHERS),
});

/** OpenAI's responses. */
export const openAiResponses: Dialect = {
  vendor: 'openai',
  path: /\/responses$/,
  exchange(body) {
    const sent = requestSchema.parse(body);
    const asked = read(sent);
    const { model, maxOutputTokens, promptCacheKey } = asked;
    return {
      ...{ asked, model, maxOutputTokens, prompt: plainPrompt(asked) },
      texts: asked.messages.map(({ content }) => content),
      ...(promptCacheKey !== undefined && { promptCacheKey }),
      reply: (occurrence) => deterministicReply(asked, occurrence),
      streams: sent.stream ?? false,
      body: (reply) => response(model, reply),
      events: (reply) => openAiResponsesEvents(response(model, reply), reply),
    };
  },
};

function response(model: string, reply: WireReply) {
  const { id, text, toolCalls, finish, usage } = reply;
  const content = [{ type: 'output_text', text, annotations: [] }];
  const calls = toolCalls?.map((call) => ({
    ...{ type: 'function_call', id: `fc_${call.id}`, call_id: call.id, name: call.name },
    ...{ arguments: call.argumentsJson, status: 'completed' },
  }));
  const isCut = finish === 'length';
  const status = isCut ? 'incomplete' : 'completed';
  const words = { type: 'message', id: `msg_${id}`, role: 'assistant', status, content };
  return {
    ...{ id: `resp_${id}`, object: 'response', status, model },
    created_at: Math.floor(reply.createdMs / 1_000),
    ...{ error: null, incomplete_details: isCut ? { reason: 'max_output_tokens' } : null },
    output: calls ?? [words],
    usage: usage && {
      input_tokens: usage.promptTokens,
      input_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0 },
      output_tokens: usage.completionTokens,
      output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
      total_tokens: usage.promptTokens + usage.completionTokens,
    },
  };
}

function read(body: z.infer<typeof requestSchema>): AskedChat {
  const { model, temperature, tools, tool_choice, text, instructions, input } = body;
  const items = typeof input === 'string' ? [{ role: 'user' as const, content: input }] : input;
  const first = instructions ? [{ role: 'system' as const, content: instructions }] : [];
  const schema = text?.format?.type === 'json_schema' ? text.format : undefined;
  return {
    ...{ model, messages: [...first, ...readInput(items)] },
    maxOutputTokens: body.max_output_tokens ?? undefined,
    ...(typeof temperature === 'number' && { temperature }),
    ...(schema && { schema: { name: schema.name, schema: schema.schema } }),
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({ name, description, parameters })),
    }),
    ...(tool_choice && { toolChoice: tool_choice }),
    ...(body.prompt_cache_key !== undefined && { promptCacheKey: body.prompt_cache_key }),
    ...extraOf(body, OTHERS),
  };
}

/** Calls belong to the words before them. */
function readInput(items: readonly z.infer<typeof item>[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const sent of items) {
    if ('role' in sent) messages.push({ role: sent.role, content: joinText(sent.content) });
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
