import { MabError } from '../../core/errors.ts';

/**
 * A vendor's numbers as vectors, checked against what was asked.
 *
 * @param rows  One per text, in the order of the texts.
 * @throws {RangeError} for another number of vectors than texts, an empty vector, one of zeros, or
 *   numbers that are not finite: no reply that can be used, so none that the ledger may keep.
 * @throws {MabError} EMBEDDING_DIMENSIONS for vectors of another length than was asked for.
 */
export function checkedVectors(
  rows: readonly (readonly number[])[],
  asked: { readonly texts: readonly string[]; readonly dimensions?: number },
): readonly Float32Array[] {
  if (rows.length !== asked.texts.length) {
    throw new RangeError(`${rows.length} vectors for ${asked.texts.length} texts`);
  }
  const vectors = rows.map((row) => Float32Array.from(row));
  const length = asked.dimensions ?? vectors[0]?.length;
  for (const vector of vectors) {
    if (!vector.every(Number.isFinite)) throw new RangeError('no vector');
    if (vector.every((number) => number === 0)) throw new RangeError('a vector of zeros');
    if (vector.length !== length) throw wrongLength(vector.length, length);
  }
  return vectors;
}

function wrongLength(found: number, wanted: number | undefined): MabError {
  return new MabError(
    'EMBEDDING_DIMENSIONS',
    `The embedder gave a vector of ${found} numbers where ${wanted} were expected.`,
    {
      blame: 'environment',
      hint: 'Drop `dimensions`: this server or model does not shorten vectors as asked.',
      details: { mayBeBilled: true },
    },
  );
}
