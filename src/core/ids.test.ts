import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseCallKey, parseRunId, parseUnitId } from './ids.ts';

it('lets no path, nothing empty and nothing endless be a run id', () => {
  assert.equal(parseRunId('first-look-0123456789abcdef'), 'first-look-0123456789abcdef');
  for (const text of ['', '.', '..', 'a/b', 'a\\b', '../a', 'a..b', '-a', 'a b', 'a'.repeat(200)]) {
    assert.throws(() => parseRunId(text), { code: 'RUN_ID_INVALID' });
  }
});

it('takes 64 hexadecimal digits for units and calls, and nothing else', () => {
  const hash = '0123456789abcdef'.repeat(4);
  assert.equal(parseUnitId(hash), hash);
  assert.equal(parseCallKey(hash), hash);
  assert.throws(() => parseUnitId(hash.toUpperCase()), { code: 'UNIT_ID_INVALID' });
  assert.throws(() => parseCallKey(hash.slice(1)), { code: 'CALL_KEY_INVALID' });
});
