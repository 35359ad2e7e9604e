import assert from 'node:assert/strict';
import { MabError, type Retry } from '../core/errors.ts';
import type { Fault } from './server-faults.ts';

/** Prices that tell every kind of token from every other. */
export const PRICES = {
  inputPicoUsd: 10_007n,
  cachedInputPicoUsd: 101n,
  cacheWritePicoUsd: 1_000_003n,
  outputPicoUsd: 100_000_007n,
};

const API_KEY = 'key-that-nobody-may-see';

/** The address of a server, and a key that must not show. */
export function withKey(baseUrl: string): { readonly baseUrl: string; readonly apiKey: string } {
  return { baseUrl, apiKey: API_KEY };
}

/** What a provider has to throw for each fault, and whether the attempt may have been billed. */
export const FAILURES: readonly (readonly [Fault, string, Retry, boolean])[] = [
  ['rate-limit', 'PROVIDER_OVERLOADED', 'later', false],
  ['server-error', 'PROVIDER_OVERLOADED', 'later', false],
  ['key-refused', 'PROVIDER_KEY_REFUSED', 'never', false],
  ['quota-empty', 'PROVIDER_ACCOUNT_EMPTY', 'never', false],
  ['payment-required', 'PROVIDER_ACCOUNT_EMPTY', 'never', false],
  ['bad-request', 'PROVIDER_REFUSED', 'never', false],
  ['hang-up', 'PROVIDER_UNREACHABLE', 'later', true],
  ['cut-body', 'PROVIDER_UNREACHABLE', 'later', true],
  ['gateway-timeout', 'PROVIDER_OVERLOADED', 'later', true],
  ['invalid-json', 'PROVIDER_REPLY_UNREADABLE', 'later', true],
  ['html', 'PROVIDER_REPLY_UNREADABLE', 'later', true],
  ['late', 'PROVIDER_TIMEOUT', 'later', true],
];

/**
 * A time limit that is over as soon as a `late` server has the request: on a busy machine no number
 * of milliseconds is enough to reach it.
 */
export function timeLimit(fault: Fault | undefined) {
  const limit = new AbortController();
  const onBeforeReply = (): void => {
    if (fault === 'late') limit.abort(new DOMException('Too late.', 'TimeoutError'));
  };
  return { limit: limit.signal, onBeforeReply };
}

/** The error of a call that has to fail, with the key nowhere in it. */
export async function thrownBy(call: Promise<unknown>): Promise<MabError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof MabError, `${String(error)} is no error that a user may see`);
  const { message, hint, details } = error;
  assert.ok(!JSON.stringify([message, hint, details]).includes(API_KEY));
  return error;
}
