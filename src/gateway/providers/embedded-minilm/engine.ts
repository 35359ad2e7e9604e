import { MabError } from '../../../core/errors.ts';

/** A text with its word pieces. */
export interface Encoded {
  readonly text: string;
  readonly ids: readonly number[];
}

/**
 * Between two steps of the work.
 *
 * @throws {MabError} PROVIDER_TIMEOUT when the work is to stop.
 */
export function checkStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new MabError('PROVIDER_TIMEOUT', 'The embedder was stopped.', { retry: 'later' });
}

/** What runs the model. */
export interface Engine {
  /** Vectors of length 1, in the order of the texts; stops between texts when asked to. */
  embed(texts: readonly Encoded[], signal: AbortSignal): Promise<Float32Array[]>;
}
