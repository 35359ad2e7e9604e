/**
 * What the caller may do with a failure.
 * `later`: the same request may succeed (an outage, a limit). `never`: it cannot, until something
 * is changed.
 */
export type Retry = 'later' | 'never';

/**
 * Who has to act, and with that the exit code (see `src/cli/exit-codes.ts`).
 * `input`: the user's file, flag or data. `environment`: disk, permission, key, network.
 * `provider`: the model's side. `bug`: ours.
 */
export type Blame = 'input' | 'environment' | 'provider' | 'bug';

export interface MabErrorOptions {
  /** The next step, as a full sentence that a user can follow. */
  readonly hint?: string;
  readonly retry?: Retry;
  readonly blame?: Blame;
  readonly cause?: unknown;
  /** Facts for programs; printed with `--json`. Never holds a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error that a user may see: a stable code, one sentence, the next step. */
export class MabError extends Error {
  override readonly name = 'MabError';
  readonly code: string;
  readonly hint: string | undefined;
  readonly retry: Retry;
  readonly blame: Blame;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  /**
   * @param code     SCREAMING_SNAKE, stable over releases; programs may match on it.
   * @param message  One sentence, names the thing that is wrong and its value.
   */
  constructor(code: string, message: string, options: MabErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retry = options.retry ?? 'never';
    this.blame = options.blame ?? 'input';
    this.details = options.details;
  }
}

/** A broken promise inside our own code; shown with its stack. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new MabError('INVARIANT', message, { blame: 'bug' });
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
