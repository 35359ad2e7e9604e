import type { KeyObject } from 'node:crypto';
import type { EmbedderIdentity, EmbeddingRole } from '../contracts/model.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { keyedHash, sha256 } from '../core/hashing.ts';
import { type CallKey, parseCallKey } from '../core/ids.ts';

/**
 * The key of one embedded text in one workspace: model, length of the vector, role and text. A
 * vector depends on nothing else, so place, trial, run and batch are not part of it, and a text
 * that stands in many contexts is bought once.
 *
 * @param text        With its prefix, as it is sent.
 * @param generation  How often this text's vector has expired before (moving model aliases).
 */
export function embeddingKey(
  hashKey: KeyObject,
  { logicalModel, dimensions }: EmbedderIdentity,
  { text, role, generation }: { text: string; role: EmbeddingRole; generation: number },
): CallKey {
  const identity = { v: 1, kind: 'embedding', logicalModel, dimensions, role, generation };
  return parseCallKey(keyedHash(hashKey, canonicalJson({ ...identity, textSha256: sha256(text) })));
}
