import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { it } from 'node:test';
import { embeddingKey, type NamedText } from './embedding-key.ts';

const SECRET = createSecretKey(Uint8Array.from({ length: 32 }, (_, at) => at));
const MODEL = {
  ...{ logicalModel: 'text-embedding-3-small', pinned: true, dimensions: 512, maxTokens: 8_191 },
  prefixes: { document: '', query: '' },
};
const key = (change: Partial<NamedText> = {}): string =>
  embeddingKey(SECRET, MODEL, { text: 'Where?', role: 'query', generation: 0, ...change });

/** Made by scripts/golden/call_keys.py. A change here makes everybody embed every text again. */
it('the key of a text is what it was', () => {
  assert.equal(key(), '244c487d1bded41c40d3ccccdd729761a0d0ade6c810af1b889d47b39589295f');
});

it('a name makes the call one of its own, whatever the text', () => {
  assert.notEqual(key({ name: 'a' }), key());
  assert.notEqual(key({ name: 'a' }), key({ name: 'b' }));
  assert.equal(key({ name: 'a' }), key({ name: 'a', text: 'When?' }));
});
