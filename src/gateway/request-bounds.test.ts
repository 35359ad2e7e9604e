import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Budget, NO_BUDGET } from '../contracts/budget.ts';
import type { ChatRequest, ModelProvider, Usage } from '../contracts/model.ts';
import { sha256 } from '../core/hashing.ts';
import { parseRunId, parseUnitId } from '../core/ids.ts';
import { tokenPrice } from '../cost/token-price.ts';
import { Gateway } from './gateway.ts';
import { LedgerScene } from './ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from './ledger/ledger.ts';
import type { ModelConfig } from './model-config.ts';
import { DEFAULT_POLICY } from './routes/failover-policy.ts';

const runId = parseRunId('run-a');

async function openGateway(path: string, budget: Budget) {
  const ledger = await openLedger(path);
  await ledger.startRun(runId, false);
  const gateway = new Gateway({
    ...{ ledger, budget, concurrency: 4, aliasDaysMax: 7, countTokens: (text) => text.length },
    clock: { now: () => 0, elapsed: () => 0, sleep: () => new Promise(setImmediate) },
    ...{ random: () => 1, onEvent: () => undefined, signal: new AbortController().signal },
    ...{ acceptDiverged: false, storeRequests: false },
  });
  const place = { contextId: 'd#0', dataset: 'd', trial: 1, phase: 'answer' } as const;
  const unitId = parseUnitId(sha256('u'));
  const ask = (model: ModelConfig, at: string, request: Partial<ChatRequest>) =>
    gateway.within({ ...place, ...{ runId, unitId, at, waited: { ms: 0 } } }, () =>
      gateway.chatModel(model).chat(request as ChatRequest, 'answer'),
    );
  return { ask, [Symbol.asyncDispose]: () => ledger.close() };
}

const USAGE: Usage = {
  ...{ inputTokens: 5, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
  ...{ reasoningTokens: 0, source: 'reported' },
};

function modelOf(changes: Partial<ModelConfig>, provider: Partial<ModelProvider> = {}) {
  const limits: number[] = [];
  const price = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
  const whole: ModelProvider = {
    servedBy: 'a test',
    complete: async ({ maxOutputTokens }) => {
      limits.push(maxOutputTokens);
      return { text: 'yes', finish: 'stop', usage: USAGE };
    },
    ...provider,
  };
  const model: ModelConfig = {
    routes: [{ id: 'a', name: 'a', provider: whole, model: 'm', price, limits: [] }],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, sampling: {}, contextTokens: 1_000 },
    ...{ timeoutMs: 1_000, attemptsMax: 3, policy: DEFAULT_POLICY },
    ...changes,
  };
  return { model, limits };
}

test('a request without an output limit may have a reply as long as the model gives', async () => {
  using scene = new LedgerScene();
  await using gateway = await openGateway(scene.path, NO_BUDGET);
  // As a plug-in in JavaScript may make it.
  const request = { messages: [{ role: 'user', content: 'Where?' }] } as const;
  const known = modelOf({ outputTokensMax: 77 });
  await gateway.ask(known.model, 'q0', request);
  const unknown = modelOf({});
  await gateway.ask(unknown.model, 'q1', request);
  assert.deepEqual([known.limits, unknown.limits], [[77], [1_000]]);
});

test('a call that does not fit by its bytes is sent where the vendor’s count fits', async () => {
  using scene = new LedgerScene();
  // By bytes 100 and 2 × 32 of input, by the count 5, 5 % and 64; and 10 of output at 2: 184, 90.
  const budget = { ...NO_BUDGET, run: { picoUsd: 100_000_000n } };
  await using gateway = await openGateway(scene.path, budget);
  const request = {
    messages: [{ role: 'user', content: 'x'.repeat(100) }],
    maxOutputTokens: 10,
  } as const;
  let counts = 0;
  const countInput = async (): Promise<number> => {
    counts += 1;
    return 5;
  };
  const byBytes = modelOf({ inputBound: 'bytes' }, { countInput });
  await assert.rejects(gateway.ask(byBytes.model, 'q0', request), { code: 'BUDGET_REACHED' });
  assert.equal(counts, 0);
  const byCount = modelOf({ inputBound: 'count' }, { countInput });
  assert.equal((await gateway.ask(byCount.model, 'q0', request)).text, 'yes');
  assert.equal((await gateway.ask(byCount.model, 'q0', request)).text, 'yes');
  assert.equal(counts, 1, 'not for what the ledger has');
});
