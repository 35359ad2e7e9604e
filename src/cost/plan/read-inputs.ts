import type { z } from 'zod';
import type { AdviceInput, InputSpec, InputValue } from '../../contracts/advice.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import { LIST_MAX } from './inputs.ts';

interface InputsToRead<S extends z.ZodType> {
  readonly topic: string;
  readonly schema: S;
  readonly specs: readonly InputSpec[];
  readonly given: Readonly<Record<string, unknown>>;
  readonly measured: Readonly<
    Record<string, { readonly value: InputValue; readonly note: string }>
  >;
}

/**
 * The inputs of a topic: what was given, else what was measured, else the default.
 * @throws {MabError} PLAN_INPUT_INVALID with all that is wrong.
 */
export function readInputs<S extends z.ZodType>({
  topic,
  schema,
  specs,
  given,
  measured,
}: InputsToRead<S>): { values: z.output<S>; list: AdviceInput[] } {
  const known = new Set(specs.map(({ name }) => name));
  const usable = Object.fromEntries(
    Object.entries(measured)
      .filter(([name]) => known.has(name))
      .map(([name, { value }]) => [name, value]),
  );
  const result = schema.safeParse({ ...usable, ...given });
  if (!result.success) throw invalid(topic, specs, given, result.error.issues);
  const values = result.data as Record<string, InputValue | undefined>;
  const list = specs.flatMap(({ name, unit }): AdviceInput[] => {
    const value = values[name];
    if (value === undefined) return [];
    const from = name in given ? 'given' : name in usable ? 'measured' : 'default';
    const note = from === 'measured' ? measured[name]?.note : undefined;
    return [{ name, value, ...(unit && { unit }), from, ...(note && { note }) }];
  });
  return { values: result.data, list };
}

function invalid(
  topic: string,
  specs: readonly InputSpec[],
  given: Readonly<Record<string, unknown>>,
  issues: readonly z.core.$ZodIssue[],
): MabError {
  const sentences = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownInput(topic, specs, key));
    }
    const spec = specs.find(({ name }) => name === issue.path[0]);
    return spec ? [wrongValue(spec, given[spec.name])] : [issue.message];
  });
  return new MabError('PLAN_INPUT_INVALID', [...new Set(sentences)].join(' '), {
    hint: `See \`mab plan ${topic} --help\`.`,
  });
}

function unknownInput(topic: string, specs: readonly InputSpec[], key: string): string {
  const near = nearestNames(
    key,
    specs.map(({ name }) => name),
  );
  const meant = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  return `${topic} has no input ${key}.${meant}`;
}

function wrongValue(spec: InputSpec, value: unknown): string {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value);
  return `${spec.name} (${spec.flag}) has to be ${expected(spec)}, not ${shown}.`;
}

function expected({ kind, min, max, unit, choices = [] }: InputSpec): string {
  const range = `from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`;
  switch (kind) {
    case 'number':
      return `a number ${range}`;
    case 'whole':
      return `a whole number ${range}`;
    case 'choice':
      return `one of ${choices.join(', ')}`;
    case 'yes-no':
      return 'true or false';
    case 'names':
      return `a list of 1 to ${LIST_MAX} names`;
    case 'numbers':
      return `a list of 1 to ${LIST_MAX} numbers ${range}`;
    case 'text':
      return 'a text';
  }
}

/** An input that does not fit the others, or the catalogue. */
export function inputError(message: string, hint: string): MabError {
  return new MabError('PLAN_INPUT_INVALID', message, { hint });
}
