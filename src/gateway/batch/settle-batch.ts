import type { BatchOutcome } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';
import type { Failure } from '../ledger/protocol.ts';
import type { BatchContext } from './batch-context.ts';

/** What a caller is told: the ledger has it; ask live; or look who has it in hand now. */
export type BatchEnd = 'decided' | 'live' | 'again';

/** Tells one caller what it waits for. */
export type Telling = () => void;

/** One call of a batch. */
export interface BatchMember {
  readonly attempt: number;
  /** Its name at the vendor's. */
  readonly item: string;
  /** Undefined where the process that asked is gone. */
  readonly request: unknown;
  /** Somebody in this process waits for it, and goes on with it. */
  readonly isAwaited: boolean;
  resolve(end: BatchEnd): void;
  reject(error: unknown): void;
}

/** Settled together, so that they share a transaction without filling the memory. */
const AT_ONCE = 500;

/** Why a call of a batch has no reply. */
export type Ending = Pick<Failure, 'outcome' | 'code' | 'message'> & {
  /** The vendor refuses it, in whatever lane. */
  readonly final?: boolean;
  /** Nothing speaks against another batch. */
  readonly again?: boolean;
};

/** What a vendor has given out. */
export interface Collected {
  readonly outcomes: readonly BatchOutcome<unknown>[];
  /** From handing in to collecting. */
  readonly latencyMs: number;
  /** Called for each call that has its reply, with what it has cost. */
  readonly onSettled: (picoUsd: bigint) => void;
}

/**
 * Makes durable what came of every call of a batch that has ended. What came twice counts once;
 * what did not come may have been served, and is charged.
 */
export async function settleBatch(
  context: BatchContext,
  members: readonly BatchMember[],
  { outcomes, ...collected }: Collected,
): Promise<Telling[]> {
  const tellings: Telling[] = [];
  const byItem = new Map<string, BatchOutcome<unknown>>();
  for (const outcome of outcomes) {
    if (!byItem.has(outcome.id)) byItem.set(outcome.id, outcome);
  }
  for (let at = 0; at < members.length; at += AT_ONCE) {
    const some = members.slice(at, at + AT_ONCE).map((member) => {
      const outcome = byItem.get(member.item);
      if (outcome?.kind !== 'reply') return endBadly(context, member, endingOf(outcome));
      return settleReply(context, member, { reply: outcome.reply, ...collected });
    });
    tellings.push(...(await Promise.all(some)));
  }
  return tellings;
}

async function settleReply(
  context: BatchContext,
  member: BatchMember,
  { reply, latencyMs, onSettled }: Omit<Collected, 'outcomes'> & { readonly reply: unknown },
): Promise<Telling> {
  const { attempt, request } = member;
  try {
    const picoUsd = await context.route.settle({ attempt, request, reply, latencyMs });
    if (picoUsd === undefined) return await endBadly(context, member, NO_USAGE);
    onSettled(picoUsd);
    return () => member.resolve('decided');
  } catch (error) {
    if (!(error instanceof MabError) || error.code !== 'EMBEDDING_DIMENSIONS') throw error;
    const { code, message } = error;
    await close(context, member, { outcome: 'unknown', code, message });
    return () => member.reject(error);
  }
}

/** Closes one call without a reply. What is final is refused as live; the rest is asked live. */
export async function endBadly(
  context: BatchContext,
  member: BatchMember,
  ending: Ending,
): Promise<Telling> {
  await close(context, member, ending);
  const end = ending.again ? 'again' : 'live';
  return () => member.resolve(ending.final ? 'decided' : end);
}

async function close(
  { options, route }: BatchContext,
  { attempt, isAwaited }: BatchMember,
  { outcome, code, message, final = false }: Ending,
): Promise<void> {
  await options.ledger.perform('fail', {
    ...{ attempt, outcome, code, message, final, latencyMs: 0, route: route.name },
    // Where nobody here goes on with it, others need not wait.
    givesUp: !isAwaited,
  });
}

function endingOf(outcome: Exclude<BatchOutcome<unknown>, { kind: 'reply' }> | undefined): Ending {
  switch (outcome?.kind) {
    case 'expired':
    case 'cancelled':
      return {
        ...{ outcome: 'error', code: `BATCH_ITEM_${outcome.kind.toUpperCase()}` },
        message: `Its batch was ${outcome.kind} before it was served.`,
      };
    case 'error': {
      const message = `The batch answered ${outcome.code}: ${outcome.message}`;
      if (outcome.retry === 'later')
        return { outcome: 'error', code: 'BATCH_ITEM_FAILED', message };
      return { outcome: 'error', code: 'PROVIDER_REFUSED', message, final: true };
    }
    case 'unreadable':
      return { outcome: 'unknown', code: 'PROVIDER_REPLY_UNREADABLE', message: outcome.message };
    case undefined:
      return MISSING;
  }
}

const MISSING: Ending = {
  outcome: 'unknown',
  code: 'BATCH_ITEM_MISSING',
  message: 'The batch ended without a result for it.',
};

const NO_USAGE: Ending = {
  outcome: 'unknown',
  code: 'BATCH_USAGE_MISSING',
  message: 'The vendor reported no tokens, and the process that could count them is gone.',
};
