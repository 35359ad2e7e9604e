import { setTimeout as wait } from 'node:timers/promises';
import { nodeClock } from '../../../src/app/node-clock.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { MabError } from '../../../src/core/errors.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { parseRunId, parseUnitId } from '../../../src/core/ids.ts';
import { createRandom, shuffled } from '../../../src/core/random.ts';
import { Gateway } from '../../../src/gateway/gateway.ts';
import { openLedger } from '../../../src/gateway/ledger/ledger.ts';
import type { ModelConfig } from '../../../src/gateway/model-config.ts';
import { createOpenAiCompatibleProvider } from '../../../src/gateway/providers/openai-compatible/provider.ts';
import { DEFAULT_POLICY } from '../../../src/gateway/routes/failover-policy.ts';
import type { BudgetGame, WorkerResult } from './budget-crew.ts';

/**
 * A process of a crew: plays one game after another, each a gateway of its own that buys all calls
 * of the game in an order of its own until they are done or the budget is reached.
 */
process.on('message', ({ game, number }: { game: BudgetGame; number: number }) => {
  void play(game, number).then((result) => process.send?.(result));
});

/** Retries and looks at what others buy come quickly: the games are many, and wait for nothing. */
const briskClock: Clock = {
  ...nodeClock,
  sleep: async (ms, signal) => {
    await wait(Math.min(ms, 5), undefined, signal ? { signal } : {});
  },
};

const RUN_ID = parseRunId('game-1');

async function play(game: BudgetGame, number: number): Promise<WorkerResult> {
  const ledger = await openLedger(game.ledger);
  try {
    await ledger.startRun(RUN_ID, false);
    const gateway = new Gateway({
      ...{ ledger, clock: briskClock, random: createRandom(`${game.seed} ${number}`) },
      ...{ concurrency: game.concurrency, budget: game.budget, storeRequests: true },
      ...{ aliasDaysMax: 7, acceptDiverged: false },
      countTokens: (text) => text.length,
      onEvent: () => undefined,
      signal: new AbortController().signal,
    });
    const model = gateway.chatModel(modelOf(game));
    const order = shuffled([...game.calls.keys()], createRandom(`${game.seed} order ${number}`));
    const ended = await Promise.allSettled(
      order.map((at) => {
        const cell = `cell-${at % 2}`;
        const place = { at: `q${at}`, contextId: 'game#0', trial: 1, waited: { ms: 0 } };
        const site = { runId: RUN_ID, unitId: parseUnitId(sha256(cell)), dataset: 'game' };
        const content = `Number ${at}. ${'x'.repeat(game.calls[at] ?? 0)}`;
        return gateway.within({ ...site, ...place, cellId: cell, phase: 'answer' }, () =>
          model.chat({ messages: [{ role: 'user', content }], maxOutputTokens: 40 }, 'answer'),
        );
      }),
    );
    return {
      errors: ended.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : [])),
    };
  } finally {
    await ledger.close();
  }
}

function codeOf(reason: unknown): string {
  return reason instanceof MabError ? reason.code : String(reason);
}

function modelOf({ url, price }: BudgetGame): ModelConfig {
  const provider = createOpenAiCompatibleProvider({ baseUrl: url, outputLimitField: 'max_tokens' });
  return {
    routes: [{ id: 'counting', name: 'counting', provider, model: 'counting', price, limits: [] }],
    ...{ logicalModel: 'counting-1', pinned: true, sampled: false, policy: DEFAULT_POLICY },
    ...{ sampling: { temperature: 0 }, contextTokens: 16_000, timeoutMs: 60_000, attemptsMax: 6 },
  };
}
