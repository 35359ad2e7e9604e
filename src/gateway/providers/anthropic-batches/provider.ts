import type { BatchItem, ChatBatchProvider, ListedBatch } from '../../../contracts/batch.ts';
import type { ProviderRequest } from '../../../contracts/model.ts';
import { MabError } from '../../../core/errors.ts';
import { anthropicEndpoint } from '../anthropic/anthropic-endpoint.ts';
import { messageBody } from '../anthropic/request.ts';
import { type Endpoint, endpointUrl, type HttpOptions, jsonBody, send } from '../http/endpoint.ts';
import { parseJsonLines } from '../http/json-lines.ts';
import { listBatches } from '../list-batches.ts';
import {
  listedMessageBatch,
  messageBatchState,
  parseMessageBatch,
  parseMessageBatchList,
  parseMessageOutcome,
  type WireMessageBatch,
} from './wire.ts';

/** Source: the Claude API reference, "Create a Message Batch"; read on 2026-11-24. */
const LIMITS = { requests: 100_000, bytes: 256_000_000 };

/** Around the requests of a batch. */
const FRAME = '{"requests":[]}';
/**
 * Speaks Anthropic's message batches. They have no room for a tag: whose a batch is tell the ids of
 * its items, which the vendor shows once it has ended.
 */
export function createAnthropicBatches(options: HttpOptions): ChatBatchProvider {
  return new AnthropicBatches(options);
}

class AnthropicBatches implements ChatBatchProvider {
  readonly servedBy: string;
  readonly operation = '/v1/messages';
  readonly storesTags = false;
  readonly limits = { ...LIMITS, bytes: LIMITS.bytes - FRAME.length };
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    this.servedBy = endpointUrl(options.baseUrl, '').origin;
    this.#options = options;
  }

  size(item: BatchItem<ProviderRequest>): number {
    return Buffer.byteLength(JSON.stringify(wireItem(item))) + 1;
  }

  async submit(
    items: readonly BatchItem<ProviderRequest>[],
    _tag: string,
    signal: AbortSignal,
  ): Promise<string> {
    const { id } = await send(this.#batch(''), jsonBody({ requests: items.map(wireItem) }), signal);
    return id;
  }

  list(sinceMs: number, signal: AbortSignal): Promise<readonly ListedBatch[]> {
    return listBatches(sinceMs, this.servedBy, async (size, afterId) => {
      const after: Record<string, string> = afterId === undefined ? {} : { after_id: afterId };
      const page = await this.#page({ ...after, limit: String(size) }, signal);
      return { batches: page.data.map(listedMessageBatch), hasMore: page.has_more };
    });
  }

  async state(batchId: string, signal: AbortSignal) {
    return messageBatchState(
      await send(this.#batch(`/${encodeURIComponent(batchId)}`), { method: 'GET' }, signal),
    );
  }

  /** By the documented path: the address in the batch could lead the key elsewhere. */
  async collect(batchId: string, signal: AbortSignal) {
    const batch = await send(
      this.#batch(`/${encodeURIComponent(batchId)}`),
      { method: 'GET' },
      signal,
    );
    if (batch.archived_at) throw gone(this.servedBy, batchId);
    const endpoint = anthropicEndpoint(
      this.#options,
      `/messages/batches/${encodeURIComponent(batchId)}/results`,
      {
        replyName: 'file of batch results',
        parseReply: (lines) => (lines as unknown[]).map(parseMessageOutcome),
      },
    );
    return send({ ...endpoint, decode: parseJsonLines }, { method: 'GET' }, signal);
  }

  async cancel(batchId: string, signal: AbortSignal): Promise<void> {
    await send(this.#batch(`/${encodeURIComponent(batchId)}/cancel`), { method: 'POST' }, signal);
  }

  #batch(path: string): Endpoint<WireMessageBatch> {
    return anthropicEndpoint(this.#options, `/messages/batches${path}`, {
      replyName: 'message batch',
      parseReply: parseMessageBatch,
    });
  }

  #page(part: Readonly<Record<string, string>>, signal: AbortSignal) {
    const endpoint = anthropicEndpoint(this.#options, '/messages/batches', {
      replyName: 'list of message batches',
      parseReply: parseMessageBatchList,
    });
    const url = endpointUrl(this.#options.baseUrl, '/messages/batches', part);
    return send({ ...endpoint, url }, { method: 'GET' }, signal);
  }
}

function wireItem({ id, request }: BatchItem<ProviderRequest>): object {
  return { custom_id: id, params: messageBody(request) };
}

function gone(servedBy: string, batchId: string): MabError {
  return new MabError(
    'BATCH_RESULTS_GONE',
    `${servedBy} no longer has the results of ${batchId}.`,
    {
      blame: 'provider',
      hint: 'The vendor keeps results for 29 days.',
    },
  );
}
