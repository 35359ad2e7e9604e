import { z } from 'zod';
import type { AskedChat } from '../chat/read-chat.ts';
import { formFields, readForm } from '../chat/read-tools.ts';
import { sortFields } from '../field-rules.ts';
import { badRequest } from '../proxy-error.ts';
import { parseWire } from '../wire-schema.ts';
import { wireInput } from './read-input.ts';
import { RESPONSES_FIELDS } from './responses-fields.ts';

/** A function, which has a level less here than in a chat. */
const tools = z
  .array(
    z.strictObject({
      type: z.literal('function'),
      name: z.string(),
      description: z.string().nullish(),
      parameters: z.record(z.string(), z.unknown()).nullish(),
      strict: z.boolean().nullish(),
    }),
  )
  .min(1, 'must not be empty');

const namedChoice = z.strictObject({ type: z.literal('function'), name: z.string() });

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()),
    description: z.string().nullish(),
    strict: z.boolean().nullish(),
  }),
]);

const requestSchema = z.strictObject({
  model: z.string(),
  input: wireInput,
  instructions: z.string().optional(),
  max_output_tokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().optional(),
  user: z.string().optional(),
  parallel_tool_calls: z.boolean().optional(),
  text: z.strictObject({ format: format.optional() }).optional(),
  tools: tools.optional(),
  tool_choice: z.union([z.enum(['auto', 'required', 'none']), namedChoice]).optional(),
  stream: z.boolean().optional(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).optional(),
});

/**
 * A response request as ours: the part that a chat completion has too.
 *
 * @throws {MabError} PROXY_REQUEST_INVALID, which names the field.
 */
export function readResponse(body: Readonly<Record<string, unknown>>): AskedChat {
  const { read, others } = sortFields(body, RESPONSES_FIELDS);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw badRequest(unknown, 'is not served by the metering proxy');
  }
  const asked = parseWire(requestSchema, read);
  const { model, input, instructions, temperature, stream = false } = asked;
  const { extra, ...form } = readForm(parseWire(z.object(formFields), chatForm(asked)));
  const { top_p, user, parallel_tool_calls } = asked;
  const further = JSON.parse(JSON.stringify({ ...extra, top_p, user, parallel_tool_calls }));
  const told =
    instructions === undefined ? [] : [{ role: 'system', content: instructions } as const];
  return {
    ...{ model, stream, includeUsage: true, maxOutputTokens: asked.max_output_tokens },
    request: {
      ...{ messages: [...told, ...input], ...form },
      ...(Object.keys(further).length > 0 ? { extra: further } : {}),
    },
    sampling: temperature === undefined ? {} : { temperature },
  };
}

/** Tools and the form of the reply in the words of a chat. */
function chatForm({ tools: offered, tool_choice, text }: z.infer<typeof requestSchema>): object {
  const { type, ...rest } = text?.format ?? { type: 'text' };
  const choice =
    typeof tool_choice === 'object'
      ? { type: 'function', function: { name: tool_choice.name } }
      : tool_choice;
  return {
    tools: offered?.map(({ type: kind, ...tool }) => ({ type: kind, function: tool })),
    tool_choice: choice,
    response_format: type === 'json_schema' ? { type, json_schema: rest } : { type },
  };
}
