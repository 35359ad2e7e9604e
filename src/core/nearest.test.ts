import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearestNames } from './nearest.ts';

const KNOWN = ['bm25', 'oracle', 'long-context', 'no-memory'];

it('names what was probably meant, best first', () => {
  assert.deepEqual(nearestNames('BM52', KNOWN), []);
  assert.deepEqual(nearestNames('bm2', KNOWN), ['bm25']);
  assert.deepEqual(nearestNames('long_context', KNOWN), ['long-context']);
  assert.deepEqual(nearestNames('nomemory', KNOWN), ['no-memory']);
  assert.deepEqual(nearestNames('long', KNOWN), ['long-context']);
  assert.deepEqual(nearestNames('hipporag', KNOWN), []);
});
