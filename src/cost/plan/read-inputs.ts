import type { z } from 'zod';
import type { AdviceInput, InputSpec, InputValue } from '../../contracts/advice.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import type { KnownInput } from './from-work.ts';
import type { InputSheet } from './input-sheet.ts';
import { wrongValue } from './wrong-value.ts';

interface InputsToRead<S extends z.core.$ZodLooseShape> {
  readonly topic: string;
  readonly sheet: InputSheet<S>;
  readonly given: Readonly<Record<string, unknown>>;
  readonly known: Readonly<Record<string, KnownInput>>;
}

/**
 * The inputs of a topic: what was given, else what work has told, else the default.
 * @throws {MabError} PLAN_INPUT_INVALID with all that is wrong.
 */
export function readInputs<S extends z.core.$ZodLooseShape>({
  topic,
  sheet: { schema, specs },
  given,
  known,
}: InputsToRead<S>): {
  values: z.output<z.ZodObject<S, z.core.$strict>>;
  list: AdviceInput[];
} {
  const told = Object.fromEntries(Object.entries(known).map(([name, { value }]) => [name, value]));
  const result = schema.safeParse({ ...told, ...given });
  if (!result.success) {
    throw new MabError(
      'PLAN_INPUT_INVALID',
      inputProblems(topic, specs, given, result.error.issues).join(' '),
      { hint: `See \`mab plan ${topic} --help\`.` },
    );
  }
  const values = result.data as Record<string, InputValue | undefined>;
  const list = specs.flatMap(({ name, unit }): AdviceInput[] => {
    const value = values[name];
    if (value === undefined) return [];
    const { from = 'default', note } = name in given ? GIVEN : (known[name] ?? {});
    return [{ name, value, ...(unit && { unit }), from, ...(note && { note }) }];
  });
  return { values: result.data, list };
}

const GIVEN = { from: 'given', note: undefined } as const;

/** What is wrong with inputs, a sentence each. */
export function inputProblems(
  topic: string,
  specs: readonly InputSpec[],
  given: Readonly<Record<string, unknown>>,
  issues: readonly z.core.$ZodIssue[],
): string[] {
  const sentences = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownInput(topic, specs, key));
    }
    const spec = specs.find(({ name }) => name === issue.path[0]);
    return spec ? [wrongValue(spec, given[spec.name])] : [issue.message];
  });
  return [...new Set(sentences)];
}

function unknownInput(topic: string, specs: readonly InputSpec[], key: string): string {
  const near = nearestNames(
    key,
    specs.map(({ name }) => name),
  );
  const meant = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  return `${topic} has no input ${key}.${meant}`;
}

/** An input that does not fit the others, or the catalogue. */
export function inputError(message: string, hint: string): MabError {
  return new MabError('PLAN_INPUT_INVALID', message, { hint });
}
