import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { CallScope } from '../../contracts/gateway.ts';
import { CallMemory } from './call-memory.ts';
import { Occurrences } from './occurrences.ts';
import type { ProxyCall } from './proxy-call.ts';
import type { Volatile } from './volatile.ts';

/** What a token lets its holder do. */
export interface TokenOptions {
  /**
   * The second run of the same work is answered from the ledger: to be given only for what has
   * passed `proveReplay`, with the volatile fields that it has shown. Absent: every request is
   * bought.
   */
  readonly replay?: Volatile;
  /** Told of every request that was answered or refused by the gateway. */
  readonly onCall?: (call: ProxyCall) => void;
}

/** Where the calls of one token belong, and which of them there have been. */
export interface Holder extends TokenOptions {
  readonly scope: CallScope;
  readonly occurrences: Occurrences;
  readonly calls: CallMemory;
}

const PREFIX = 'mab-proxy-';
const TOKEN_BYTES = 24;
const SESSION_BYTES = 4;

/** The tokens that open a proxy. */
export class TokenTable {
  /** By the token's hash, so that no comparison tells how much of a guess is right. */
  readonly #holders: { readonly digest: Buffer; readonly holder: Holder }[] = [];

  /** @returns the token, and what revokes it. */
  issue(scope: CallScope, options: TokenOptions): { token: string; revoke: () => void } {
    const token = `${PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
    const holder = {
      ...{ ...options, scope: placeOf(scope, options) },
      ...{ occurrences: new Occurrences(), calls: new CallMemory() },
    };
    const entry = { digest: digestOf(token), holder };
    this.#holders.push(entry);
    const revoke = (): void => {
      const at = this.#holders.indexOf(entry);
      if (at >= 0) this.#holders.splice(at, 1);
    };
    return { token, revoke };
  }

  /** @param authorization  The header of a request, with or without `Bearer`. */
  find(authorization: string | undefined): Holder | undefined {
    const digest = digestOf((authorization ?? '').replace(/^Bearer\s+/i, ''));
    return this.#holders.filter((entry) => timingSafeEqual(entry.digest, digest))[0]?.holder;
  }
}

/** What is bought each time has places of its own in the journal each time. */
function placeOf(scope: CallScope, { replay }: TokenOptions): CallScope {
  if (replay) return scope;
  return { ...scope, at: `${scope.at}~${randomBytes(SESSION_BYTES).toString('hex')}` };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
