import { z } from 'zod';
import { MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import { indexOfMatrix, type VectorIndex } from './vector-index.ts';

/** Ends in the version of the format. */
const MAGIC = 'mab-vectors-1\n';
const HASH_LENGTH = 64;
const HEADER = z.strictObject({
  embedder: z.string(),
  dimensions: z.int().min(0),
  count: z.int().min(0),
});

/**
 * An index as bytes that say what they are: the line `mab-vectors-1`, a line of JSON (embedder,
 * dimensions, count), the vectors as 32-bit floats (little-endian, as every machine that runs Node
 * here), and the hexadecimal SHA-256 of all before it.
 */
export function encodeVectorIndex({
  embedder,
  dimensions,
  count,
  matrix,
}: VectorIndex): Uint8Array {
  const head = Buffer.from(`${MAGIC}${JSON.stringify({ embedder, dimensions, count })}\n`);
  const body = Buffer.concat([head, bytesOf(matrix)]);
  return Buffer.concat([body, Buffer.from(sha256(body))]);
}

/**
 * The index that `encodeVectorIndex` wrote.
 *
 * @param expected  What queries will be embedded with; `dimensions` where they are known.
 * @throws {MabError} VECTOR_INDEX_DAMAGED when the bytes are not those that were written, or of
 *   another version; VECTOR_INDEX_EMBEDDER when another embedder made it; EMBEDDING_DIMENSIONS
 *   when its vectors have another length than expected.
 */
export function decodeVectorIndex(
  bytes: Uint8Array,
  expected: { readonly embedder: string; readonly dimensions?: number },
): VectorIndex {
  const { header, vectors } = readBytes(bytes);
  if (header.embedder !== expected.embedder) {
    throw refusal(
      'VECTOR_INDEX_EMBEDDER',
      `This index was built with ${header.embedder}, not with ${expected.embedder}.`,
    );
  }
  const { dimensions } = expected;
  if (dimensions !== undefined && header.count > 0 && header.dimensions !== dimensions) {
    throw refusal(
      'EMBEDDING_DIMENSIONS',
      `This index holds vectors of ${header.dimensions} dimensions, not of ${dimensions}.`,
    );
  }
  // A copy, because floats must start at a multiple of four bytes.
  const matrix = new Float32Array(header.count * header.dimensions);
  bytesOf(matrix).set(vectors);
  return indexOfMatrix(header, matrix);
}

function readBytes(bytes: Uint8Array): { header: z.infer<typeof HEADER>; vectors: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const body = buffer.subarray(0, Math.max(0, buffer.length - HASH_LENGTH));
  const isWhole = sha256(body) === buffer.subarray(body.length).toString('latin1');
  if (!isWhole || !body.toString('latin1', 0, MAGIC.length).startsWith(MAGIC)) throw damaged();
  const lineEnd = body.indexOf('\n', MAGIC.length);
  const header = readHeader(body.toString('utf8', MAGIC.length, lineEnd));
  const vectors = body.subarray(lineEnd + 1);
  if (vectors.length !== header.count * header.dimensions * 4) throw damaged();
  return { header, vectors };
}

function readHeader(line: string): z.infer<typeof HEADER> {
  try {
    return HEADER.parse(JSON.parse(line));
  } catch (error) {
    throw damaged(error);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function damaged(cause?: unknown): MabError {
  return refusal('VECTOR_INDEX_DAMAGED', 'These bytes are no index of vectors, or damaged.', cause);
}

function refusal(code: string, message: string, cause?: unknown): MabError {
  const hint = 'Build the index again with the embedder at hand.';
  return new MabError(code, message, { hint, cause });
}
