import { z } from 'zod';
import type { EmbeddingRequest } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { type Dialect, type Exchange, tokensOf } from './dialect.ts';
import { ignored } from './sent-fields.ts';

/** Length of vectors where none is asked for; a hash has no more bytes. */
const DIMENSIONS = 32;

const openAiRequest = z.strictObject({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2_048)]),
  dimensions: z.int().min(1).max(DIMENSIONS).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  ...ignored('user'),
});

/** OpenAI's embeddings. */
export const openAiEmbeddings: Dialect = {
  vendor: 'openai',
  path: /\/embeddings$/,
  exchange(body, _path, vectorLength) {
    const { model, input, dimensions = vectorLength, ...sent } = openAiRequest.parse(body);
    const texts = typeof input === 'string' ? [input] : input;
    const write = sent.encoding_format === 'float' ? asNumbers : asBase64;
    return exchange({ model, texts, ...(dimensions && { dimensions }) }, (vectors, tokens) => ({
      object: 'list',
      model,
      data: vectors.map((vector, index) => ({
        ...{ object: 'embedding', index, embedding: write(vector) },
      })),
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
        content: z.strictObject({
          parts: z.tuple([z.strictObject({ text: z.string().min(1) })]),
          ...ignored('role'),
        }),
        taskType: z.enum(['RETRIEVAL_DOCUMENT', 'RETRIEVAL_QUERY']).optional(),
        outputDimensionality: z.int().min(1).max(DIMENSIONS).optional(),
      }),
    )
    .min(1)
    .max(100),
});

/** The Gemini API's batches of embeddings. */
export const geminiEmbeddings: Dialect = {
  vendor: 'gemini',
  path: /\/models\/[^/]+:batchEmbedContents$/,
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
  const { model, texts, dimensions = DIMENSIONS } = asked;
  const lines = texts.map((text) => ({ text, tokens: tokensOf(text) }));
  return {
    ...{ asked, model, texts, lines, maxOutputTokens: 0 },
    prompt: texts.map((text) => ({ text })),
    reply: () => ({ text: '' }),
    body: ({ isEmpty, usage }) =>
      render(isEmpty ? [] : texts.map((text) => byteVector(text, dimensions)), usage?.promptTokens),
  };
}

function asNumbers(vector: readonly number[]): readonly number[] {
  return vector;
}

/** Little-endian floats of four bytes, as OpenAI's own client asks for them. */
function asBase64(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

/** The bytes of the text's hash, from -1 to 1. */
function byteVector(text: string, dimensions: number): number[] {
  return [...Buffer.from(sha256(text), 'hex').subarray(0, dimensions)].map(
    (byte) => byte / 127.5 - 1,
  );
}
