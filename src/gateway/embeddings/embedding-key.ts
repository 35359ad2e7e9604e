import type { KeyObject } from 'node:crypto';
import type { EmbedderIdentity, EmbeddingRole } from '../../contracts/model.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { keyedHash, sha256 } from '../../core/hashing.ts';
import { type CallKey, parseCallKey } from '../../core/ids.ts';

/** One text, and what tells its call from others. */
export interface NamedText {
  /** With its prefix, as it is sent. */
  readonly text: string;
  readonly role: EmbeddingRole;
  /** How often this text's vector has expired before (moving model aliases). */
  readonly generation: number;
  /** Makes the call one of its own; undefined: the text names it. */
  readonly name?: string | undefined;
}

/**
 * The key of one embedded text in one workspace: model, length of the vector, role and text. A
 * vector depends on nothing else, so place, trial, run and batch are not part of it, and a text
 * that stands in many contexts is bought once.
 */
export function embeddingKey(
  hashKey: KeyObject,
  { logicalModel, dimensions }: EmbedderIdentity,
  { text, role, generation, name }: NamedText,
): CallKey {
  const identity = { v: 1, kind: 'embedding', logicalModel, dimensions, role, generation };
  const what = name === undefined ? { textSha256: sha256(text) } : { name };
  return parseCallKey(keyedHash(hashKey, canonicalJson({ ...identity, ...what })));
}
