import { z } from 'zod';
import { accountOption, type Budget, type BudgetLimit } from '../contracts/budget.ts';
import type { AccountState, Amount, CallsPrice } from '../contracts/gateway.ts';
import type { BlobStore } from '../contracts/store.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { RunId } from '../core/ids.ts';
import { PICO_PER_USD, type PicoUsd } from '../core/money.ts';
import type { RestPrice } from './price-rest.ts';

const picoUsd = z.string().regex(/^\d+$/).describe('Decimal integer of pico-dollars.');
const amount = z.strictObject({ picoUsd, tokens: z.int().min(0) });

/** Where a run stood when its budget was reached, and what finishing it costs from there. */
export const budgetStopSchema = z.strictObject({
  v: z.literal(1),
  stoppedAt: z.string(),
  /** The account that was short, by its name in the ledger. */
  account: z.string(),
  limit: z.strictObject({ picoUsd: picoUsd.optional(), tokens: z.int().optional() }),
  /** Settled, and at its worst case what has an unknown outcome. */
  spent: amount,
  unknown: amount,
  /** By other processes, for calls in flight. */
  reserved: amount,
  /** Calls that have to be bought, as far as they are known. */
  restCalls: z.int().min(0),
  /** Their input alone. */
  restAtLeastPicoUsd: picoUsd,
  restAtLeastTokens: z.int().min(0),
  /** With every reply as long as it may be. */
  restAtMostPicoUsd: picoUsd,
  restAtMostTokens: z.int().min(0),
  /** That ask for more once there are replies: it comes on top. */
  openQuestions: z.int().min(0),
  /** Nothing comes on top. */
  complete: z.boolean(),
  /** `exact` where the model's own tokens were counted, not those of o200k_base. */
  counted: z.enum(['exact', 'estimated']),
  /** With this limit the account lets the run finish, unless something comes on top. */
  raiseTo: z.strictObject({ picoUsd: picoUsd.optional(), tokens: z.int().optional() }),
});
export type BudgetStop = z.infer<typeof budgetStopSchema>;

/** The limit of an account, as the configuration has it. */
export function limitOfAccount(budget: Budget, account: string): BudgetLimit {
  const [, kind, tag] = accountOption(account);
  if (tag !== undefined) return budget.tags[tag] ?? {};
  return budget[kind as 'run' | 'cell' | 'month'];
}

/** What is known of an account that is short: its limit, what stands on it, what is to come. */
export interface ShortAccount {
  readonly account: string;
  readonly limit: BudgetLimit;
  readonly state: AccountState;
  readonly stoppedAt: string;
}

/** @param raiseFor  What has to fit below the limit: for a cell's account, of each cell. */
export function budgetStop(
  { account, limit, state, stoppedAt }: ShortAccount,
  rest: RestPrice,
  raiseFor: readonly Amount[],
): BudgetStop {
  const sum = addCalls([...rest.calls.values()]);
  const openQuestions = [...rest.openQuestions.values()].reduce((a, b) => a + b, 0);
  return {
    v: 1,
    ...{ stoppedAt, account },
    limit: limitText(limit),
    ...{ spent: text(state.spent), unknown: text(state.unknown), reserved: text(state.reserved) },
    restCalls: sum.calls,
    restAtLeastPicoUsd: String(sum.least.picoUsd),
    restAtLeastTokens: sum.least.tokens,
    restAtMostPicoUsd: String(sum.most.picoUsd),
    restAtMostTokens: sum.most.tokens,
    openQuestions,
    complete: openQuestions === 0,
    counted: sum.exact ? 'exact' : 'estimated',
    raiseTo: limitText({
      ...(limit.picoUsd === undefined ? {} : { picoUsd: roundUp(mostOf(raiseFor).picoUsd) }),
      ...(limit.tokens === undefined ? {} : { tokens: mostOf(raiseFor).tokens }),
    }),
  };
}

/**
 * What has to fit below a limit so that calls are never refused: what stands there, the calls, and
 * room for the reservation of the last one.
 */
export function needed(state: AccountState, calls: readonly CallsPrice[]): Amount {
  const { most, reservation } = addCalls(calls);
  const { spent, reserved } = state;
  return {
    picoUsd: spent.picoUsd + reserved.picoUsd + most.picoUsd + reservation.picoUsd,
    tokens: spent.tokens + reserved.tokens + most.tokens + reservation.tokens,
  };
}

function addCalls(calls: readonly CallsPrice[]): CallsPrice {
  return calls.reduce(
    (sum, one) => ({
      calls: sum.calls + one.calls,
      least: plus(sum.least, one.least),
      most: plus(sum.most, one.most),
      reservation: mostOf([sum.reservation, one.reservation]),
      exact: sum.exact && one.exact,
    }),
    { calls: 0, least: NOTHING, most: NOTHING, reservation: NOTHING, exact: true },
  );
}

const NOTHING: Amount = { picoUsd: 0n, tokens: 0 };

function plus(a: Amount, b: Amount): Amount {
  return { picoUsd: a.picoUsd + b.picoUsd, tokens: a.tokens + b.tokens };
}

function mostOf(amounts: readonly Amount[]): Amount {
  return amounts.reduce(
    (a, b) => ({
      picoUsd: a.picoUsd > b.picoUsd ? a.picoUsd : b.picoUsd,
      tokens: Math.max(a.tokens, b.tokens),
    }),
    NOTHING,
  );
}

/** Up to a whole cent from a dollar on, below to what a configuration can say: six digits. */
function roundUp(amount: PicoUsd): PicoUsd {
  const step = amount >= PICO_PER_USD ? PICO_PER_USD / 100n : PICO_PER_USD / 1_000_000n;
  return ((amount + step - 1n) / step) * step;
}

function text({ picoUsd: money, tokens }: Amount): BudgetStop['spent'] {
  return { picoUsd: String(money), tokens };
}

function limitText({ picoUsd: money, tokens }: BudgetLimit): BudgetStop['limit'] {
  return {
    ...(money === undefined ? {} : { picoUsd: String(money) }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}

const stopKey = (runId: RunId): string => `runs/${runId}/budget-stop.json`;

/** Keeps it beside the run; that of an earlier stop is replaced. */
export async function writeBudgetStop(
  store: BlobStore,
  runId: RunId,
  stop: BudgetStop,
): Promise<void> {
  await store.put(stopKey(runId), `${canonicalJson(stop)}\n`);
}

/** That of the last stop at a budget; undefined where there was none. */
export async function readBudgetStop(
  store: BlobStore,
  runId: RunId,
): Promise<BudgetStop | undefined> {
  const bytes = await store.get(stopKey(runId));
  return bytes && budgetStopSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
