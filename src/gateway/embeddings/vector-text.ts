import type { StoredReply } from '../../contracts/gateway.ts';
import { invariant } from '../../core/errors.ts';

/** A vector as the ledger keeps it: little-endian float32 in base64. */
export function vectorText(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, at) => void bytes.writeFloatLE(value, at * 4));
  return bytes.toString('base64');
}

/** The vector of an embedding; its key tells it from every chat, so another kind is our fault. */
export function readVector(reply: StoredReply): Float32Array {
  invariant('vector' in reply, 'The ledger has a reply where a vector was expected.');
  const bytes = Buffer.from(reply.vector, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4));
}
