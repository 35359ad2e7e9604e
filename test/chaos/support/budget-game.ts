import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { NO_BUDGET } from '../../../src/contracts/budget.ts';
import { createRandom, type Random, randomInt } from '../../../src/core/random.ts';
import { type CountingServer, startCountingServer } from '../../../src/testing/counting-server.ts';
import type { Invoice } from '../../../src/testing/invoice.ts';
import { seededFaults } from '../../../src/testing/server-faults.ts';
import type { BudgetCrew, BudgetGame } from './budget-crew.ts';
import { type AttemptFact, type LedgerFacts, readLedger } from './ledger-facts.ts';
import { PRICES } from './priced-config.ts';

/** What is limited, in a game. */
const KINDS = ['run usd', 'month usd', 'tag usd', 'cell usd', 'run tokens'] as const;

export interface GameOutcome {
  readonly kind: (typeof KINDS)[number];
  /** Of one account: pico-dollars, or tokens. */
  readonly limit: bigint;
  /** Spent and unknown, in the limit's unit, of each account that is limited. */
  readonly used: readonly bigint[];
  /** Most that one attempt reserved, in the limit's unit. */
  readonly reservation: bigint;
  readonly ledger: LedgerFacts;
  readonly invoice: Invoice;
  /** Of the workers that were not killed. */
  readonly errors: readonly string[];
  readonly killed: number;
}

const WORKERS = 8;
const CALLS = 160;

/**
 * Eight processes on one workspace, with a limit that is reached before all calls are bought.
 *
 * @param kills  Whether some of them are killed on the way; then one more comes after all others.
 */
export async function playBudgetGame(
  crew: BudgetCrew,
  { seed, folder, kills }: { seed: string; folder: string; kills: boolean },
): Promise<GameOutcome> {
  const random = createRandom(`budget ${seed}`);
  const kind = KINDS[randomInt(random, KINDS.length)] as GameOutcome['kind'];
  const calls = Array.from({ length: CALLS }, () => 20 + randomInt(random, 600));
  const victims = kills ? victimsOf(random) : new Map<number, number>();
  let seen = 0;
  await using server = await startCountingServer({
    prices: kind === 'run tokens' ? ONE_A_TOKEN : PRICES,
    latencyMs: 2 + randomInt(random, 10),
    faults: seededFaults(randomInt(random, 1e9), 0.1, ['server-error', 'rate-limit']),
    onBeforeReply: () => {
      seen += 1;
      const victim = victims.get(seen);
      if (victim !== undefined) crew.kill(victim);
    },
  });
  const limit = limitOf(kind, calls, random);
  mkdirSync(folder, { recursive: true });
  const game = gameOf(server, { seed, folder, calls, kind, limit, random });
  const ended = await crew.play(game, WORKERS);
  if (kills) ended.push(...(await crew.play(game, 1)));
  const ledger = readLedger(folder);
  return {
    ...{ kind, limit, ledger, invoice: server.invoice() },
    ...amounts(kind, ledger),
    errors: ended.flatMap((end) => end?.errors ?? []),
    killed: ended.filter((end) => end === undefined).length,
  };
}

/** With these prices a bill in pico-dollars is a number of tokens. */
const ONE_A_TOKEN = { inputPicoUsd: 1n, cachedInputPicoUsd: 1n, outputPicoUsd: 1n };

/** By the number of the request that they do not see answered: some of the workers, never all. */
function victimsOf(random: Random): Map<number, number> {
  const count = 1 + randomInt(random, WORKERS - 1);
  return new Map(
    Array.from({ length: count }, (_, victim) => [1 + randomInt(random, 25), victim] as const),
  );
}

/**
 * Between a sixth and three quarters of what all calls come to at least: their text (four
 * characters are a token there) and one token of each reply.
 */
function limitOf(kind: GameOutcome['kind'], calls: readonly number[], random: Random): bigint {
  const tokens = calls.reduce((sum, length) => sum + Math.ceil(length / 4), 0);
  const all = kind === 'run tokens' ? BigInt(tokens) : BigInt(tokens) * PRICES.inputPicoUsd;
  const half = kind === 'cell usd' ? 2n : 1n;
  return (all * BigInt(160 + randomInt(random, 580))) / 1_000n / half;
}

function gameOf(
  server: CountingServer,
  {
    seed,
    folder,
    calls,
    kind,
    limit,
    random,
  }: {
    seed: string;
    folder: string;
    calls: readonly number[];
    kind: GameOutcome['kind'];
    limit: bigint;
    random: Random;
  },
): BudgetGame {
  const [place, unit] = kind.split(' ') as ['run' | 'month' | 'tag' | 'cell', 'usd' | 'tokens'];
  const bound = unit === 'usd' ? { picoUsd: limit } : { tokens: Number(limit) };
  const budget = place === 'tag' ? { tags: { t: bound } } : { [place]: bound };
  const prices = unit === 'usd' ? PRICES : ONE_A_TOKEN;
  return {
    ...{ seed, calls, url: server.url, ledger: join(folder, 'ledger.sqlite') },
    concurrency: 1 + randomInt(random, 6),
    budget: { ...NO_BUDGET, ...budget },
    price: {
      ...{ inputPicoUsd: prices.inputPicoUsd, outputPicoUsd: prices.outputPicoUsd },
      cachedInputPicoUsd: prices.cachedInputPicoUsd ?? prices.inputPicoUsd,
      cacheWritePicoUsd: prices.inputPicoUsd,
    },
  };
}

/** From the attempts, not from what the ledger says of its accounts. */
function amounts(
  kind: GameOutcome['kind'],
  { attempts }: LedgerFacts,
): Pick<GameOutcome, 'used' | 'reservation'> {
  const inTokens = kind === 'run tokens';
  const worst = (a: AttemptFact): bigint => (inTokens ? a.worstTokens : a.worstPicoUsd);
  // In a game about tokens a token costs one pico-dollar.
  const used = (a: AttemptFact): bigint =>
    a.outcome === 'reply' ? a.costPicoUsd : a.outcome === 'error' ? 0n : worst(a);
  const groups = Map.groupBy(attempts, ({ unitId }) => (kind === 'cell usd' ? unitId : ''));
  return {
    used: [...groups.values()].map((group) => group.reduce((sum, a) => sum + used(a), 0n)),
    reservation: attempts.reduce((most, a) => (worst(a) > most ? worst(a) : most), 0n),
  };
}
