import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TermNumbers } from './term-numbers.ts';

test('any terms get the numbers that a Map would give them', () => {
  const term = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a', 'aa', '\ud800'));
  fc.assert(
    fc.property(fc.array(term), (terms) => {
      const numbers = new TermNumbers();
      const map = new Map<string, number>();
      for (const each of terms) {
        if (!map.has(each)) map.set(each, map.size);
        assert.equal(numbers.add(each), map.get(each));
      }
      assert.equal(numbers.size, map.size);
      for (const [each, number] of map) assert.equal(numbers.get(each), number);
    }),
  );
});

test('terms keep their numbers while the table grows, and unknown ones have none', () => {
  const numbers = new TermNumbers();
  const terms = Array.from({ length: 20_000 }, (_, at) => `term ${at}`);
  assert.deepEqual(
    terms.map((term) => numbers.add(term)),
    [...terms.keys()],
  );
  assert.deepEqual(
    terms.map((term) => numbers.get(term)),
    [...terms.keys()],
  );
  assert.equal(numbers.get('term 20000'), undefined);
  assert.equal(numbers.size, 20_000);
});

test('a term longer than all room so far is kept whole', () => {
  const numbers = new TermNumbers();
  const long = 'é'.repeat(100_000);
  assert.equal(numbers.add(long), 0);
  assert.equal(numbers.add(`${long}x`), 1);
  assert.equal(numbers.get(long), 0);
});
