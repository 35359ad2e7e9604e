import { z } from 'zod';
import type {
  Capabilities,
  Memory,
  MethodContext,
  Profile,
} from '../../../contracts/memory-method.ts';

/** What a plug-in exports under the name `method`. */
export interface MethodDefinition<Options = unknown> {
  /** As a configuration names it: lower-case letters, digits and `-`, at most 60. */
  readonly id: string;
  /**
   * A whole number from 1. Raise it when the method may answer otherwise than before although the
   * plug-in's own file is the same, because a file that it imports has changed.
   */
  readonly version: number;
  /** One sentence, for people. */
  readonly summary: string;
  /** The first one is the default. Absent: `current` alone. */
  readonly profiles?: readonly [Profile, ...Profile[]];
  /** What differs from `CAPABILITY_DEFAULTS`. */
  readonly capabilities?: Partial<Capabilities>;
  /** A `z.strictObject` of plain data in which every option has a default. Absent: no options. */
  readonly options?: z.ZodType<Options>;
  /** The memory of one context; called once for each context and trial. */
  create(context: MethodContext, options: Options): Memory;
}

/** A method that ranks chunks it has kept and lets the shared reader read them. */
export const CAPABILITY_DEFAULTS: Capabilities = {
  answerMode: 'retrieve-then-read',
  ordered: false,
  provenance: 'exact',
  needsGold: false,
  needsEmbedder: false,
  emptyMemory: false,
};

/** Gives a definition its types; changes nothing. */
export function defineMethod<Options = Record<string, never>>(
  definition: MethodDefinition<Options>,
): MethodDefinition<Options> {
  return definition;
}

const profile = z.enum(['paper', 'reference', 'current']);

const capabilities = z.strictObject({
  answerMode: z.enum(['retrieve-then-read', 'self-answering', 'full-context']),
  ordered: z.boolean(),
  provenance: z.enum(['exact', 'derived', 'unknown']),
  needsGold: z.boolean(),
  needsEmbedder: z.boolean(),
  emptyMemory: z.boolean(),
});

const options = z
  .custom<z.ZodType>((value) => value instanceof z.ZodType, 'must be a schema of zod 4')
  .superRefine((schema, check) => {
    // What is no schema has been complained of.
    const problem = schema instanceof z.ZodType ? optionsProblem(schema) : undefined;
    if (problem) check.addIssue({ code: 'custom', message: problem });
  });

/** Options are part of a unit's identity, so they must be data that JSON can hold. */
function optionsProblem(schema: z.ZodType): string | undefined {
  let shape: { type?: unknown; additionalProperties?: unknown };
  try {
    z.toJSONSchema(schema, { io: 'output' });
    shape = z.toJSONSchema(schema, { io: 'input' });
  } catch {
    return 'must be plain data: text, numbers, booleans, lists and objects, without transforms';
  }
  if (shape.type !== 'object' || shape.additionalProperties !== false) {
    return 'must be a z.strictObject, so that a misspelt option is refused';
  }
  return schema.safeParse({}).success ? undefined : 'must have a default for every option';
}

/** Checks what a plug-in exports, with all defaults filled in. */
export const methodDefinitionSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be lower-case letters, digits and -, at most 60'),
  version: z.int().min(1),
  summary: z.string().min(1),
  profiles: z.tuple([profile], profile).default(['current']),
  capabilities: capabilities
    .partial()
    .default({})
    .transform((given): Capabilities => ({ ...CAPABILITY_DEFAULTS, ...given })),
  options: options.default(z.strictObject({})),
  create: z.custom<MethodDefinition['create']>(
    (value) => typeof value === 'function',
    'must be a function that makes a memory',
  ),
});
