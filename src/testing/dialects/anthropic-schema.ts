import { z } from 'zod';
import { ignored } from './sent-fields.ts';

const mark = z
  .strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
  .nullish();

const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  cache_control: mark,
  ...ignored('citations'),
});
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
  cache_control: mark,
  ...ignored('caller'),
});
const toolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string(),
  cache_control: mark,
  ...ignored('is_error'),
});

const message = z.union([
  z.strictObject({
    role: z.literal('user'),
    content: z.union([z.string(), z.array(textBlock).min(1), z.array(toolResult).min(1)]),
  }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.union([textBlock, thinking, toolUse])).min(1)]),
  }),
]);

const jsonSchema = z.record(z.string(), z.unknown());

const tool = z.strictObject({
  name: z.string(),
  description: z.string().default(''),
  input_schema: jsonSchema,
  cache_control: mark,
  ...ignored('type', 'strict'),
});

/** What both the messages and the count of their tokens are asked for. */
const asked = {
  model: z.string(),
  system: z.union([z.string(), z.array(textBlock).min(1)]).optional(),
  messages: z.array(message).min(1),
  output_config: z
    .strictObject({
      format: z.strictObject({ type: z.literal('json_schema'), schema: jsonSchema }).optional(),
      ...ignored('effort'),
    })
    .optional(),
  tools: z.array(tool).optional(),
  tool_choice: z
    .strictObject({
      type: z.enum(['auto', 'any', 'none']),
      ...ignored('disable_parallel_tool_use'),
    })
    .optional(),
  /** Marks the last part. */
  cache_control: mark,
  ...ignored('thinking', 'container', 'diagnostics', 'inference_geo', 'speed', 'service_tier'),
};

export const messagesSchema = z.strictObject({
  ...asked,
  max_tokens: z.int().min(1),
  temperature: z.number().min(0).max(1).optional(),
  stream: z.boolean().optional(),
  ...ignored('metadata', 'stop_sequences', 'top_p', 'top_k', 'user_profile_id'),
});

export const countSchema = z.strictObject(asked);

export type MessagesBody = z.infer<typeof messagesSchema>;
export type CountBody = z.infer<typeof countSchema>;
export type SentMessage = z.infer<typeof message>;
