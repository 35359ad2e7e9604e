import { z } from 'zod';
import type { BatchOutcome, BatchState, ListedBatch } from '../../../contracts/batch.ts';
import { servedItem } from '../item-outcome.ts';
import { parseOpenAiError } from '../openai/openai-error.ts';

/** Under which the tag of a batch stands in its metadata. */
export const TAG_FIELD = 'mab-batch';

export const fileSchema = z.object({ id: z.string().min(1) });

const count = z.int().min(0);

/**
 * The part of a batch that is used; Azure leaves fields null or empty that OpenAI leaves out.
 * Source: the OpenAI API reference, "The batch object"; the Azure OpenAI reference, "Batch"; read
 * on 2026-11-24.
 */
const batchSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  /** Seconds. */
  created_at: z.number(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  request_counts: z
    .object({ total: count, completed: count, failed: count })
    .nullish()
    .catch(undefined),
  errors: z
    .object({
      data: z
        .array(z.object({ code: z.string().nullish(), message: z.string().nullish() }))
        .nullish(),
    })
    .nullish()
    .catch(undefined),
});
export type WireBatch = z.infer<typeof batchSchema>;

/** @throws {z.ZodError} for a body that is no batch. */
export function parseBatch(body: unknown): WireBatch {
  return batchSchema.parse(body);
}

const listSchema = z.object({ data: z.array(batchSchema), has_more: z.boolean().nullish() });

/** @throws {z.ZodError} for a body that is no page of batches. */
export function parseBatchList(body: unknown): z.infer<typeof listSchema> {
  return listSchema.parse(body);
}

/** All else is waited for: `validating`, `in_progress`, `finalizing`, `cancelling`. */
const ENDED = new Set(['completed', 'expired', 'cancelled']);

export function listedBatch(batch: WireBatch): ListedBatch {
  const tag = batch.metadata?.[TAG_FIELD];
  return {
    batchId: batch.id,
    createdMs: batch.created_at * 1_000,
    requests: batch.request_counts?.total ?? 0,
    ended: ENDED.has(batch.status) || batch.status === 'failed',
    ...(typeof tag === 'string' ? { tag } : {}),
  };
}

/** More tokens wait than the vendor lets an account queue. Source: the guide "Batch API". */
const QUEUE_FULL = 'token_limit_exceeded';

export function batchState({ status, request_counts, errors }: WireBatch): BatchState {
  const done = (request_counts?.completed ?? 0) + (request_counts?.failed ?? 0);
  if (status !== 'failed') return { state: ENDED.has(status) ? 'ended' : 'running', done };
  const reasons = errors?.data ?? [];
  const messages = reasons.flatMap(({ message }) => (message ? [message] : []));
  const message = messages.slice(0, 3).join(' ') || 'no reason given';
  const isQueueFull = reasons.some(({ code }) => code === QUEUE_FULL);
  return { state: 'failed', done, message, ...(isQueueFull ? { isQueueFull } : {}) };
}

/** One line of a batch's output file or error file. */
const outcomeSchema = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.int(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});

/**
 * @throws {z.ZodError} for a line that belongs to no item.
 * Source: the OpenAI guide "Batch API" and the API reference, "The request output object"; read on
 * 2026-11-24.
 */
export function parseOutcome<Reply>(
  line: unknown,
  parse: (body: unknown) => Reply,
): BatchOutcome<Reply> {
  const { custom_id: id, response, error } = outcomeSchema.parse(line);
  if (error?.code === 'batch_expired') return { id, kind: 'expired' };
  if (error?.code === 'batch_cancelled') return { id, kind: 'cancelled' };
  if (!response) {
    const { code, message } = error ?? {};
    return { id, kind: 'error', code: code ?? 'unknown', message: message ?? '', retry: 'later' };
  }
  const { status_code: status, body } = response;
  if (status >= 200 && status < 300) return servedItem(id, () => parse(body));
  const { message } = parseOpenAiError(JSON.stringify(body ?? ''));
  return { id, kind: 'error', code: String(status), message, retry: retryOf(status) };
}

/** Whatever is not about this request, such as a key or a limit, shows when it is sent alone. */
function retryOf(status: number): 'later' | 'never' {
  return [400, 413, 415, 422].includes(status) ? 'never' : 'later';
}
