import type { EmbeddingReply, EmbeddingRequest, ProviderReply, ProviderRequest } from './model.ts';

/**
 * The seam to a vendor's batch API: many requests handed in at once, answered within a day at half
 * the price. One attempt per call, no retry, no memory: what was submitted stands in the ledger.
 */
export interface BatchProvider<Request = ProviderRequest, Reply = ProviderReply> {
  /** As the provider of single calls: a base URL, never a key. */
  readonly servedBy: string;
  /** What is asked of the model, as the vendor names it: `/v1/chat/completions`. */
  readonly operation: string;
  /** Whether `list` gives tags back. Else only the ids of its items tell whose a batch is. */
  readonly storesTags: boolean;
  /** What one batch may hold, as the vendor documents it. */
  readonly limits: { readonly requests: number; readonly bytes: number };
  /** Bytes that this request takes in a batch. @throws as `ModelProvider` for what has no field. */
  size(item: BatchItem<Request>): number;
  /**
   * @param items  All of one model, within `limits`; ids are unique.
   * @param tag    Found again by `list`, where the vendor stores it.
   * @returns the vendor's id of the batch.
   * @throws {MabError} as `ModelProvider`; `details.mayBeBilled` where the batch may exist.
   */
  submit(items: readonly BatchItem<Request>[], tag: string, signal: AbortSignal): Promise<string>;
  /**
   * The vendor's batches that were made since a time, newest first: asked before anything is
   * submitted again after a crash.
   */
  list(sinceMs: number, signal: AbortSignal): Promise<readonly ListedBatch[]>;
  state(batchId: string, signal: AbortSignal): Promise<BatchState>;
  /**
   * What came of every item, once the batch has ended. Items may be missing, or come twice.
   *
   * @throws {MabError} as `ModelProvider`; BATCH_RESULTS_GONE, or PROVIDER_NOT_FOUND, where the
   *   vendor no longer has them.
   */
  collect(batchId: string, signal: AbortSignal): Promise<readonly BatchOutcome<Reply>[]>;
  cancel(batchId: string, signal: AbortSignal): Promise<void>;
}

export type ChatBatchProvider = BatchProvider;
/** One text a request: vendors count texts, and every text is a call of its own. */
export type EmbeddingBatchProvider = BatchProvider<EmbeddingRequest, EmbeddingReply>;

/** One call of a batch. */
export interface BatchItem<Request> {
  /** 1 to 64 of `[A-Za-z0-9_-]`; of no other item, in whatever batch. */
  readonly id: string;
  readonly request: Request;
}

/** A batch as the vendor lists it. */
export interface ListedBatch {
  readonly batchId: string;
  readonly createdMs: number;
  /** Absent where it has none. */
  readonly tag?: string;
  readonly requests: number;
  readonly ended: boolean;
}

/** How far a batch is. */
export interface BatchState {
  /** `failed`: nothing of it was served, as when the file is refused. */
  readonly state: 'running' | 'ended' | 'failed';
  /** Why it failed. */
  readonly message?: string;
  /** It failed because too much waits at the vendor's: later there may be room for it. */
  readonly isQueueFull?: boolean;
  /** Items that have ended, well or badly; some vendors say 0 until all have. */
  readonly done: number;
}

export type BatchOutcome<Reply> = { readonly id: string } & (
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** Not billed. `expired` and `cancelled` items can be sent again, in whatever lane. */
  | { readonly kind: 'expired' | 'cancelled' }
  /** It was served, and perhaps billed, but what came is no reply. */
  | { readonly kind: 'unreadable'; readonly message: string }
  /** Not billed. `never`: the vendor refuses this request, in whatever lane. */
  | {
      readonly kind: 'error';
      readonly code: string;
      readonly message: string;
      readonly retry: 'later' | 'never';
    }
);
