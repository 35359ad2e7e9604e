import type { BatchState } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';
import { askPatiently, type BatchContext } from './batch-context.ts';
import type { BatchWatch } from './batch-watch.ts';
import { findBatch } from './find-batch.ts';
import { type Ending, neverSubmitted } from './item-ending.ts';
import { type BatchMember, endBadly, settleBatch, type Telling } from './settle-batch.ts';
import { BatchTakenOver, submitBatch } from './submit-batch.ts';

/** The longest wait between two looks at a batch, in ms; a configured longer one stays. */
const POLL_MS_MAX = 300_000;
const POLL_GROWTH = 1.5;
/** Looks at other batches, before one that found no room is handed in again. */
const QUEUE_POLLS = 10;

/** Mended by the user, so that a batch at the vendor's stays worth waiting for. */
const USERS_TO_MEND = new Set(['PROVIDER_KEY_REFUSED', 'PROVIDER_ACCOUNT_EMPTY']);

/**
 * One batch from its durable intent, or from where a dead process left it, to its end. Every step
 * can be the last one of this process: what is at the vendor's is found and collected by the next.
 */
export class BatchRun {
  readonly #context: BatchContext;
  readonly #members: readonly BatchMember[];
  readonly #watch: BatchWatch;

  /** @param members  Those that nothing is known of yet. */
  constructor(context: BatchContext, members: readonly BatchMember[], watch: BatchWatch) {
    this.#context = context;
    this.#members = members;
    this.#watch = watch;
  }

  /** Hands the batch in and stays with it. @throws what `follow` throws. */
  async start(): Promise<void> {
    const { options, held } = this.#context;
    await this.#unlessGone(async () => {
      const items = this.#members.map(({ item, request }) => ({ id: item, request }));
      const submitted = await submitBatch(this.#context, items);
      if (submitted instanceof MabError) return await this.#refused(submitted);
      await this.#record(submitted);
      await options.clock.sleep(options.batch.pollMs, options.signal);
      await this.#follow(submitted, held.submittedMs);
    });
  }

  /** Goes on with a batch that was taken over. */
  async resume(): Promise<void> {
    const { options, held, route } = this.#context;
    await this.#unlessGone(async () => {
      if (held.batchId !== undefined) return await this.#follow(held.batchId, held.submittedMs);
      const items = new Set(this.#members.map(({ item }) => item));
      const surelyAtMs = held.submittedMs + route.timeoutMs + options.batch.pollMs;
      const found = await findBatch(this.#context, items, surelyAtMs);
      if (found === undefined) return await this.#endAll(neverSubmitted());
      await this.#record(found);
      await this.#follow(found, held.submittedMs);
    });
  }

  /** Where the vendor no longer knows the batch, or nobody can tell, its calls are charged. */
  async #unlessGone(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof BatchTakenOver) return this.#leave();
      const isGone = error instanceof MabError && isOfProvider(error);
      if (!isGone) throw error;
      this.#tellRefused(error);
      await this.#endAll({ outcome: 'unknown', error });
    }
  }

  #leave(): void {
    for (const member of this.#members) member.resolve('again');
  }

  /** Keeps the vendor's id; a batch that another process has given up is stopped. */
  async #record(batchId: string): Promise<void> {
    const { options, held } = this.#context;
    if (await options.ledger.perform('recordBatch', { ...held, batchId })) return;
    await askPatiently(this.#context, (vendor, limit) => vendor.cancel(batchId, limit));
    throw new BatchTakenOver();
  }

  async #follow(batchId: string, sinceMs: number): Promise<void> {
    const { clock } = this.#context.options;
    const state = await this.#awaitEnd(batchId);
    if (state.state === 'failed') return await this.#failed(state);
    this.#context.queue.refusals = 0;
    const { attemptsMax } = this.#context.route;
    const collect = (vendor: BatchContext['route']['provider'], limit: AbortSignal) =>
      vendor.collect(batchId, limit);
    const outcomes = await askPatiently(this.#context, collect, attemptsMax);
    const latencyMs = Math.max(0, clock.now() - sinceMs);
    const onSettled = (picoUsd: bigint): void => this.#watch.settled(picoUsd);
    const collected = { outcomes, latencyMs, onSettled };
    await this.#close(await settleBatch(this.#context, this.#members, collected));
  }

  async #awaitEnd(batchId: string): Promise<BatchState> {
    const { clock, signal, batch } = this.#context.options;
    for (let waitMs = batch.pollMs; ; waitMs *= POLL_GROWTH) {
      const state = await askPatiently(this.#context, (vendor, limit) =>
        vendor.state(batchId, limit),
      );
      this.#watch.done(state.done);
      if (state.state !== 'running') return state;
      await clock.sleep(Math.min(waitMs, Math.max(POLL_MS_MAX, batch.pollMs)), signal);
    }
  }

  /** Where only too much waits at the vendor's, the calls wait, and are handed in once more. */
  async #failed({ message = '', isQueueFull = false }: BatchState): Promise<void> {
    const { options, queue, route } = this.#context;
    const error = new MabError('BATCH_FAILED', `The vendor refused the batch: ${message}`, {
      blame: 'provider',
    });
    queue.refusals += 1;
    if (!isQueueFull || queue.refusals > route.attemptsMax) return await this.#refused(error);
    await options.clock.sleep(options.batch.pollMs * QUEUE_POLLS, options.signal);
    await this.#endAll({ outcome: 'error', error, again: true });
  }

  /** The vendor has not taken the batch: nothing was bought. */
  async #refused(error: MabError): Promise<void> {
    this.#tellRefused(error);
    await this.#endAll({ outcome: 'error', error }, USERS_TO_MEND.has(error.code));
  }

  #tellRefused({ code, message }: MabError): void {
    const calls = this.#members.length;
    this.#context.options.onEvent({ type: 'batch-refused', code, message, calls });
  }

  /** @param throws  The error goes to the callers; else they go on. */
  async #endAll(ending: Ending, throws = false): Promise<void> {
    const tellings = await Promise.all(
      this.#members.map((member) => endBadly(this.#context, member, ending)),
    );
    const rejections = this.#members.map((member) => () => member.reject(ending.error));
    await this.#close(throws ? rejections : tellings);
  }

  /** Callers are told last: when all of them know, nothing more is to be done. */
  async #close(tellings: readonly Telling[]): Promise<void> {
    await this.#context.options.ledger.perform('closeBatch', this.#context.held);
    for (const tell of tellings) tell();
  }
}

function isOfProvider({ code, blame }: MabError): boolean {
  if (USERS_TO_MEND.has(code)) return false;
  return blame === 'provider' || code === 'PROVIDER_NOT_FOUND';
}
