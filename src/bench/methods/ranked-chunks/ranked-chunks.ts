import type {
  Chunk,
  Memory,
  MethodContext,
  Query,
  Truncation,
} from '../../../contracts/memory-method.ts';
import { type Findings, readAnswer } from '../read-answer.ts';

/** A chunk that fits a question. */
export interface RankedChunk {
  /** Position among the chunks that the ranker was built from. */
  readonly index: number;
  /** Higher is better; comparable within one search only. */
  readonly score: number;
}

/** A way to search whole chunks. */
export interface ChunkRanker {
  /** Called once, with all chunks in stream order; at least one is not blank. */
  build(chunks: readonly Chunk[]): Promise<void>;
  /** The best chunks, best first, at most `count`. */
  search(query: Query, count: number): Promise<readonly RankedChunk[]>;
  /** What the published code puts behind each chunk that it shows; absent: nothing. */
  readonly publishedEnd?: string;
}

export interface RankedChunksOptions {
  /** Chunks that the reader is given. */
  readonly topK: number;
  /** Only the last chunks are kept; absent: all. */
  readonly chunksMax?: number | undefined;
}

/**
 * The memory of all methods that rank whole chunks and have the best ones read: they differ in
 * their ranker alone.
 */
export function rankedChunks(
  context: MethodContext,
  ranker: ChunkRanker,
  { topK, chunksMax = Number.POSITIVE_INFINITY }: RankedChunksOptions,
): Memory {
  const chunks: Chunk[] = [];
  let truncated: Truncation | undefined;
  return {
    memorize: async (chunk) => {
      chunks.push(chunk);
    },
    finalize: async () => {
      chunks.sort((a, b) => a.index - b.index);
      const dropped = chunks.splice(0, Math.max(0, chunks.length - chunksMax));
      const droppedTokens = dropped.reduce((sum, { text }) => sum + context.countTokens(text), 0);
      if (droppedTokens > 0) truncated = { what: 'context', droppedTokens };
      await ranker.build(chunks);
    },
    answer: async (query) => {
      const hits = await ranker.search(query, topK);
      const shown = hits.flatMap(({ index, score }) => {
        const chunk = chunks[index];
        // A blank chunk may be found, but shows the reader nothing.
        return chunk && chunk.text.trim() !== '' ? [{ chunk, score }] : [];
      });
      return readAnswer(context, query, {
        ...findings(shown),
        ...(query.layout === 'published' ? { memories: published(shown, ranker) } : {}),
        ...(truncated ? { truncated } : {}),
      });
    },
  };
}

interface ShownChunk {
  readonly chunk: Chunk;
  readonly score: number;
}

function findings(shown: readonly ShownChunk[]): Findings {
  const items = shown.map(({ chunk, score }) => {
    return { kind: 'chunk' as const, text: chunk.text, score, sources: [chunk.id] };
  });
  return { items, provenance: 'exact' };
}

/** The published code shows chunks inside their template. */
function published(
  shown: readonly ShownChunk[],
  { publishedEnd = '' }: Pick<ChunkRanker, 'publishedEnd'>,
): string[] {
  return shown.map(({ chunk }) => `${chunk.message}${publishedEnd}`);
}
