import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNewEnough } from './runtime.mjs';

test('Node 22.19 and newer will do, but for 23', () => {
  const versions = [
    '18.20.8',
    '20.20.2',
    '22.18.0',
    '22.19.0',
    '22.23.3',
    '23.11.1',
    '24.0.0',
    '26.1.0',
  ];
  assert.deepEqual(versions.filter(isNewEnough), ['22.19.0', '22.23.3', '24.0.0', '26.1.0']);
});
