import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sha256 } from '../../core/hashing.ts';
import { parseUnitId } from '../../core/ids.ts';
import { LedgerScene } from './__fixtures__/ledger-scene.ts';

it('the calls at a place are its own and those below it, with what they cost and when', () => {
  using scene = new LedgerScene();
  const process = scene.process();
  const places = ['m/a-1', 'm/a-1/000000', 'm/a-1/000001', 'm/a-10', 'm/a-1.x', 'm/a'];
  for (const [at, path] of places.entries()) {
    process.at(1_000 + at).settle(process.granted({ call: path, path }), 'x');
  }
  process.granted({ call: 'open', path: 'm/a-1/000002' });
  process.settle(process.granted({ call: 'other', unit: 'v', path: 'm/a-1' }), 'x');
  const usage = {
    ...{ inputTokens: 10, cachedInputTokens: 0, cacheWriteTokens: 0 },
    ...{ outputTokens: 1, reasoningTokens: 0, source: 'reported' },
  };
  const unitId = parseUnitId(sha256('u'));
  assert.deepEqual(process.do('callsAt', { unitId, path: 'm/a-1' }), [
    { path: 'm/a-1', usage, sentMs: 1_000 },
    { path: 'm/a-1/000000', usage, sentMs: 1_001 },
    { path: 'm/a-1/000001', usage, sentMs: 1_002 },
  ]);
});
