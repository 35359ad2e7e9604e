import { z } from 'zod';
import type { BatchOutcome, BatchState, ListedBatch } from '../../../contracts/batch.ts';
import type { ProviderReply } from '../../../contracts/model.ts';
import { parseMessage } from '../anthropic/wire.ts';
import { servedItem } from '../item-outcome.ts';

const count = z.int().min(0);

/**
 * The part of a message batch that is used.
 * Source: the Claude API reference, "Message Batches"; read on 2026-11-24.
 */
const batchSchema = z.object({
  id: z.string().min(1),
  type: z.literal('message_batch'),
  processing_status: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  /** From then on its results are gone. */
  archived_at: z.string().nullish(),
  request_counts: z.object({
    processing: count,
    succeeded: count,
    errored: count,
    canceled: count,
    expired: count,
  }),
});
export type WireMessageBatch = z.infer<typeof batchSchema>;

/** @throws {z.ZodError} for a body that is no batch. */
export function parseMessageBatch(body: unknown): WireMessageBatch {
  return batchSchema.parse(body);
}

const listSchema = z.object({ data: z.array(batchSchema), has_more: z.boolean() });

/** @throws {z.ZodError} for a body that is no page of batches. */
export function parseMessageBatchList(body: unknown): z.infer<typeof listSchema> {
  return listSchema.parse(body);
}

export function listedMessageBatch(batch: WireMessageBatch): ListedBatch {
  return {
    batchId: batch.id,
    createdMs: Date.parse(batch.created_at),
    requests: Object.values(batch.request_counts).reduce((a, b) => a + b, 0),
    ended: batch.processing_status === 'ended',
  };
}

/** The vendor counts everything as `processing` until the whole batch has ended. */
export function messageBatchState(batch: WireMessageBatch): BatchState {
  const { processing: _, ...ended } = batch.request_counts;
  const done = Object.values(ended).reduce((a, b) => a + b, 0);
  return { state: batch.processing_status === 'ended' ? 'ended' : 'running', done };
}

const resultSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('succeeded'), message: z.unknown() }),
  z.object({
    type: z.literal('errored'),
    error: z.object({
      error: z.object({ type: z.string().nullish(), message: z.string().nullish() }),
    }),
  }),
  z.object({ type: z.literal('canceled') }),
  z.object({ type: z.literal('expired') }),
]);

const outcomeSchema = z.object({ custom_id: z.string(), result: resultSchema });

/**
 * @throws {z.ZodError} for a line that belongs to no item.
 * Source: the Claude API reference, "Retrieve Message Batch results"; read on 2026-11-24.
 */
export function parseMessageOutcome(line: unknown): BatchOutcome<ProviderReply> {
  const { custom_id: id, result } = outcomeSchema.parse(line);
  switch (result.type) {
    case 'succeeded':
      return servedItem(id, () => parseMessage(result.message));
    case 'errored': {
      const { type, message } = result.error.error;
      const code = type ?? 'unknown';
      return { id, kind: 'error', code, message: message ?? '', retry: retryOf(code) };
    }
    case 'canceled':
      return { id, kind: 'cancelled' };
    case 'expired':
      return { id, kind: 'expired' };
  }
}

/** Whatever is not about this request, such as an outage, shows when it is sent alone. */
function retryOf(code: string): 'later' | 'never' {
  return code === 'invalid_request_error' || code === 'request_too_large' ? 'never' : 'later';
}
