import { randomBytes } from 'node:crypto';
import { laneCost } from '../../cost/call-cost.ts';
import type { ClaimRequest } from '../ledger/protocol.ts';
import { type Asked, type Asking, type BatchCall, BatchGroup } from './batch-group.ts';
import type { BatchOptions } from './batch-options.ts';
import type { BatchRoute } from './batch-route.ts';

/** A batch whose intents are durable. */
export interface IntendedBatch {
  readonly route: BatchRoute;
  readonly batch: number;
  readonly tag: string;
  readonly nowMs: number;
  readonly granted: readonly { readonly attempt: number; readonly asking: Asking }[];
}

/** Collects calls that can wait, until a batch is full or nobody comes any more. */
export class BatchDesk {
  readonly #options: BatchOptions;
  readonly #start: (batch: IntendedBatch) => void;
  readonly #groups = new Map<string, BatchGroup>();

  /** @param start  Takes a batch over from here. */
  constructor(options: BatchOptions, start: (batch: IntendedBatch) => void) {
    this.#options = options;
    this.#start = start;
  }

  /** @throws {MabError} for what the vendor's format cannot say; what ends the batch. */
  ask(call: BatchCall): Promise<Asked> {
    const { promise, resolve, reject } = Promise.withResolvers<Asked>();
    try {
      this.#add({ ...call, resolve, reject });
    } catch (error) {
      reject(error);
    }
    return promise;
  }

  #add(asking: Asking): void {
    const { route } = asking;
    const open = this.#groups.get(route.id);
    if (open?.add(asking)) this.#linger(open);
    else this.#begin(new BatchGroup(route), asking, open);
  }

  #begin(group: BatchGroup, asking: Asking, full: BatchGroup | undefined): void {
    if (full) this.#close(full);
    if (group.add(asking)) {
      this.#groups.set(group.route.id, group);
      this.#linger(group);
      void this.#closeWhenQuiet(group);
    } else {
      // A request that fits into no batch is sent alone.
      asking.resolve('live');
    }
  }

  #linger(group: BatchGroup): void {
    const { clock, batch } = this.#options;
    group.quietAtMs = clock.elapsed() + batch.lingerMs;
  }

  async #closeWhenQuiet(group: BatchGroup): Promise<void> {
    const { clock, signal } = this.#options;
    try {
      for (;;) {
        const waitMs = group.quietAtMs - clock.elapsed();
        if (waitMs <= 0) break;
        await clock.sleep(waitMs, signal);
      }
    } catch (stopped) {
      for (const asking of group.asking) asking.reject(stopped);
      this.#groups.delete(group.route.id);
      return;
    }
    if (this.#groups.get(group.route.id) === group) this.#close(group);
  }

  #close(group: BatchGroup): void {
    this.#groups.delete(group.route.id);
    const { batch } = this.#options;
    const isWorthIt = batch.lane === 'batch' || group.asking.length >= batch.callsMin;
    if (isWorthIt) void this.#intend(group);
    else for (const { resolve } of group.asking) resolve('live');
  }

  async #intend({ route, asking }: BatchGroup): Promise<void> {
    const { ledger, clock, signal } = this.#options;
    const tag = `mab-${randomBytes(12).toString('hex')}`;
    try {
      signal.throwIfAborted();
      const claims = asking.map(({ claim }) => atLanePrice(claim, route));
      const { id, model } = route;
      const opened = await ledger.perform('openBatch', { tag, route: id, model, claims });
      const granted = asking.flatMap((one, at) => {
        const answer = opened.answers[at];
        if (answer?.kind === 'granted') return [{ attempt: answer.attempt, asking: one }];
        if (answer) one.resolve(answer);
        return [];
      });
      const { batch } = opened;
      if (batch === undefined) return;
      this.#start({ route, batch, tag, granted, nowMs: clock.now() });
    } catch (error) {
      for (const { reject } of asking) reject(error);
    }
  }
}

function atLanePrice(claim: ClaimRequest, { percent }: BatchRoute): ClaimRequest {
  const { worst } = claim;
  return { ...claim, worst: { ...worst, picoUsd: laneCost(worst.picoUsd, percent) } };
}
