import { randomBytes } from 'node:crypto';
import type { StoredReply } from '../../../contracts/gateway.ts';
import { MabError } from '../../../core/errors.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { ClaimAnswer, ClaimRequest, LookUpAnswer, Settlement } from '../../ledger/protocol.ts';
import { readOnlyLedger } from '../read-only-ledger.ts';

/** Who has the reply to a call: nobody, this walk (which bought it for another use), the ledger. */
export type Holder = 'nobody' | 'walk' | 'ledger';

/** A ledger on which a walk can go on as if it bought what is missing; nothing is written. */
export interface WalkLedger extends Ledger {
  /** Forgets what the walk has bought, of stand-in vectors. */
  forgetVectors(): void;
}

/**
 * @param ledger  What was bought before; undefined: nothing.
 * @param onLookUp  Is told of the answer to each call, by its key.
 */
export function walkLedger(
  ledger: Ledger | undefined,
  onLookUp: (key: string, holder: Holder, answer: LookUpAnswer) => void,
): WalkLedger {
  const base = ledger ? readOnlyLedger(ledger) : emptyLedger();
  const bought = new Map<string, LookUpAnswer>();
  const claims = new Map<number, string>();
  const free = new Set<string>();
  const lookUp = async (request: ClaimRequest): Promise<LookUpAnswer> => {
    const own = bought.get(request.key);
    const found = own ?? (await ask(request));
    onLookUp(request.key, own ? 'walk' : found.kind === 'hit' ? 'ledger' : 'nobody', found);
    return found;
  };
  const ask = async (request: ClaimRequest): Promise<LookUpAnswer> => {
    if (free.has(request.key)) return { kind: 'free' };
    const answer = await base.perform('lookUp', request);
    if (answer.kind === 'free') free.add(request.key);
    return answer;
  };
  const claim = async (request: ClaimRequest): Promise<ClaimAnswer> => {
    const answer = await lookUp(request);
    if (answer.kind !== 'free') return answer;
    claims.set(claims.size + 1, request.key);
    return { kind: 'granted', attempt: claims.size, diverged: false, unknown: 0 };
  };
  const settle = ({ attempt, reply }: Settlement): StoredReply => {
    bought.set(claims.get(attempt) as string, { kind: 'hit', reply, diverged: false });
    return reply;
  };
  const perform = async (name: string, request: never): Promise<unknown> => {
    switch (name) {
      case 'lookUp':
        return await lookUp(request);
      case 'claim':
        return await claim(request);
      case 'settle':
        return settle(request);
      case 'settleTogether':
        return (request as readonly Settlement[]).map(settle);
      default:
        return await base.perform(name as 'lookUp', request);
    }
  };
  return {
    ...base,
    perform: perform as Ledger['perform'],
    forgetVectors: () => {
      for (const [key, answer] of bought) {
        if (answer.kind === 'hit' && 'vector' in answer.reply) bought.delete(key);
      }
    },
  };
}

/** Has nothing, and takes nothing. */
function emptyLedger(): Ledger {
  const answers: Readonly<Record<string, (request: never) => unknown>> = {
    lookUp: () => ({ kind: 'free' }),
    vectorLength: ({ length }: { length: number }) => length,
    giveUp: () => undefined,
    fail: () => undefined,
  };
  const refuse = async (name: string): Promise<never> => {
    throw new MabError('INVARIANT', `A walk has asked an empty ledger to ${name}.`, {
      blame: 'bug',
    });
  };
  const perform = async (name: string, request: never): Promise<unknown> =>
    answers[name] ? answers[name](request) : await refuse(name);
  return {
    ...{ hashKey: randomBytes(32), owner: 'nobody', perform: perform as Ledger['perform'] },
    startRun: () => refuse('start a run'),
    unitCalls: () => refuse('read a unit'),
    accountState: () => refuse('read an account'),
    upkeep: () => refuse('look after itself'),
    close: async () => undefined,
  };
}
