import { z } from 'zod';
import type { InputSpec, InputValue } from '../../contracts/advice.ts';

/** What the description of an input needs; name and flag are where it stands. */
type Meta = Omit<InputSpec, 'name' | 'flag' | 'fallback'> & { fallback?: InputValue | undefined };

/** Most entries of a list. */
export const LIST_MAX = 50;

interface Bounds {
  /** Both included. */
  readonly min: number;
  readonly max: number;
}

/** A number with its unit and bounds. @param fallback  Where nobody says another. */
export function quantity(
  description: string,
  { unit, min, max, fallback }: Bounds & { readonly unit: string; readonly fallback: number },
) {
  const meta: Meta = { kind: 'number', description, unit, min, max, fallback };
  return z
    .number()
    .min(min)
    .max(max)
    .default(fallback)
    .meta({ ...meta });
}

/** The same, where a topic can do without it. */
export function optionalQuantity(
  description: string,
  { unit, min, max }: Bounds & { readonly unit: string },
) {
  const meta: Meta = { kind: 'number', description, unit, min, max };
  return z
    .number()
    .min(min)
    .max(max)
    .optional()
    .meta({ ...meta });
}

/** The same, where nothing else can stand for it. */
export function neededQuantity(
  description: string,
  { unit, min, max }: Bounds & { readonly unit: string },
) {
  const meta: Meta = { kind: 'number', description, unit, min, max };
  return z
    .number()
    .min(min)
    .max(max)
    .meta({ ...meta });
}

/** A number of things. */
export function count(
  description: string,
  { unit, min, max, fallback }: Bounds & { readonly unit: string; readonly fallback: number },
) {
  const meta: Meta = { kind: 'whole', description, unit, min, max, fallback };
  return z
    .int()
    .min(min)
    .max(max)
    .default(fallback)
    .meta({ ...meta });
}

/** One of a few words. */
export function choice<const T extends readonly [string, ...string[]]>(
  description: string,
  { choices, fallback }: { readonly choices: T; readonly fallback: T[number] },
) {
  return chosen<T[number]>({ kind: 'choice', description, choices, fallback }, choices);
}

/** One of a few words that is asked where nobody gave flags. @param notes  What each word means. */
export function question<const T extends Readonly<Record<string, string>>>(
  description: string,
  { notes, fallback }: { readonly notes: T; readonly fallback: keyof T & string },
) {
  const choices = Object.keys(notes) as (keyof T & string)[];
  const choiceNotes = Object.values(notes);
  return chosen<keyof T & string>(
    { kind: 'choice', description, choices, choiceNotes, fallback },
    choices,
  );
}

function chosen<T extends string>(
  meta: Meta & { fallback: T },
  choices: readonly T[],
): z.ZodType<T> {
  const schema: z.ZodType<T, T> = z.literal([...choices]);
  return schema.prefault(meta.fallback).meta({ ...meta });
}

/** Whether something holds. */
export function yesNo(description: string, { fallback }: { readonly fallback: boolean }) {
  const meta: Meta = { kind: 'yes-no', description, fallback };
  return z
    .boolean()
    .default(fallback)
    .meta({ ...meta });
}

/** A name that the catalogue, or the topic, has to know. */
export function text(description: string, { fallback }: { readonly fallback: string }) {
  const meta: Meta = { kind: 'text', description, fallback };
  return z
    .string()
    .min(1)
    .default(fallback)
    .meta({ ...meta });
}

/** The same, where a topic can do without it. */
export function optionalText(description: string) {
  const meta: Meta = { kind: 'text', description };
  return z
    .string()
    .min(1)
    .optional()
    .meta({ ...meta });
}

/** Several names; on the command line with commas between them. */
export function names(description: string, { fallback }: { readonly fallback: readonly string[] }) {
  const meta: Meta = { kind: 'names', description, fallback };
  return z
    .array(z.string().min(1))
    .min(1)
    .max(LIST_MAX)
    .default([...fallback])
    .meta({ ...meta });
}

/** Several numbers; on the command line with commas between them. */
export function numbers(
  description: string,
  {
    unit,
    min,
    max,
    fallback,
  }: Bounds & { readonly unit: string; readonly fallback: readonly number[] },
) {
  const meta: Meta = { kind: 'numbers', description, unit, min, max, fallback };
  return z
    .array(z.number().min(min).max(max))
    .min(1)
    .max(LIST_MAX)
    .default([...fallback])
    .meta({ ...meta });
}

/** Several names that a topic can do without. */
export function optionalNames(description: string) {
  const meta: Meta = { kind: 'names', description };
  return z
    .array(z.string().min(1))
    .min(1)
    .max(LIST_MAX)
    .optional()
    .meta({ ...meta });
}

/** The inputs of a topic as flags, help and pages describe them. */
export function inputSpecs(shape: Readonly<Record<string, z.ZodType>>): InputSpec[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { fallback, ...meta } = schema.meta() as unknown as Meta;
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return { name, flag, ...meta, ...(fallback !== undefined && { fallback }) };
  });
}
