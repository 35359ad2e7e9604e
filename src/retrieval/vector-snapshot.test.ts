import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { MabError } from '../core/errors.ts';
import { createVectorIndex } from './vector-index.ts';
import { decodeVectorIndex, encodeVectorIndex } from './vector-snapshot.ts';

const index = createVectorIndex('minilm', [Float32Array.of(1, -2), Float32Array.of(0.5, 4)]);
const bytes = encodeVectorIndex(index);
const refuses = (work: () => unknown, code: string): void =>
  assert.throws(work, (error) => error instanceof MabError && error.code === code);
const signed = (text: string): Buffer =>
  Buffer.from(text + createHash('sha256').update(text).digest('hex'));

test('the bytes are two lines, the floats and a hash', () => {
  const head = 'mab-vectors-1\n{"embedder":"minilm","dimensions":2,"count":2}\n';
  // IEEE 754, little-endian: 1, -2, 0.5 and 4.
  const floats = Buffer.from('0000803f000000c00000003f00008040', 'hex');
  const body = Buffer.concat([Buffer.from(head), floats]);
  const hash = createHash('sha256').update(body).digest('hex');
  assert.deepEqual(Buffer.from(bytes), Buffer.concat([body, Buffer.from(hash)]));
});

test('what was written is read back, wherever its bytes lie in memory', () => {
  for (const offset of [0, 1, 2, 3]) {
    const moved = new Uint8Array(bytes.length + offset).subarray(offset);
    moved.set(bytes);
    const read = decodeVectorIndex(moved, { embedder: 'minilm', dimensions: 2 });
    assert.deepEqual(
      { ...read, scores: undefined, search: undefined },
      { ...index, scores: undefined, search: undefined },
    );
    const query = Float32Array.of(3, 1);
    assert.deepEqual(read.search(query, 2), index.search(query, 2));
  }
});

test('an index without vectors is read back, whatever the dimensions', () => {
  const empty = encodeVectorIndex(createVectorIndex('minilm', []));
  assert.equal(decodeVectorIndex(empty, { embedder: 'minilm', dimensions: 384 }).count, 0);
});

test('another embedder or another dimension is refused', () => {
  refuses(() => decodeVectorIndex(bytes, { embedder: 'other' }), 'VECTOR_INDEX_EMBEDDER');
  refuses(
    () => decodeVectorIndex(bytes, { embedder: 'minilm', dimensions: 3 }),
    'EMBEDDING_DIMENSIONS',
  );
});

test('any changed, missing or added byte is refused', () => {
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    refuses(() => decodeVectorIndex(changed, { embedder: 'minilm' }), 'VECTOR_INDEX_DAMAGED');
    refuses(
      () => decodeVectorIndex(bytes.subarray(0, at), { embedder: 'minilm' }),
      'VECTOR_INDEX_DAMAGED',
    );
  }
  refuses(
    () => decodeVectorIndex(Uint8Array.of(...bytes, 0), { embedder: 'minilm' }),
    'VECTOR_INDEX_DAMAGED',
  );
});

test('whole bytes of another format, with another count or header are refused', () => {
  const line = '{"embedder":"minilm","dimensions":2,"count":2}\n';
  for (const text of [
    `mab-vectors-2\n${line}`,
    `mab-vectors-1\n${line}1234`,
    'mab-vectors-1\n{}\n',
  ]) {
    refuses(() => decodeVectorIndex(signed(text), { embedder: 'minilm' }), 'VECTOR_INDEX_DAMAGED');
  }
});
