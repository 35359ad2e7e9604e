import type { EmbedderIdentity } from '../../contracts/model.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { MabError } from '../../core/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * Vectors that can be compared have one length.
 *
 * @param expected  Undefined while none is known.
 * @returns The length of all.
 * @throws {MabError} EMBEDDING_DIMENSIONS for an empty vector or another length, as when a server
 *   has loaded another model under the same name. It is not final: the next start asks again.
 */
export function checkLength(
  model: string,
  vectors: readonly Float32Array[],
  expected: number | undefined,
): number | undefined {
  let length = expected;
  for (const vector of vectors) {
    length ??= vector.length;
    if (vector.length === length && length > 0) continue;
    throw new MabError(
      'EMBEDDING_DIMENSIONS',
      `The embedder ${model} gave a vector of ${vector.length} numbers, not ${length} as before.`,
      {
        blame: 'environment',
        hint:
          'The server has probably loaded another model under the same name. Load the old one, ' +
          'or give the new one a name of its own with `logicalModel`.',
        details: { mayBeBilled: true },
      },
    );
  }
  return length;
}

/**
 * As `checkLength`, and against the vectors of all other processes that this ledger has seen.
 *
 * @param expected  Undefined while this process knows none.
 */
export async function checkStandingLength(
  ledger: Pick<Ledger, 'perform'>,
  { logicalModel, dimensions }: EmbedderIdentity,
  vectors: readonly Float32Array[],
  expected: number | undefined,
): Promise<void> {
  const length = checkLength(logicalModel, vectors, expected);
  if (length === undefined) return;
  const embedder = canonicalJson({ logicalModel, dimensions });
  const standing = await ledger.perform('vectorLength', { embedder, length });
  checkLength(logicalModel, vectors, standing);
}
