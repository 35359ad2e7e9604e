import type {
  EmbeddingReply,
  EmbeddingRequest,
  ProviderReply,
  ProviderRequest,
} from '../../../contracts/model.ts';
import { invariant } from '../../../core/errors.ts';
import { completionBody } from '../openai-compatible/request.ts';
import { parseCompletion } from '../openai-compatible/wire.ts';
import { embeddingsBody, parseEmbeddings } from '../openai-embeddings/wire.ts';
import { responseBody } from '../openai-responses/request.ts';
import { parseResponse } from '../openai-responses/wire.ts';

/** One operation whose requests can be put into a batch: bodies and replies as of single calls. */
export interface BatchFormat<Request, Reply> {
  /** Below the version: `/chat/completions`. */
  readonly path: string;
  body(request: Request): object;
  /** Throws whatever it likes for a body that is no such reply. */
  parse(body: unknown): Reply;
}

export type ChatBatchFormat = BatchFormat<ProviderRequest, ProviderReply>;

export function chatFormat(
  outputLimitField: 'max_tokens' | 'max_completion_tokens',
): ChatBatchFormat {
  return {
    path: '/chat/completions',
    body: (request) => completionBody(request, outputLimitField),
    parse: parseCompletion,
  };
}

export const responsesFormat: ChatBatchFormat = {
  path: '/responses',
  body: responseBody,
  parse: parseResponse,
};

/** One text a request, so that the vendor's bounds on requests and on texts are one. */
export const embeddingsFormat: BatchFormat<EmbeddingRequest, EmbeddingReply> = {
  path: '/embeddings',
  body: (request) => {
    invariant(request.texts.length === 1, 'An item of a batch embeds one text.');
    return embeddingsBody(request);
  },
  parse: (body) => parseEmbeddings(body, ONE_TEXT),
};

/** Whoever collects need not be who has asked; lengths are checked where they are known. */
const ONE_TEXT: EmbeddingRequest = { model: '', texts: [''], role: 'document' };
