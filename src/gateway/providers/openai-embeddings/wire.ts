import { z } from 'zod';
import type { EmbeddingReply, EmbeddingRequest } from '../../../contracts/model.ts';
import { checkedVectors } from '../embedding-vectors.ts';

/** Source: the OpenAI API reference, "Create embeddings"; read on 2026-11-24. */
const replySchema = z.object({
  model: z.string().nullish(),
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()) })),
  usage: z
    .object({ prompt_tokens: z.int().min(0) })
    .nullish()
    // Vectors whose usage cannot be read are good vectors: their tokens are counted.
    .catch(undefined),
});

/** Numbers as text: base64 is shorter, but not every compatible server knows it. */
export function embeddingsBody({ model, texts, dimensions }: EmbeddingRequest): object {
  return { model, input: texts, dimensions, encoding_format: 'float' };
}

/** @throws {z.ZodError | RangeError | MabError} for a body that is no reply to this request. */
export function parseEmbeddings(body: unknown, request: EmbeddingRequest): EmbeddingReply {
  const { model, data, usage } = replySchema.parse(body);
  const rows = data.toSorted((a, b) => a.index - b.index);
  if (rows.some(({ index }, at) => index !== at)) throw new RangeError('a text has no vector');
  return {
    vectors: checkedVectors(
      rows.map(({ embedding }) => embedding),
      request,
    ),
    ...(usage ? { inputTokens: usage.prompt_tokens } : {}),
    ...(model ? { reportedModel: model } : {}),
  };
}
