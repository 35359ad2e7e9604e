import { MabError } from '../../core/errors.ts';
import { isShortNow } from '../budget/budget-room.ts';
import { batchItemId } from '../ledger/batch-items.ts';
import type { TakenBatch } from '../ledger/batch-protocol.ts';
import type { ClaimAnswer } from '../ledger/protocol.ts';
import type { BatchContext, HeldBatch, VendorQueue } from './batch-context.ts';
import { BatchDesk, type IntendedBatch } from './batch-desk.ts';
import type { BatchCall } from './batch-group.ts';
import type { BatchOptions } from './batch-options.ts';
import type { BatchRoute } from './batch-route.ts';
import { BatchRun } from './batch-run.ts';
import { BatchesWatch } from './batch-watch.ts';
import type { BatchEnd, BatchMember } from './settle-batch.ts';

/** How often a process looks whether another one has bought what both need, in ms: ever less. */
const WAIT_MS = 100;
/** Or as often as at a batch, where that is less. */
const WAIT_MS_MAX = 5_000;

/** A call that waits in a batch which nobody alive has in hand. */
export type InBatch = Extract<ClaimAnswer, { kind: 'in-batch' }>;
/** What the lane has done for a call; `other`: all else is the live way's. */
export type Prepared = 'bought' | 'expired' | 'other';
type Taken = Extract<TakenBatch, { kind: 'taken' }>;

/**
 * The lane for calls that can wait. It buys nothing by itself: a call that has been here is looked
 * up in the ledger like any other, and has its reply there, or is asked live.
 */
export class BatchLane {
  readonly #options: BatchOptions;
  readonly #desk: BatchDesk;
  readonly #watch: BatchesWatch;
  readonly #routes = new Map<string, BatchRoute>();
  /** The batches that this process has in hand, until each has ended. */
  readonly #inHand = new Map<number, Promise<void>>();
  /** What a batch of a process that is gone has not answered. */
  readonly #askedLive = new Set<string>();
  readonly #queues = new Map<string, VendorQueue>();

  constructor(options: BatchOptions) {
    this.#options = options;
    this.#watch = new BatchesWatch(options.onEvent);
    this.#desk = new BatchDesk(options, (batch) => this.#start(batch));
  }

  /** Makes a route known, so that batches which went over it can be collected. */
  know(route: BatchRoute): BatchRoute {
    this.#routes.set(route.id, route);
    return route;
  }

  /** Whether new calls go by batch at all. */
  get isOpen(): boolean {
    return this.#options.batch.lane !== 'live';
  }

  /**
   * Waits until a call has been decided in the ledger, by whatever batch or process, or has to be
   * asked live. Nothing is held meanwhile.
   *
   * @returns `bought` here, by batch; `expired`: another generation has to be asked for.
   * @throws {MabError} what the vendor refuses; the reason of the signal.
   */
  async prepare(call: BatchCall): Promise<Prepared> {
    const { ledger, clock, signal, batch } = this.#options;
    const waitMsMax = Math.max(WAIT_MS_MAX, batch.pollMs);
    for (let waitMs = WAIT_MS; ; waitMs = Math.min(2 * waitMs, waitMsMax)) {
      signal.throwIfAborted();
      const found = await ledger.perform('lookUp', call.claim);
      if (found.kind === 'free' && this.#askedLive.delete(call.claim.key)) return 'other';
      const answer = found.kind === 'free' ? await this.#desk.ask(call) : found;
      if (answer === 'decided') return 'bought';
      if (answer === 'live') return 'other';
      if (answer === 'again') continue;
      if (answer.kind === 'expired') return 'expired';
      if (answer.kind === 'in-batch') await this.join(answer);
      // What others have reserved beyond their real cost comes back when they are done. Thousands
      // of calls may wait here for a day, so they look by the clock, and not at every end.
      else if (answer.kind === 'wait' || isShortNow(answer)) await clock.sleep(waitMs, signal);
      else return 'other';
    }
  }

  /** Waits for a batch, which is taken over where nobody has it in hand. */
  async join({ batch, route }: InBatch): Promise<void> {
    const inHand = this.#inHand.get(batch);
    await (inHand ?? this.#hold(batch, this.#takeOver(batch, route)));
  }

  #hold(batch: number, work: Promise<void>): Promise<void> {
    const held = this.#options.inFlight.during(work).finally(() => this.#inHand.delete(batch));
    this.#inHand.set(batch, held);
    return held;
  }

  #start({ route, batch, tag, granted, nowMs }: IntendedBatch): void {
    const members = granted.map(({ attempt, asking }) => ({
      ...{ attempt, item: batchItemId(tag, attempt), isAwaited: true },
      request: asking.request,
      ...{ resolve: asking.resolve, reject: asking.reject },
    }));
    const held: HeldBatch = {
      ...{ batch, fence: 1, tag, createdMs: nowMs, submittedMs: nowMs, requests: members.length },
    };
    const context = { options: this.#options, route, held, queue: this.#queueOf(route) };
    // Whoever waits for it is told by its own call.
    this.#hold(batch, this.#bring(context, members, 'start')).catch(() => undefined);
  }

  async #takeOver(batch: number, routeId: string): Promise<void> {
    const { ledger, clock, signal } = this.#options;
    const taken = await ledger.perform('takeBatch', { batch });
    if (taken.kind === 'closed') return;
    if (taken.kind === 'wait') return await clock.sleep(WAIT_MS, signal);
    const route = this.#routes.get(routeId);
    if (!route) throw noRoute(taken);
    const { items, kind: _, route: __, ...held } = taken;
    const members = items.map(({ key, ...item }) => ({
      ...{ ...item, request: undefined, isAwaited: false },
      resolve: (end: BatchEnd) => void (end === 'live' && this.#askedLive.add(key)),
      reject: () => {},
    }));
    const context = { options: this.#options, route, held, queue: this.#queueOf(route) };
    await this.#bring(context, members, 'resume');
  }

  #queueOf({ id }: BatchRoute): VendorQueue {
    const queue = this.#queues.get(id) ?? { refusals: 0 };
    this.#queues.set(id, queue);
    return queue;
  }

  async #bring(
    context: BatchContext,
    members: readonly BatchMember[],
    how: 'start' | 'resume',
  ): Promise<void> {
    const watch = this.#watch.begin(members.length);
    try {
      await new BatchRun(context, members, watch)[how]();
    } catch (error) {
      for (const member of members) member.reject(error);
      throw error;
    } finally {
      watch.end();
    }
  }
}

function noRoute({ route, items, batchId }: Taken): MabError {
  const name = batchId === undefined ? 'a batch' : `the batch ${batchId}`;
  return new MabError(
    'BATCH_ROUTE_MISSING',
    `${items.length} calls wait in ${name} at ${route}, which this configuration does not reach.`,
    {
      blame: 'environment',
      hint: 'Give the server, key and model back with which it was handed in, to collect it.',
    },
  );
}
