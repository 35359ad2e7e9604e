/** Time as a port, so that tests decide what it is. */
export interface Clock {
  /** Milliseconds since 1970, for stamps that people read; never part of a prompt or a key. */
  now(): number;
  /** Milliseconds from an arbitrary start that never run backwards, for measuring. */
  elapsed(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
