// What a memory method outside of this package may use: `memoryagentbench-cloud/plugin`.
// test/package and plugin.test.ts hold the list of names; a name that is gone breaks plug-ins.
export { z } from 'zod';
export {
  defineMethod,
  type MethodDefinition,
} from '../bench/methods/plugin/method-definition.ts';
export {
  type ChunkRanker,
  type RankedChunk,
  rankedChunks,
} from '../bench/methods/ranked-chunks/ranked-chunks.ts';
export { type Findings, readAnswer } from '../bench/methods/read-answer.ts';
export type {
  Answer,
  Capabilities,
  Chunk,
  Gold,
  Memory,
  MethodContext,
  Phase,
  Profile,
  Query,
  RetrievalTrace,
  RetrievedItem,
  Truncation,
} from '../contracts/memory-method.ts';
export type {
  ChatMessage,
  ChatModel,
  ChatReply,
  ChatRequest,
  Embedder,
  EmbeddingRole,
  FinishReason,
  JsonSchema,
  Tool,
  ToolCall,
} from '../contracts/model.ts';
export { MabError, type MabErrorOptions } from '../core/errors.ts';
export { type Bm25Hit, type Bm25Index, createBm25 } from '../retrieval/bm25.ts';
export { type FusedHit, fuseRankings } from '../retrieval/reciprocal-rank-fusion.ts';
export { unicodeWords, whitespaceTokens } from '../retrieval/tokenizers.ts';
export { createVectorIndex, type VectorHit, type VectorIndex } from '../retrieval/vector-index.ts';
