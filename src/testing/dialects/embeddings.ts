import { z } from 'zod';
import type { EmbeddingRequest } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { CHARACTERS_PER_TOKEN, type WireUsage } from '../deterministic-reply.ts';
import type { Dialect, Exchange } from './dialect.ts';
import { geminiRefusal } from './gemini-refusals.ts';
import { openAiRefusal } from './openai-refusals.ts';

/** Length of vectors where none is asked for; a hash has no more bytes. */
const DIMENSIONS = 32;

const openAiRequest = z.strictObject({
  model: z.string(),
  input: z.array(z.string().min(1)).min(1).max(2_048),
  dimensions: z.int().min(1).max(DIMENSIONS).optional(),
  encoding_format: z.literal('float'),
});

/** OpenAI's embeddings. */
export const openAiEmbeddings: Dialect = {
  path: /\/embeddings$/,
  refusal: openAiRefusal,
  exchange(body, _path, vectorLength) {
    const { model, input: texts, dimensions = vectorLength } = openAiRequest.parse(body);
    return exchange({ model, texts, ...(dimensions && { dimensions }) }, (vectors, tokens) => ({
      object: 'list',
      model,
      data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      usage: tokens === undefined ? undefined : { prompt_tokens: tokens, total_tokens: tokens },
    }));
  },
};

const roles = { RETRIEVAL_DOCUMENT: 'document', RETRIEVAL_QUERY: 'query' } as const;

const geminiRequest = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        model: z.string().startsWith('models/'),
        content: z.strictObject({ parts: z.tuple([z.strictObject({ text: z.string().min(1) })]) }),
        taskType: z.enum(['RETRIEVAL_DOCUMENT', 'RETRIEVAL_QUERY']).optional(),
        outputDimensionality: z.int().min(1).max(DIMENSIONS).optional(),
      }),
    )
    .min(1)
    .max(100),
});

/** The Gemini API's batches of embeddings. */
export const geminiEmbeddings: Dialect = {
  path: /\/models\/[^/]+:batchEmbedContents$/,
  refusal: geminiRefusal,
  exchange(body, _path, vectorLength) {
    const { requests } = geminiRequest.parse(body);
    const [first] = requests;
    const { model = '', taskType, outputDimensionality: dimensions = vectorLength } = first ?? {};
    const asked = {
      model: model.replace('models/', ''),
      texts: requests.map(({ content }) => content.parts[0].text),
      ...(taskType && { role: roles[taskType] }),
      ...(dimensions && { dimensions }),
    };
    return exchange(asked, (vectors, tokens) => ({
      embeddings: vectors.map((values) => ({ values })),
      usageMetadata: tokens === undefined ? undefined : { promptTokenCount: tokens },
    }));
  },
};

type Asked = Omit<EmbeddingRequest, 'role'> & Partial<Pick<EmbeddingRequest, 'role'>>;

function exchange(
  asked: Asked,
  render: (vectors: readonly number[][], tokens: number | undefined) => object,
): Exchange {
  const { texts, dimensions = DIMENSIONS } = asked;
  const usageOf = (promptTokens: number): WireUsage => ({
    ...{ promptTokens, cachedTokens: 0, completionTokens: 0 },
  });
  const lines = texts.map((text) => ({
    text,
    usage: usageOf(Math.ceil(text.length / CHARACTERS_PER_TOKEN)),
  }));
  const tokens = lines.reduce((sum, { usage }) => sum + usage.promptTokens, 0);
  const vectors = texts.map((text) => byteVector(text, dimensions));
  return {
    ...{ asked, texts, lines, usage: usageOf(tokens) },
    body: (kind) =>
      render(kind === 'empty' ? [] : vectors, kind === 'no-usage' ? undefined : tokens),
  };
}

/** The bytes of the text's hash, from -1 to 1. */
function byteVector(text: string, dimensions: number): number[] {
  return [...Buffer.from(sha256(text), 'hex').subarray(0, dimensions)].map(
    (byte) => byte / 127.5 - 1,
  );
}
