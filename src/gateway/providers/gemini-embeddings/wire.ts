import { z } from 'zod';
import type { EmbeddingReply, EmbeddingRequest, EmbeddingRole } from '../../../contracts/model.ts';
import { checkedVectors } from '../embedding-vectors.ts';

/** Source: the Gemini API reference, "Embeddings", models.batchEmbedContents; 2026-11-24. */
const replySchema = z.object({
  embeddings: z.array(z.object({ values: z.array(z.number()) })),
  usageMetadata: z
    .object({ promptTokenCount: z.int().min(0) })
    .nullish()
    // Vectors whose usage cannot be read are good vectors: their tokens are counted.
    .catch(undefined),
});

const TASK_TYPES: Readonly<Record<EmbeddingRole, string>> = {
  document: 'RETRIEVAL_DOCUMENT',
  query: 'RETRIEVAL_QUERY',
};

/** @param taskTypes  Whether the model is told what a text is for. */
export function batchBody(
  { model, texts, role, dimensions }: EmbeddingRequest,
  taskTypes: boolean,
): object {
  return {
    requests: texts.map((text) => ({
      model: `models/${model}`,
      content: { parts: [{ text }] },
      taskType: taskTypes ? TASK_TYPES[role] : undefined,
      outputDimensionality: dimensions,
    })),
  };
}

/** @throws {z.ZodError | RangeError | MabError} for a body that is no reply to this request. */
export function parseBatch(body: unknown, request: EmbeddingRequest): EmbeddingReply {
  const { embeddings, usageMetadata } = replySchema.parse(body);
  return {
    vectors: checkedVectors(
      embeddings.map(({ values }) => values),
      request,
    ),
    ...(usageMetadata ? { inputTokens: usageMetadata.promptTokenCount } : {}),
  };
}
