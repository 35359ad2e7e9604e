import { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { Sent } from '../http-io.ts';
import { jsonOf, type ManagedRequest, pageOf, type Resource, refuse } from '../managed-request.ts';
import { BatchRun } from './batch-run.ts';
import { type FileShelf, wireList } from './file-shelf.ts';
import { endpointsAt, type Input, type InputError, readInput } from './openai-input.ts';
import { errorLines, outputLines } from './openai-output.ts';
import { itemTokens, type SentItem } from './serve-item.ts';

const createSchema = z.strictObject({
  input_file_id: z.string(),
  endpoint: z.string(),
  completion_window: z.literal('24h'),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((pairs) => Object.keys(pairs).length <= 16, 'At most 16 pairs.')
    .nullish(),
  output_expires_after: z.unknown().optional(),
});

/** A batch with what OpenAI says of it besides how far it is. */
interface OpenAiBatch {
  readonly id: string;
  readonly sent: z.infer<typeof createSchema>;
  readonly run: BatchRun;
  /** Absent where the file was taken. */
  readonly errors?: readonly InputError[];
  outputFileId?: string;
  errorFileId?: string;
}

/** OpenAI's batches. */
export class OpenAiBatches implements Resource {
  readonly vendor = 'openai';
  readonly path = /\/batches(?:\/([^/]+)(?:\/(cancel))?)?$/;
  readonly #desk: Desk;
  readonly #files: FileShelf;
  readonly #stopped: AbortSignal;
  readonly #batches = new Map<string, OpenAiBatch>();

  constructor(desk: Desk, files: FileShelf, stopped: AbortSignal) {
    this.#desk = desk;
    this.#files = files;
    this.#stopped = stopped;
  }

  serve(request: ManagedRequest, id: string, verb: string): Sent | undefined {
    const { method, key } = request;
    if (id === '' && method === 'POST') return this.#create(request);
    if (id === '' && method === 'GET') return this.#list(request);
    const batch = this.#batches.get(id);
    if (!batch || batch.run.key !== key) {
      return refuse('openai', 'not-found', `No batch found with id '${id}'.`);
    }
    if (method === 'POST' && verb === 'cancel') {
      if (isOver(batch)) {
        const message = `Cannot cancel a batch with status '${this.#wire(batch).status}'.`;
        return refuse('openai', 'bad-request', message);
      }
      batch.run.cancel();
    } else if (method !== 'GET' || verb !== '') return undefined;
    return { status: 200, body: this.#wire(batch) };
  }

  #create({ key, body, path }: ManagedRequest): Sent {
    const sent = createSchema.safeParse(jsonOf(body));
    if (!sent.success) return refuse('openai', 'bad-request', z.prettifyError(sent.error));
    const { input_file_id: fileId, endpoint } = sent.data;
    if (!endpointsAt(path).includes(endpoint)) {
      return refuse('openai', 'bad-request', `There are no batches of ${endpoint}.`);
    }
    const file = this.#files.find(key, fileId);
    if (file?.purpose !== 'batch') {
      return refuse('openai', 'bad-request', `File ${fileId} is not there, or not of a batch.`);
    }
    const number = this.#batches.size + 1;
    const id = `batch_${number}`;
    const read = readInput(file.content, endpoint);
    const fault = this.#desk.options.batchFaults?.({ number, requests: read.items.length });
    const errors = fault === 'failed' ? [NO_LUCK] : [...read.errors, ...this.#queueFull(key, read)];
    const run = new BatchRun(id, key, errors.length > 0 ? [] : read.items, this.#desk);
    const batch = { id, sent: sent.data, run, ...(errors.length > 0 && { errors }) };
    this.#batches.set(id, batch);
    // Stopping the server ends the wait, and nobody looks any more.
    run.work(fault, this.#stopped).catch(() => undefined);
    return { status: 200, body: this.#wire(batch) };
  }

  /** OpenAI bounds the input that waits in a key's batches, by model. */
  #queueFull(key: string, { items }: Input): InputError[] {
    const model = modelOf(items);
    const most = this.#desk.modelOptions(model)?.limits?.batchTokens;
    if (most === undefined) return [];
    const waiting = [...this.#batches.values()]
      .filter((batch) => batch.run.key === key && !isOver(batch))
      .flatMap(({ run }) => (modelOf(run.items) === model ? run.items : []));
    const tokens = [...waiting, ...items].reduce((sum, item) => sum + itemTokens(item), 0);
    if (tokens <= most) return [];
    const message = `Enqueued token limit reached for ${model}. Limit: ${most} enqueued tokens.`;
    return [{ code: 'token_limit_exceeded', message, line: null, param: null }];
  }

  #list({ key, query }: ManagedRequest): Sent {
    const own = [...this.#batches.values()].filter(({ run }) => run.key === key).toReversed();
    const { items, hasMore } = pageOf(own, query, { after: 'after', limit: 20 });
    return {
      status: 200,
      body: wireList(
        items.map((batch) => this.#wire(batch)),
        hasMore,
      ),
    };
  }

  #wire(batch: OpenAiBatch) {
    const { id, run, sent, errors } = batch;
    run.settle();
    this.#writeFiles(batch);
    const { times, outcomes, isExpired } = run;
    const status = statusOf(batch);
    const endedAt = seconds(times.endedMs);
    const completed = outcomes.filter(({ kind }) => kind === 'reply').length;
    const failed = outcomes.filter(({ kind }) => kind === 'refused').length;
    return {
      ...{ id, object: 'batch', endpoint: sent.endpoint, input_file_id: sent.input_file_id },
      ...{ errors: errors ? { object: 'list', data: errors } : null, completion_window: '24h' },
      ...{ status, metadata: sent.metadata ?? null },
      output_file_id: batch.outputFileId ?? null,
      error_file_id: batch.errorFileId ?? null,
      created_at: seconds(times.createdMs),
      in_progress_at: errors ? null : seconds(times.startedMs),
      expires_at: seconds(run.expiresMs),
      finalizing_at: errors ? null : seconds(times.servedMs),
      completed_at: status === 'completed' ? endedAt : null,
      failed_at: status === 'failed' ? seconds(times.createdMs) : null,
      expired_at: isExpired ? endedAt : null,
      cancelling_at: seconds(times.cancelAskedMs),
      cancelled_at: status === 'cancelled' ? endedAt : null,
      request_counts: { total: run.items.length, completed, failed },
    };
  }

  #writeFiles(batch: OpenAiBatch): void {
    const { run, id, errors } = batch;
    if (run.times.endedMs === undefined || errors) return;
    const [output, failures] = [outputLines(run), errorLines(run)];
    const put = (name: string, text: string): string =>
      this.#files.put(run.key, `${id}_${name}.jsonl`, 'batch_output', Buffer.from(text)).id;
    if (output !== '') batch.outputFileId ??= put('output', output);
    if (failures !== '') batch.errorFileId ??= put('error', failures);
  }
}

const NO_LUCK: InputError = {
  ...{ code: 'server_error', message: 'The batch could not be served.' },
  ...{ line: null, param: null },
};

/** All items of a batch name the same. */
function modelOf([first]: readonly SentItem[]): string {
  return first ? (first.body as { model: string }).model : '';
}

function isOver({ run, errors }: OpenAiBatch): boolean {
  run.settle();
  return errors !== undefined || run.times.endedMs !== undefined;
}

function statusOf({ run, errors }: OpenAiBatch): string {
  const { startedMs, servedMs, cancelAskedMs, endedMs } = run.times;
  if (errors) return startedMs === undefined ? 'validating' : 'failed';
  if (endedMs !== undefined) {
    if (run.isExpired) return 'expired';
    return cancelAskedMs === undefined ? 'completed' : 'cancelled';
  }
  if (cancelAskedMs !== undefined) return 'cancelling';
  if (servedMs !== undefined) return 'finalizing';
  return startedMs === undefined ? 'validating' : 'in_progress';
}

function seconds(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.floor(ms / 1_000);
}
