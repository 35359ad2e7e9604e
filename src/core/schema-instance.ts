import type { Random } from './random.ts';

/** A JSON Schema, or a part of one. */
type Schema = Readonly<Record<string, unknown>>;

/**
 * A value that such a schema allows, as far as its common words go: drawn where there is a choice,
 * and small: lists have one member, or as many as they must; numbers are the least, or 1.
 *
 * @param random  Always 0 gives the first of everything.
 * @param text    What strings say.
 */
export function schemaInstance(schema: Schema, random: Random, text = 'nothing'): unknown {
  const drawn = (values: readonly unknown[]) => values[Math.floor(random() * values.length)];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return drawn(schema.enum);
  const [alternative] = [schema.anyOf, schema.oneOf].flatMap((list) => (list as Schema[]) ?? []);
  if (alternative) return schemaInstance(alternative, random, text);
  const [type] = [schema.type].flat();
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(
          ([name, member]) => [name, schemaInstance(member, random, text)],
        ),
      );
    case 'array': {
      const { items, minItems = 1 } = schema as { items?: Schema; minItems?: number };
      return items
        ? Array.from({ length: minItems || 1 }, () => schemaInstance(items, random, text))
        : [];
    }
    case 'number':
    case 'integer':
      return schema.minimum ?? 1;
    case 'boolean':
      return drawn([false, true]);
    case 'null':
      return null;
    default:
      return text;
  }
}
