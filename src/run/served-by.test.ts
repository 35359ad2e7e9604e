import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UsedCall } from '../contracts/gateway.ts';
import { servedBy } from './served-by.ts';

const chat = (servedBy: string, route?: string) =>
  ({ servedBy, ...(route ? { route } : {}), reply: { text: '', finish: 'stop' } }) as UsedCall;
const text = (servedBy: string, route: string) =>
  ({ servedBy, route, reply: { vector: '' } }) as UsedCall;

test('calls and texts are counted by route and server; an old ledger knows no routes', () => {
  const uses = [
    ...[chat('https://a', 'openai'), chat('https://b', 'azure'), chat('https://a', 'openai')],
    ...[text('https://a', 'openai'), chat('https://a')],
  ];
  assert.deepEqual(servedBy(uses), [
    { route: 'azure', servedBy: 'https://b', calls: 1, embeddedTexts: 0 },
    { route: 'https://a', servedBy: 'https://a', calls: 1, embeddedTexts: 0 },
    { route: 'openai', servedBy: 'https://a', calls: 2, embeddedTexts: 1 },
  ]);
  assert.deepEqual(servedBy([]), []);
});
