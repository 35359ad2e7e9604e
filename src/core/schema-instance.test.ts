import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { createRandom } from './random.ts';
import { schemaInstance } from './schema-instance.ts';

/** Each as an API would be sent it; zod is the judge of what they allow. */
const SCHEMAS = {
  verdict: z.strictObject({ correct: z.boolean() }),
  list: z.strictObject({ reasons: z.string(), found: z.array(z.int().min(1)) }),
  nested: z.strictObject({
    kind: z.enum(['add', 'update', 'none']),
    facts: z.array(z.strictObject({ text: z.string(), score: z.number().min(3) })).min(2),
    version: z.literal(4),
    note: z.union([z.string(), z.null()]),
    nothing: z.null(),
  }),
};

test('a value that is drawn is one that the schema allows', () => {
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const json = z.toJSONSchema(schema);
    for (let seed = 0; seed < 20; seed++) {
      const value = schemaInstance(json, createRandom(seed));
      assert.equal(schema.safeParse(value).success, true, `${name} ${JSON.stringify(value)}`);
    }
  }
});

test('the same draws give the same value, other draws another', () => {
  const json = z.toJSONSchema(SCHEMAS.verdict);
  const said = (seed: number) => JSON.stringify(schemaInstance(json, createRandom(seed)));
  const all = Array.from({ length: 50 }, (_, seed) => said(seed));
  assert.deepEqual(
    all,
    Array.from({ length: 50 }, (_, seed) => said(seed)),
  );
  assert.deepEqual(new Set(all), new Set(['{"correct":true}', '{"correct":false}']));
});

test('the first of everything is the smallest', () => {
  assert.deepEqual(
    schemaInstance(z.toJSONSchema(SCHEMAS.nested), () => 0),
    {
      kind: 'add',
      facts: [
        { text: 'nothing', score: 3 },
        { text: 'nothing', score: 3 },
      ],
      version: 4,
      note: 'nothing',
      nothing: null,
    },
  );
});
