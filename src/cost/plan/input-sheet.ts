import { z } from 'zod';
import type { InputSpec } from '../../contracts/advice.ts';
import { inputSpecs } from './inputs.ts';
import { wrongValue } from './wrong-value.ts';

/** The inputs of a question: what they are, and whether a value will do. */
export interface InputSheet<S extends z.core.$ZodLooseShape = z.core.$ZodLooseShape> {
  readonly specs: readonly InputSpec[];
  readonly schema: z.ZodObject<S, z.core.$strict>;
  /** What is wrong with a value, as a sentence; undefined: nothing. */
  problemOf(name: string, value: unknown): string | undefined;
}

/** @param shape  Made with `inputs.ts`, so that each has unit, bounds, default and description. */
export function inputSheet<S extends z.core.$ZodLooseShape>(shape: S): InputSheet<S> {
  const schemas = shape as Record<string, z.ZodType>;
  const specs = inputSpecs(schemas);
  return {
    ...{ specs, schema: z.strictObject(shape) },
    problemOf(name, value) {
      const spec = specs.find((one) => one.name === name);
      const isFine = schemas[name]?.safeParse(value).success ?? false;
      return isFine || !spec ? undefined : wrongValue(spec, value);
    },
  };
}
