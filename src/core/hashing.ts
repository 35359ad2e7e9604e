import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** Lower-case hexadecimal SHA-256 of text (as UTF-8) or bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 of a value's canonical JSON: equal values, equal hash. */
export function hashValue(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** Keyed hash (HMAC-SHA-256, hexadecimal): says nothing about `data` to whoever lacks `secret`. */
export function keyedHash(secret: KeyObject, data: string): string {
  return createHmac('sha256', secret).update(data).digest('hex');
}

/**
 * The first 16 hexadecimal digits (64 bits): enough to name things in one workspace, short to read.
 */
export function shortHash(value: unknown): string {
  return hashValue(value).slice(0, 16);
}
