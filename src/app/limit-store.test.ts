import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ledger } from '../gateway/ledger/ledger.ts';
import { openLimitStore } from './limit-store.ts';

test('a missing address of Redis is asked for as an address, not as a key', async () => {
  const opening = openLimitStore({
    sharedLimits: { redis: { urlEnv: 'LIMITS' } },
    share: 1,
    ledger: {} as Ledger,
    environment: {},
    onEvent: () => undefined,
  });
  await assert.rejects(opening, {
    code: 'KEY_MISSING',
    message: 'The environment variable LIMITS is not set.',
    hint:
      'Set it to the address of a Redis (export LIMITS=…), ' + 'or name another one with `urlEnv`.',
  });
});
