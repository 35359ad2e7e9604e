import { errorMessage, MabError } from '../core/errors.ts';

/** Failures of the provider that concern every further call, not one question. */
const RUN_STOPPING = new Set(['PROVIDER_DOWN', 'INTERRUPTED']);

/**
 * Whether an error ends the run instead of one question: nothing would go better with the next
 * question when the key is refused, the budget is reached, the disk is full or our own code is
 * wrong.
 */
export function stopsRun(error: MabError): boolean {
  return error.blame === 'environment' || error.blame === 'bug' || RUN_STOPPING.has(error.code);
}

/** Anything thrown as an error with a code; an abort becomes INTERRUPTED. */
export function toMabError(error: unknown): MabError {
  if (error instanceof MabError) return error;
  if (error instanceof Error && error.name === 'AbortError') return interrupted();
  return new MabError('UNEXPECTED', errorMessage(error), { blame: 'bug', cause: error });
}

/** The user has stopped the run. */
export function interrupted(): MabError {
  return new MabError('INTERRUPTED', 'The run was stopped.', {
    blame: 'environment',
    retry: 'later',
    hint: 'Nothing is lost: run the same command to go on.',
  });
}
