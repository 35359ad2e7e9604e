import type { MethodContext } from '../../../contracts/memory-method.ts';
import type { Embedder } from '../../../contracts/model.ts';
import { invariant } from '../../../core/errors.ts';
import { createVectorIndex, type VectorIndex } from '../../../retrieval/vector-index.ts';
import { splitForEmbedding } from '../passages/split-for-embedding.ts';
import type { ChunkRanker } from '../ranked-chunks/ranked-chunks.ts';
import { meanVector } from './mean-vector.ts';

/** A part of a chunk that fits the embedder. */
interface Piece {
  readonly chunk: number;
  readonly text: string;
}

/**
 * Ranks chunks by the cosine of their vectors and the question's. A chunk that is too long for the
 * embedder is split at sentences; nothing is cut off. Profiles differ in what becomes of the pieces
 * and in what is embedded.
 *
 * `current`: a chunk is as near as its nearest piece; bare chunks and questions.
 * `reference`: a chunk is the mean of its pieces, weighted by their tokens, as the published code
 * has it for OpenAI's embedders (it cuts off the rest for others); chunks inside their template,
 * and the question as `publishedQuery` has it.
 *
 * @param context  With an embedder.
 */
export function createDenseRanker({ embedder, profile }: MethodContext): ChunkRanker {
  invariant(embedder, 'dense retrieval was given no embedder');
  return profile === 'reference' ? wholeChunkRanker(embedder) : nearestPieceRanker(embedder);
}

function nearestPieceRanker(embedder: Embedder): ChunkRanker {
  let pieces: readonly Piece[] = [];
  let index: VectorIndex | undefined;
  return {
    build: async (chunks) => {
      pieces = piecesOf(
        chunks.map(({ text }) => text),
        embedder,
      );
      index = createVectorIndex(embedder.id, await embedPieces(embedder, pieces));
    },
    search: async ({ text }, count) => {
      invariant(index, 'dense retrieval was asked before finalize');
      const scores = index.scores(await embedQuery(embedder, text));
      const best = new Map<number, number>();
      for (const [at, { chunk }] of pieces.entries()) {
        best.set(
          chunk,
          Math.max(best.get(chunk) ?? Number.NEGATIVE_INFINITY, scores[at] as number),
        );
      }
      return [...best]
        .map(([chunk, score]) => ({ index: chunk, score }))
        .sort((a, b) => b.score - a.score || a.index - b.index)
        .slice(0, count);
    },
  };
}

function wholeChunkRanker(embedder: Embedder): ChunkRanker {
  let chunkOf: readonly number[] = [];
  let index: VectorIndex | undefined;
  return {
    build: async (chunks) => {
      const pieces = piecesOf(
        chunks.map(({ message }) => message),
        embedder,
      );
      const vectors = await embedPieces(embedder, pieces);
      const byChunk = Map.groupBy(pieces.keys(), (at) => (pieces[at] as Piece).chunk);
      chunkOf = [...byChunk.keys()];
      index = createVectorIndex(
        embedder.id,
        [...byChunk.values()].map((own) => meanOf(own, pieces, vectors, embedder)),
      );
    },
    search: async ({ publishedText }, count) => {
      invariant(index, 'dense retrieval was asked before finalize');
      const hits = index.search(await embedQuery(embedder, publishedText), count);
      return hits.map(({ index: at, score }) => ({ index: chunkOf[at] as number, score }));
    },
  };
}

function piecesOf(texts: readonly string[], { maxTokens, countTokens }: Embedder): Piece[] {
  return texts.flatMap((whole, chunk) =>
    splitForEmbedding(whole, maxTokens, countTokens).map((text) => ({ chunk, text })),
  );
}

function embedPieces(
  embedder: Embedder,
  pieces: readonly Piece[],
): Promise<readonly Float32Array[]> {
  return embedder.embed(
    pieces.map(({ text }) => text),
    'document',
    'embed',
  );
}

/** A question that is too long is the mean of its pieces; questions hardly ever are. */
async function embedQuery(embedder: Embedder, text: string): Promise<Float32Array> {
  const pieces = piecesOf([text], embedder);
  const vectors = await embedder.embed(
    pieces.map((piece) => piece.text),
    'query',
    'embed-query',
  );
  return meanOf([...pieces.keys()], pieces, vectors, embedder);
}

function meanOf(
  own: readonly number[],
  pieces: readonly Piece[],
  vectors: readonly Float32Array[],
  { countTokens }: Embedder,
): Float32Array {
  return meanVector(
    own.map((at) => ({
      vector: vectors[at] as Float32Array,
      weight: countTokens((pieces[at] as Piece).text),
    })),
  );
}
