import { z } from 'zod';
import type { ChatMessage } from '../../contracts/model.ts';
import { deterministicReply } from '../deterministic-reply.ts';
import type { Fault } from '../server-faults.ts';
import { type AskedChat, type Dialect, replyParts } from './dialect.ts';

const textBlock = z.strictObject({ type: z.literal('text'), text: z.string().min(1) });
const thinking = z.strictObject({
  type: z.literal('thinking'),
  thinking: z.string(),
  signature: z.string(),
});
const toolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string(),
});

const message = z.union([
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(toolResult).min(1)]),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.union([textBlock, thinking, toolUse])).min(1)]),
  }),
]);

const jsonSchema = z.record(z.string(), z.unknown());
const choices = { auto: 'auto', any: 'required', none: 'none' } as const;

const requestSchema = z.strictObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  system: z.array(textBlock).min(1).optional(),
  messages: z.array(message).min(1),
  temperature: z.number().min(0).max(1).optional(),
  output_config: z
    .strictObject({
      format: z.strictObject({ type: z.literal('json_schema'), schema: jsonSchema }),
    })
    .optional(),
  tools: z
    .array(z.strictObject({ name: z.string(), description: z.string(), input_schema: jsonSchema }))
    .optional(),
  tool_choice: z.strictObject({ type: z.enum(['auto', 'any', 'none']) }).optional(),
});

/** What the server says that it thought before it called tools; it has to come back unchanged. */
const THOUGHT = { type: 'thinking', thinking: 'I need a tool.', signature: 'c2lnbmVk' };

const REFUSALS: Readonly<Partial<Record<Fault, readonly [number, string]>>> = {
  'rate-limit': [429, 'rate_limit_error'],
  'server-error': [529, 'overloaded_error'],
  'key-refused': [401, 'authentication_error'],
  'quota-empty': [402, 'billing_error'],
  'payment-required': [402, 'billing_error'],
  'bad-request': [400, 'invalid_request_error'],
};

/** Anthropic's messages; the format has no name for a schema. */
export const anthropic: Dialect = {
  path: /\/messages$/,
  refusal(fault) {
    const refusal = REFUSALS[fault];
    if (!refusal) return undefined;
    const [status, type] = refusal;
    return { status, body: { type: 'error', error: { type, message: `It is an ${type}.` } } };
  },
  exchange(body) {
    const asked = read(requestSchema.parse(body));
    const reply = deterministicReply(asked);
    return {
      ...{ asked, usage: reply.usage, texts: asked.messages.map(({ content }) => content) },
      body(kind) {
        const { text, usage } = replyParts(reply, kind);
        const uses = reply.toolCalls?.map(({ id, name, argumentsJson }) => ({
          ...{ type: 'tool_use', id, name, input: JSON.parse(argumentsJson) as unknown },
        }));
        return {
          ...{ type: 'message', role: 'assistant', model: asked.model },
          content: uses ? [THOUGHT, ...uses] : [{ type: 'text', text }],
          stop_reason: uses ? 'tool_use' : 'end_turn',
          usage: usage && {
            input_tokens: usage.promptTokens - usage.cachedTokens,
            cache_read_input_tokens: usage.cachedTokens,
            cache_creation_input_tokens: 0,
            output_tokens: usage.completionTokens,
          },
        };
      },
    };
  },
};

function read(body: z.infer<typeof requestSchema>): AskedChat {
  const { model, system = [], messages, temperature, output_config, tools, tool_choice } = body;
  return {
    model,
    messages: [
      ...system.map(({ text }) => ({ role: 'system' as const, content: text })),
      ...messages.flatMap(readMessage),
    ],
    maxOutputTokens: body.max_tokens,
    ...(temperature !== undefined && { temperature }),
    ...(output_config && { schema: { name: '', schema: output_config.format.schema } }),
    ...(tools && {
      tools: tools.map(({ input_schema, ...tool }) => ({ ...tool, parameters: input_schema })),
    }),
    ...(tool_choice && { toolChoice: choices[tool_choice.type] }),
  };
}

function readMessage(sent: z.infer<typeof message>): ChatMessage[] {
  if (typeof sent.content === 'string') return [{ role: sent.role, content: sent.content }];
  if (sent.role === 'user') {
    return sent.content.map(({ tool_use_id, content }) => ({
      ...{ role: 'tool' as const, toolCallId: tool_use_id, content },
    }));
  }
  const thoughts = sent.content.filter(({ type }) => type === 'thinking');
  const content = sent.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const uses = sent.content.flatMap((part) => (part.type === 'tool_use' ? [part] : []));
  const toolCalls = uses.map(({ id, name, input }, at) => ({
    ...{ id, name, argumentsJson: JSON.stringify(input) },
    ...(at === 0 && thoughts.length > 0 && { vendorState: JSON.stringify(thoughts) }),
  }));
  return [{ role: 'assistant', content, toolCalls }];
}
