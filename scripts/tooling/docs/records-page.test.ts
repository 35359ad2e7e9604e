import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { readDeclarations } from './documented-members.ts';
import { FORMAT_HISTORY } from './format-history.ts';
import { recordsPage, storedFormats } from './records-page.ts';

describe('the page of record formats', () => {
  it('is what schemas and interfaces say; `npm run docs` makes it anew', async () => {
    const path = new URL('../../../docs/reference/records.md', import.meta.url);
    assert.equal(await readFile(path, 'utf8'), recordsPage());
  });

  it('has a line of history for the version of every format', () => {
    const missing = storedFormats().flatMap(({ name, schema }) => {
      const { v } = schema.shape;
      if (!(v instanceof z.ZodLiteral)) return [];
      const [version] = v.values;
      const known = FORMAT_HISTORY.some((one) => one.format === name && one.version === version);
      return known ? [] : [`${name} ${version}`];
    });
    assert.deepEqual(missing, []);
  });
});

it('members are read with their place, type and docstring', () => {
  const source = `
/** A thing. */
export interface Thing {
  readonly v: 1;
  /**
   * Its parts,
   * in order.
   */
  readonly parts?: readonly Part[];
}

/** Stored. */
export const storedSchema = z.strictObject({
  questions: z.array(
    z.strictObject({
      /** Of the question. */
      ms: z.number(),
    }),
  ),
  done: z.boolean(),
});
`;
  assert.deepEqual(readDeclarations(source), [
    {
      name: 'Thing',
      meaning: 'A thing.',
      members: [
        { path: ['v'], meaning: '', type: '1', optional: false },
        {
          path: ['parts'],
          meaning: 'Its parts, in order.',
          type: 'readonly Part[]',
          optional: true,
        },
      ],
    },
    {
      name: 'storedSchema',
      meaning: 'Stored.',
      members: [
        { path: ['questions'], meaning: '', type: 'z.array(', optional: false },
        {
          path: ['questions', 'ms'],
          meaning: 'Of the question.',
          type: 'z.number()',
          optional: false,
        },
        { path: ['done'], meaning: '', type: 'z.boolean()', optional: false },
      ],
    },
  ]);
});
