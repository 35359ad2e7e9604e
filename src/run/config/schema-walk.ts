import { z } from 'zod';
import type { ConfigPath } from './config-document.ts';

/**
 * The schemas that may stand at a path; several where the schema offers alternatives, of which
 * those are left out whose `id` or `provider` is not the one that was written.
 */
export function schemasAt(schema: z.core.$ZodType, path: ConfigPath, value: unknown): Found[] {
  let places: Place[] = [{ schema, value }];
  for (const step of path) places = places.flatMap((place) => childrenOf(place, step));
  return places.flatMap(({ schema, value }) => alternatives(schema, value));
}

/** A schema without its wrappers, and the description of the nearest wrapper that has one. */
interface Found {
  readonly schema: z.core.$ZodType;
  readonly description: string | undefined;
}

interface Place {
  readonly schema: z.core.$ZodType;
  readonly value: unknown;
}

/** The names of the options that may stand at a path. */
export function optionNamesAt(schema: z.core.$ZodType, path: ConfigPath, value: unknown): string[] {
  const names = schemasAt(schema, path, value).flatMap((found) =>
    found.schema instanceof z.ZodObject ? Object.keys(found.schema.shape) : [],
  );
  return [...new Set(names)];
}

/** What the option at a path is for; undefined where the schema does not say. */
export function descriptionAt(
  schema: z.core.$ZodType,
  path: ConfigPath,
  value: unknown,
): string | undefined {
  return schemasAt(schema, path, value).find(({ description }) => description)?.description;
}

function childrenOf({ schema, value }: Place, step: PropertyKey): Place[] {
  const below = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return alternatives(schema, value).flatMap(({ schema: inner }) => {
    const child = childSchema(inner, step);
    return child ? [{ schema: child, value: below }] : [];
  });
}

function childSchema(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[step as string];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return undefined;
}

/** Takes off wrappers (`optional`, `default`) and opens unions. */
function alternatives(schema: z.core.$ZodType, value: unknown, outer?: string): Found[] {
  const description = outer ?? z.globalRegistry.get(schema)?.description;
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return alternatives(schema.unwrap(), value, description);
  }
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const matching = schema.options.filter((option) => isNamed(option, schema, value));
    return matching.flatMap((option) => alternatives(option, value, description));
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => alternatives(option, value, description));
  }
  return [{ schema, description }];
}

function isNamed(
  option: z.core.$ZodType,
  { def }: z.ZodDiscriminatedUnion,
  value: unknown,
): boolean {
  if (!(option instanceof z.ZodObject)) return false;
  const written = (value as Record<string, unknown> | null | undefined)?.[def.discriminator];
  return z.safeParse(option.shape[def.discriminator] as z.ZodType, written).success;
}
