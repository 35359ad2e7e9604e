import { z } from 'zod';
import type { Desk } from '../desk.ts';
import type { Sent } from '../http-io.ts';
import { jsonOf, type ManagedRequest, pageOf, type Resource, refuse } from '../managed-request.ts';
import { BatchRun } from './batch-run.ts';
import type { ItemOutcome } from './serve-item.ts';

const REQUESTS_MAX = 100_000;

const createSchema = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        custom_id: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        params: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(REQUESTS_MAX),
});

/** Anthropic's message batches. */
export class AnthropicBatches implements Resource {
  readonly vendor = 'anthropic';
  readonly path = /\/messages\/batches(?:\/([^/]+)(?:\/(cancel|results))?)?$/;
  readonly #desk: Desk;
  readonly #stopped: AbortSignal;
  readonly #batches = new Map<string, BatchRun>();
  #count = 0;

  constructor(desk: Desk, stopped: AbortSignal) {
    this.#desk = desk;
    this.#stopped = stopped;
  }

  serve(request: ManagedRequest, id: string, verb: string): Sent | undefined {
    const { method, key, origin } = request;
    if (id === '' && method === 'POST') return this.#create(request);
    if (id === '' && method === 'GET') return this.#list(request);
    const run = this.#batches.get(id);
    if (!run || run.key !== key) return refuse('anthropic', 'not-found', `No batch ${id}.`);
    run.settle();
    if (method === 'GET' && verb === 'results') return results(run);
    if (method === 'DELETE' && verb === '') return this.#delete(run);
    if (method === 'POST' && verb === 'cancel') run.cancel();
    else if (method !== 'GET' || verb !== '') return undefined;
    return { status: 200, body: wireBatch(run, origin) };
  }

  #create({ key, body, origin }: ManagedRequest): Sent {
    const sent = createSchema.safeParse(jsonOf(body));
    if (!sent.success) return refuse('anthropic', 'bad-request', z.prettifyError(sent.error));
    const items = sent.data.requests.map(({ custom_id, params }) => ({
      ...{ customId: custom_id, path: '/v1/messages', body: params },
    }));
    if (new Set(items.map(({ customId }) => customId)).size < items.length) {
      return refuse('anthropic', 'bad-request', 'requests: custom_id has to be unique.');
    }
    this.#count += 1;
    const run = new BatchRun(`msgbatch_${this.#count}`, key, items, this.#desk);
    this.#batches.set(run.id, run);
    const fault = this.#desk.options.batchFaults?.({
      ...{ number: this.#count, requests: items.length },
    });
    // Stopping the server ends the wait, and nobody looks any more.
    run.work(fault, this.#stopped).catch(() => undefined);
    return { status: 200, body: wireBatch(run, origin) };
  }

  #list({ key, query, origin }: ManagedRequest): Sent {
    const own = [...this.#batches.values()].filter((run) => run.key === key).toReversed();
    for (const run of own) run.settle();
    const names = { after: 'after_id', before: 'before_id', limit: 20 };
    const { items, hasMore } = pageOf(own, query, names);
    const body = {
      ...{ data: items.map((run) => wireBatch(run, origin)), has_more: hasMore },
      ...{ first_id: items[0]?.id ?? null, last_id: items.at(-1)?.id ?? null },
    };
    return { status: 200, body };
  }

  #delete({ id, times }: BatchRun): Sent {
    if (times.endedMs === undefined) {
      return refuse('anthropic', 'bad-request', `Batch ${id} has not ended: cancel it first.`);
    }
    this.#batches.delete(id);
    return { status: 200, body: { id, type: 'message_batch_deleted' } };
  }
}

function wireBatch(run: BatchRun, origin: string): object {
  const { id, times } = run;
  const hasEnded = times.endedMs !== undefined;
  const going = times.cancelAskedMs === undefined ? 'in_progress' : 'canceling';
  return {
    ...{ id, type: 'message_batch', processing_status: hasEnded ? 'ended' : going },
    request_counts: hasEnded ? counts(run) : { ...NO_COUNTS, processing: run.items.length },
    created_at: stamp(times.createdMs),
    expires_at: stamp(run.expiresMs),
    ended_at: stamp(times.endedMs),
    cancel_initiated_at: stamp(times.cancelAskedMs),
    archived_at: null,
    results_url: hasEnded ? `${origin}/v1/messages/batches/${id}/results` : null,
  };
}

const NO_COUNTS = { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 0 };

/** Anthropic counts only when all have come to an end. */
function counts({ outcomes }: BatchRun): typeof NO_COUNTS {
  const count = (kind: ItemOutcome['kind']): number =>
    outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    processing: 0,
    succeeded: count('reply'),
    errored: count('refused'),
    canceled: count('cancelled'),
    expired: count('expired'),
  };
}

function results({ id, times, outcomes }: BatchRun): Sent {
  if (times.endedMs === undefined) {
    return refuse('anthropic', 'not-found', `Batch ${id} has no results yet.`);
  }
  const lines = outcomes.map((outcome) =>
    JSON.stringify({ custom_id: outcome.customId, result: wireResult(outcome) }),
  );
  const headers = { 'content-type': 'application/x-jsonl' };
  return { status: 200, body: lines.map((line) => `${line}\n`).join(''), headers };
}

function wireResult(outcome: ItemOutcome): object {
  if (outcome.kind === 'reply') return { type: 'succeeded', message: outcome.body };
  if (outcome.kind === 'refused') return { type: 'errored', error: outcome.body };
  return { type: outcome.kind === 'cancelled' ? 'canceled' : 'expired' };
}

function stamp(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
