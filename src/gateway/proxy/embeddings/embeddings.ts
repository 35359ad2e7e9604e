import { z } from 'zod';
import { vectorText } from '../../embeddings/vector-text.ts';
import { type FieldRules, idle, READ, sortFields } from '../field-rules.ts';
import { badRequest } from '../proxy-error.ts';
import { parseWire } from '../wire-schema.ts';

/**
 * The fields of an embeddings request; all others are refused.
 * Source: the OpenAI API reference, "Create embeddings"; read on 2026-11-24.
 */
const EMBEDDING_FIELDS: FieldRules = {
  model: READ,
  input: READ,
  dimensions: READ,
  encoding_format: READ,
  user: idle('names the end user to the vendor; a vector depends on its text alone'),
};

/** As many as OpenAI takes. */
const TEXTS_MAX = 2_048;

const text = z.string().min(1, 'must not be empty');
const requestSchema = z.strictObject({
  model: z.string(),
  input: z.union([text, z.array(text).min(1, 'must not be empty').max(TEXTS_MAX)]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).default('float'),
});

/** A request for vectors. */
export interface AskedEmbeddings {
  readonly model: string;
  readonly texts: readonly string[];
  readonly dimensions: number | undefined;
  readonly format: 'float' | 'base64';
}

/** @throws {MabError} PROXY_REQUEST_INVALID, which names the field. */
export function readEmbeddings(body: Readonly<Record<string, unknown>>): AskedEmbeddings {
  const { read, others } = sortFields(body, EMBEDDING_FIELDS);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw badRequest(unknown, 'is not served by the metering proxy');
  refuseTokens(read.input);
  const { model, input, dimensions, encoding_format: format } = parseWire(requestSchema, read);
  return { model, texts: typeof input === 'string' ? [input] : input, dimensions, format };
}

/** Tokens are of one model's vocabulary, and the ledger names texts. */
function refuseTokens(input: unknown): void {
  const first = Array.isArray(input) ? (input as readonly unknown[])[0] : undefined;
  if (typeof first !== 'number' && !Array.isArray(first)) return;
  throw badRequest(
    'input',
    'has to be text, not tokens',
    'LangChain sends texts with check_embedding_ctx_length=False.',
  );
}

/** Vectors as OpenAI's list of embeddings. */
export function embeddingList(
  vectors: readonly Float32Array[],
  { model, format, tokens }: { model: string; format: 'float' | 'base64'; tokens: number },
): object {
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({
      ...{ object: 'embedding', index },
      embedding: format === 'float' ? [...vector] : vectorText(vector),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}
