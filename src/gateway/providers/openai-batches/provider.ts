import type { BatchItem, BatchProvider, ListedBatch } from '../../../contracts/batch.ts';
import { MabError } from '../../../core/errors.ts';
import { type Endpoint, endpointUrl, jsonBody, send } from '../http/endpoint.ts';
import { parseJsonLines } from '../http/json-lines.ts';
import { listBatches } from '../list-batches.ts';
import { type OpenAiOptions, openAiEndpoint } from '../openai/openai-endpoint.ts';
import type { BatchFormat } from './formats.ts';
import {
  batchState,
  fileSchema,
  listedBatch,
  parseBatch,
  parseBatchList,
  parseOutcome,
  TAG_FIELD,
  type WireBatch,
} from './wire.ts';

/** Source: the OpenAI API reference, "Create batch"; read on 2026-11-24. Azure allows more. */
const LIMITS = { requests: 50_000, bytes: 200_000_000 };

export interface OpenAiBatchOptions extends OpenAiOptions {
  /** Before the operation in the lines of a batch; Azure has none. */
  readonly version: '/v1' | '';
}

/**
 * Speaks OpenAI's batches: a file of requests is uploaded, then a batch is made of it. Azure OpenAI
 * does the same below `/openai`. Input files are deleted by the vendor (OpenAI: after 30 days).
 */
export function createOpenAiBatches<Request, Reply>(
  options: OpenAiBatchOptions,
  format: BatchFormat<Request, Reply>,
): BatchProvider<Request, Reply> {
  return new OpenAiBatches(options, format);
}

class OpenAiBatches<Request, Reply> implements BatchProvider<Request, Reply> {
  readonly servedBy: string;
  readonly operation: string;
  readonly storesTags = true;
  readonly limits = LIMITS;
  readonly #options: OpenAiBatchOptions;
  readonly #format: BatchFormat<Request, Reply>;

  constructor(options: OpenAiBatchOptions, format: BatchFormat<Request, Reply>) {
    this.servedBy = endpointUrl(options.baseUrl, '').origin;
    this.operation = `${options.version}${format.path}`;
    this.#options = options;
    this.#format = format;
  }

  size(item: BatchItem<Request>): number {
    return Buffer.byteLength(this.#line(item)) + 1;
  }

  async submit(
    items: readonly BatchItem<Request>[],
    tag: string,
    signal: AbortSignal,
  ): Promise<string> {
    const body = {
      input_file_id: await this.#upload(items, tag, signal),
      endpoint: this.operation,
      completion_window: '24h',
      metadata: { [TAG_FIELD]: tag },
    };
    const { id } = await send(this.#batchEndpoint('/batches'), jsonBody(body), signal);
    return id;
  }

  list(sinceMs: number, signal: AbortSignal): Promise<readonly ListedBatch[]> {
    return listBatches(sinceMs, this.servedBy, async (size, afterId) => {
      const after: Record<string, string> = afterId === undefined ? {} : { after: afterId };
      const page = await this.#page({ ...after, limit: String(size) }, signal);
      return { batches: page.data.map(listedBatch), hasMore: page.has_more };
    });
  }

  async state(batchId: string, signal: AbortSignal) {
    return batchState(await this.#read(batchId, signal));
  }

  async collect(batchId: string, signal: AbortSignal) {
    const { output_file_id, error_file_id } = await this.#read(batchId, signal);
    const files = [output_file_id, error_file_id].filter((file) => file != null && file !== '');
    const outcomes = await Promise.all(files.map((file) => this.#outcomes(String(file), signal)));
    return outcomes.flat();
  }

  async cancel(batchId: string, signal: AbortSignal): Promise<void> {
    await send(
      this.#batchEndpoint(`/batches/${encodeURIComponent(batchId)}/cancel`),
      { method: 'POST' },
      signal,
    );
  }

  #line({ id, request }: BatchItem<Request>): string {
    const body = this.#format.body(request);
    return JSON.stringify({ custom_id: id, method: 'POST', url: this.operation, body });
  }

  /** Nothing is billed for a file, so a lost answer costs nothing. */
  async #upload(
    items: readonly BatchItem<Request>[],
    tag: string,
    signal: AbortSignal,
  ): Promise<string> {
    const form = new FormData();
    form.set('purpose', 'batch');
    const lines = items.map((item) => `${this.#line(item)}\n`);
    form.set('file', new Blob(lines, { type: 'application/jsonl' }), `${tag}.jsonl`);
    const endpoint = openAiEndpoint(this.#options, '/files', {
      replyName: 'file',
      parseReply: (body) => fileSchema.parse(body).id,
    });
    try {
      return await send(endpoint, { method: 'POST', body: form }, signal);
    } catch (error) {
      throw error instanceof MabError ? unbilled(error) : error;
    }
  }

  #batchEndpoint(path: string): Endpoint<WireBatch> {
    return openAiEndpoint(this.#options, path, { replyName: 'batch', parseReply: parseBatch });
  }

  #read(batchId: string, signal: AbortSignal): Promise<WireBatch> {
    return send(
      this.#batchEndpoint(`/batches/${encodeURIComponent(batchId)}`),
      { method: 'GET' },
      signal,
    );
  }

  #page(part: Readonly<Record<string, string>>, signal: AbortSignal) {
    const query = { ...this.#options.query, ...part };
    const endpoint = openAiEndpoint({ ...this.#options, query }, '/batches', {
      replyName: 'list of batches',
      parseReply: parseBatchList,
    });
    return send(endpoint, { method: 'GET' }, signal);
  }

  #outcomes(fileId: string, signal: AbortSignal) {
    const endpoint = openAiEndpoint(this.#options, `/files/${encodeURIComponent(fileId)}/content`, {
      replyName: 'file of batch results',
      parseReply: (lines) =>
        (lines as unknown[]).map((line) => parseOutcome(line, (body) => this.#format.parse(body))),
    });
    return send({ ...endpoint, decode: parseJsonLines }, { method: 'GET' }, signal);
  }
}

function unbilled({ code, message, hint, retry, blame, details, cause }: MabError): MabError {
  return new MabError(code, message, {
    ...{ retry, blame, cause, details: { ...details, mayBeBilled: false } },
    ...(hint ? { hint } : {}),
  });
}
