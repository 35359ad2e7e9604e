import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';

/** The example of RFC 8785, section 3.2.2, with the output that stands there in 3.2.3. */
it('writes the example of RFC 8785 as the RFC does', () => {
  const example = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  assert.equal(
    canonicalJson(example),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

it('says the same as JSON.parse of it, whatever the order of the members', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(reversed(JSON.parse(text))), text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const);
  return Object.fromEntries(members.reverse());
}

it('leaves out what is undefined, writes bigints as text, and refuses what JSON would change', () => {
  assert.equal(canonicalJson({ b: undefined, a: 10n ** 20n }), '{"a":"100000000000000000000"}');
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('a'), undefined]) {
    assert.throws(() => canonicalJson(value), { code: 'NOT_JSON' });
  }
});
