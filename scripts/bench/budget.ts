import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BudgetCrew } from '../../test/chaos/support/budget-crew.ts';
import { type GameOutcome, playBudgetGame } from '../../test/chaos/support/budget-game.ts';

/**
 * Eight processes on one budget that is too small, with and without kills, as
 * `test/chaos/budget-workers.test.ts` has it. Prints one line of JSON, in thousandths of a limit:
 * how far at most an invoice, or spent and unknown together, came to lie above it (below:
 * negative), and, of games without kills, the most that was left unused, in all and beyond one
 * reservation.
 */
const SEEDS = Number(process.env.MAB_BUDGET_SEEDS ?? 100);

const folder = await mkdtemp(join(tmpdir(), 'mab-bench-'));
using crew = new BudgetCrew();

async function games(kills: boolean): Promise<GameOutcome[]> {
  const outcomes: GameOutcome[] = [];
  for (let number = 0; number < SEEDS; number++) {
    const place = join(folder, `${kills} ${number}`);
    outcomes.push(await playBudgetGame(crew, { seed: `bench ${number}`, folder: place, kills }));
  }
  return outcomes;
}

/** In thousandths of the limit, rounded up. */
const share = (amount: bigint, limit: bigint): number =>
  Math.ceil(Number((amount * 1_000_000n) / limit) / 1_000);

function overshoot({ used, limit, invoice }: GameOutcome): number {
  const accounts = BigInt(used.length);
  const above = used.map((amount) => share(amount - limit, limit));
  return Math.max(...above, share(invoice.totalPicoUsd - limit * accounts, limit * accounts));
}

function unused({ used, limit, reservation }: GameOutcome): { all: number; beyond: number } {
  const left = used.map((amount) => limit - amount);
  return {
    all: Math.max(...left.map((amount) => share(amount, limit))),
    beyond: Math.max(...left.map((amount) => share(amount - reservation, limit))),
  };
}

try {
  const [calm, killed] = [await games(false), await games(true)];
  const left = calm.map(unused);
  const result = {
    seeds: SEEDS,
    overshootMilli: Math.max(...calm.map(overshoot)),
    overshootKilledMilli: Math.max(...killed.map(overshoot)),
    killedProcesses: killed.reduce((sum, outcome) => sum + outcome.killed, 0),
    unusedMilli: Math.max(...left.map(({ all }) => all)),
    unusedBeyondReservationMilli: Math.max(...left.map(({ beyond }) => beyond)),
    inexact: calm.filter(({ ledger, invoice }) => ledger.settledPicoUsd !== invoice.totalPicoUsd)
      .length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
