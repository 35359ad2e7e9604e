import type { BatchOutcome } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';

/** Why a call of a batch has no reply. */
export interface Ending {
  readonly error: MabError;
  /** `unknown`: it may have been served and billed; else nothing was bought. */
  readonly outcome: 'error' | 'unknown';
  /** The vendor refuses it, in whatever lane. */
  readonly final?: boolean;
  /** Nothing speaks against another batch. */
  readonly again?: boolean;
}

/** @param outcome  Undefined for an item that did not come. */
export function endingOf(
  outcome: Exclude<BatchOutcome<unknown>, { kind: 'reply' }> | undefined,
): Ending {
  switch (outcome?.kind) {
    case 'expired':
    case 'cancelled':
      return { outcome: 'error', error: notServed(outcome.kind) };
    case 'error': {
      const message = `The batch answered ${outcome.code}: ${outcome.message}`;
      if (outcome.retry === 'later') return { outcome: 'error', error: failed(message) };
      return { outcome: 'error', error: refused(message), final: true };
    }
    case 'unreadable':
      return { outcome: 'unknown', error: unreadable(outcome.message) };
    case undefined:
      return { outcome: 'unknown', error: missing() };
  }
}

/** Nobody ever handed the batch in. */
export function neverSubmitted(): Ending {
  const error = new MabError(
    'BATCH_NOT_SUBMITTED',
    'The process that was to hand the batch in has died before.',
    { blame: 'provider', retry: 'later' },
  );
  return { outcome: 'error', error, again: true };
}

/** What it has cost cannot be told. */
export function withoutUsage(): Ending {
  const error = new MabError(
    'BATCH_USAGE_MISSING',
    'The vendor reported no tokens, and the process that could count them is gone.',
    { blame: 'provider', retry: 'later' },
  );
  return { outcome: 'unknown', error };
}

function notServed(how: string): MabError {
  return new MabError('BATCH_ITEM_NOT_SERVED', `Its batch was ${how} before it was served.`, {
    ...{ blame: 'provider', retry: 'later' },
  });
}

function failed(message: string): MabError {
  return new MabError('BATCH_ITEM_FAILED', message, { blame: 'provider', retry: 'later' });
}

function refused(message: string): MabError {
  return new MabError('PROVIDER_REFUSED', message, {
    blame: 'provider',
    hint: 'Read the message: the request itself was refused, so sending it again would not help.',
  });
}

function unreadable(message: string): MabError {
  return new MabError('PROVIDER_REPLY_UNREADABLE', `An item of a batch is no reply: ${message}`, {
    ...{ blame: 'provider', retry: 'later' },
  });
}

function missing(): MabError {
  return new MabError('BATCH_ITEM_MISSING', 'The batch ended without a result for it.', {
    ...{ blame: 'provider', retry: 'later' },
  });
}
