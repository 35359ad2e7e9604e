import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as api from './testing.ts';

test('tests can import these names; one that is gone breaks them', () => {
  assert.deepEqual(Object.keys(api).sort(), [
    'FAULTS',
    'always',
    'firstAttempts',
    'firstOf',
    'seededFaults',
    'startLab',
    'stormByCount',
    'stormByTime',
  ]);
});
