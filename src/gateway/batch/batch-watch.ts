import type { EventSink } from '../../contracts/events.ts';

/** Tells how far one batch is. */
export interface BatchWatch {
  /** By the vendor's word. */
  done(calls: number): void;
  /** One call has its reply in the ledger. */
  settled(picoUsd: bigint): void;
  /** Nothing more is waited for. */
  end(): void;
}

/** How far the batches are that this process waits for. */
export class BatchesWatch {
  readonly #onEvent: EventSink;
  readonly #batches = new Set<{ readonly calls: number; done: number }>();

  constructor(onEvent: EventSink) {
    this.#onEvent = onEvent;
  }

  /** @param calls  Of the batch. */
  begin(calls: number): BatchWatch {
    const batch = { calls, done: 0 };
    let settled = 0;
    this.#batches.add(batch);
    this.#tell(0n);
    const reach = (done: number, picoUsd: bigint): void => {
      batch.done = Math.min(calls, Math.max(batch.done, done));
      this.#tell(picoUsd);
    };
    return {
      done: (done) => reach(done, 0n),
      settled: (picoUsd) => reach(++settled, picoUsd),
      end: () => {
        this.#batches.delete(batch);
        this.#tell(0n);
      },
    };
  }

  #tell(picoUsd: bigint): void {
    const batches = [...this.#batches];
    this.#onEvent({
      type: 'batches-waiting',
      batches: batches.length,
      calls: batches.reduce((sum, { calls }) => sum + calls, 0),
      answered: batches.reduce((sum, { done }) => sum + done, 0),
      picoUsd,
    });
  }
}
