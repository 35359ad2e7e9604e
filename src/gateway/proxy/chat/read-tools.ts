import { z } from 'zod';
import type { ChatRequest, JsonSchema } from '../../../contracts/model.ts';

/** What of a request concerns tools and the form of the reply. */
export type AskedForm = Pick<ChatRequest, 'tools' | 'toolChoice' | 'schema' | 'extra'>;

const jsonSchema: z.ZodType<JsonSchema> = z.record(z.string(), z.unknown());

const wireTools = z
  .array(
    z.strictObject({
      type: z.literal('function'),
      function: z.strictObject({
        name: z.string(),
        description: z.string().nullish(),
        parameters: jsonSchema.nullish(),
        strict: z.boolean().nullish(),
      }),
    }),
  )
  .min(1, 'must not be empty');

const choice = z.enum(['auto', 'required', 'none']);
const namedChoice = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({ name: z.string() }),
});

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string(),
      schema: jsonSchema.optional(),
      description: z.string().nullish(),
      strict: z.boolean().nullish(),
    }),
  }),
]);

/** The fields of a chat completion request that concern tools and the form of the reply. */
export const formFields = {
  tools: wireTools.optional(),
  tool_choice: z.union([choice, namedChoice]).optional(),
  response_format: format.optional(),
};

type FormFields = z.infer<z.ZodObject<typeof formFields>>;

/**
 * As our own calls have it where they can say it, else as further fields, which only OpenAI's chat
 * format takes: strict tools, a tool by name, JSON without a schema, a schema that is not strict.
 */
export function readForm({ tools, tool_choice, response_format }: FormFields): AskedForm {
  const extra = {
    ...(tools && hasStrict(tools) ? { tools } : {}),
    ...(tool_choice !== undefined &&
    (typeof tool_choice === 'object' || (tools && hasStrict(tools)))
      ? { tool_choice }
      : {}),
    ...(response_format && !isOurs(response_format) ? { response_format } : {}),
  };
  return {
    ...(tools && !hasStrict(tools) ? { tools: tools.map(ourTool) } : {}),
    ...(typeof tool_choice === 'string' && tools && !hasStrict(tools)
      ? { toolChoice: tool_choice }
      : {}),
    ...(response_format && isOurs(response_format) ? ourSchema(response_format) : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
}

type WireTools = z.infer<typeof wireTools>;

function hasStrict(tools: WireTools): boolean {
  return tools.some((tool) => tool.function.strict === true);
}

function ourTool({ function: { name, description, parameters } }: WireTools[number]) {
  return {
    ...{ name, description: description ?? '' },
    parameters: parameters ?? { type: 'object', properties: {} },
  };
}

type Format = z.infer<typeof format>;

/** Our own schemas are strict and have no description. */
function isOurs(wanted: Format): boolean {
  if (wanted.type !== 'json_schema') return wanted.type === 'text';
  const { schema, strict, description } = wanted.json_schema;
  return schema !== undefined && strict === true && (description ?? '') === '';
}

function ourSchema(wanted: Format): Pick<ChatRequest, 'schema'> {
  if (wanted.type !== 'json_schema') return {};
  const { name, schema } = wanted.json_schema;
  return schema ? { schema: { name, schema } } : {};
}
