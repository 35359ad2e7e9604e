import type { BatchOutcome } from '../../contracts/batch.ts';
import { MabError } from '../../core/errors.ts';
import type { BatchContext } from './batch-context.ts';
import { type Ending, endingOf, withoutUsage } from './item-ending.ts';

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
    if (picoUsd === undefined) return await endBadly(context, member, withoutUsage());
    onSettled(picoUsd);
    return () => member.resolve('decided');
  } catch (error) {
    if (!(error instanceof MabError) || error.code !== 'EMBEDDING_DIMENSIONS') throw error;
    await close(context, member, { outcome: 'unknown', error });
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
  { outcome, error: { code, message }, final = false }: Ending,
): Promise<void> {
  await options.ledger.perform('fail', {
    ...{ attempt, outcome, code, message, final, latencyMs: 0, route: route.name },
    // Where nobody here goes on with it, others need not wait.
    givesUp: !isAwaited,
  });
}
