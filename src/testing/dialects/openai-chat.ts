import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import { type AskedChat, type Dialect, plainPrompt, type WireReply } from './dialect.ts';
import { chatUsage, openAiChatEvents, wireToolCalls } from './openai-chat-events.ts';
import { extraOf, ignored, joinText, systemRole, textContent } from './sent-fields.ts';

const call = z.strictObject({
  id: z.string(),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string(), arguments: z.string() }),
});

const message = z.union([
  z.strictObject({
    role: z.union([systemRole, z.literal('user')]),
    content: textContent,
    name: z.string().optional(),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: textContent.nullish(),
    tool_calls: z.array(call).min(1).optional(),
    ...ignored('name', 'refusal', 'audio', 'annotations'),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: textContent }),
]);

const jsonSchema = z.record(z.string(), z.unknown());

const format = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string(),
      schema: jsonSchema,
      strict: z.boolean().nullish(),
      description: z.string().optional(),
    }),
  }),
  z.strictObject({ type: z.enum(['text', 'json_object']) }),
]);

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string(),
    description: z.string().default(''),
    parameters: jsonSchema.default({}),
    strict: z.boolean().nullish(),
  }),
});

/** Documented, and of no consequence here. */
const OTHERS = [
  ...['user', 'metadata', 'top_p', 'stop', 'presence_penalty', 'frequency_penalty', 'logit_bias'],
  ...['logprobs', 'top_logprobs', 'store', 'service_tier', 'parallel_tool_calls', 'modalities'],
  ...['reasoning_effort', 'verbosity', 'safety_identifier', 'prediction'],
  ...['prompt_cache_retention', 'prompt_cache_options', 'web_search_options', 'moderation'],
] as const;

const requestSchema = z.strictObject({
  model: z.string(),
  messages: z.array(message).min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  n: z.literal(1).nullish(),
  response_format: format.optional(),
  tools: z.array(tool).optional(),
  tool_choice: z.union([z.enum(['auto', 'required', 'none']), jsonSchema]).optional(),
  prompt_cache_key: z.string().optional(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), ...ignored('include_obfuscation') })
    .nullish(),
  ...ignored(...OTHERS),
});

/** OpenAI's chat completions. */
export const openAiChat: Dialect = {
  vendor: 'openai',
  path: /\/chat\/completions$/,
  exchange(body) {
    const sent = requestSchema.parse(body);
    const asked = read(sent);
    const { model, maxOutputTokens, promptCacheKey } = asked;
    const tellsUsage = sent.stream_options?.include_usage ?? false;
    return {
      ...{ asked, model, maxOutputTokens, prompt: plainPrompt(asked) },
      texts: asked.messages.map(({ content }) => content),
      ...(promptCacheKey !== undefined && { promptCacheKey }),
      streams: sent.stream ?? false,
      reply: (occurrence) => deterministicReply(asked, occurrence),
      body: (reply) => completion(model, reply),
      events: (reply) => openAiChatEvents(model, reply, tellsUsage),
    };
  },
};

function completion(model: string, reply: WireReply): object {
  const { text, toolCalls, finish, usage } = reply;
  const message = { role: 'assistant', content: text, refusal: null };
  return {
    id: `chatcmpl-${reply.id}`,
    object: 'chat.completion',
    created: Math.floor(reply.createdMs / 1_000),
    model,
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: finish === 'tool' ? 'tool_calls' : finish,
        message: toolCalls ? { ...message, tool_calls: wireToolCalls(toolCalls) } : message,
      },
    ],
    usage: usage && chatUsage(usage),
  };
}

function read(body: z.infer<typeof requestSchema>): AskedChat {
  const { model, messages, temperature, seed, tools, tool_choice } = body;
  const schema =
    body.response_format?.type === 'json_schema' ? body.response_format.json_schema : undefined;
  return {
    ...{ model, messages: messages.map(readMessage) },
    maxOutputTokens: body.max_tokens ?? body.max_completion_tokens ?? undefined,
    ...(typeof temperature === 'number' && { temperature }),
    ...(typeof seed === 'number' && { seed }),
    ...(schema && { schema: { name: schema.name, schema: schema.schema } }),
    ...(tools && {
      tools: tools.map(({ function: { strict: _, ...one } }) => one),
    }),
    ...(typeof tool_choice === 'string' && { toolChoice: tool_choice }),
    ...(body.prompt_cache_key !== undefined && { promptCacheKey: body.prompt_cache_key }),
    ...extraOf(body, OTHERS),
  };
}

function readMessage(sent: z.infer<typeof message>): ChatMessage {
  const content = joinText(sent.content);
  if (sent.role === 'tool') return { role: 'tool', toolCallId: sent.tool_call_id, content };
  if (sent.role !== 'assistant' || !sent.tool_calls) return { role: sent.role, content };
  const toolCalls = sent.tool_calls.map(({ id, function: { name, arguments: argumentsJson } }) => ({
    ...{ id, name, argumentsJson },
  }));
  return { role: 'assistant', content, toolCalls };
}
