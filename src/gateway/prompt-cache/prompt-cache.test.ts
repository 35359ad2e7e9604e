import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeClock } from '../../app/node-clock.ts';
import { NO_BUDGET } from '../../contracts/budget.ts';
import type { CallScope } from '../../contracts/gateway.ts';
import type { ModelProvider, ProviderReply, ProviderRequest } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { worstCaseCost } from '../../cost/call-cost.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import { Gateway } from '../gateway.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from '../ledger/ledger.ts';
import { DEFAULT_POLICY } from '../routes/failover-policy.ts';

const PRICE = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
const BOOK = 'A long book. ';
const RUN = parseRunId('run-a');

const requestOf = (question: string) => ({
  messages: [{ role: 'user' as const, content: `${BOOK}${question}` }],
  maxOutputTokens: 10,
  cachePrefix: BOOK.length,
});

const REPLY: ProviderReply = { text: 'ok', finish: 'stop' };
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** A gateway over a real ledger, and a model that answers when it is told to. */
async function openScene(path: string, { concurrency = 8, idleMs = 300_000 } = {}) {
  const ledger = await openLedger(path);
  await ledger.startRun(RUN, false);
  const gateway = new Gateway({
    ...{ ledger, concurrency, clock: nodeClock, random: () => 0, onEvent: () => undefined },
    countTokens: (text) => text.length,
    signal: new AbortController().signal,
    budget: NO_BUDGET,
    ...{ aliasDaysMax: 7, acceptDiverged: false, storeRequests: false },
  });
  const [sent, waiting]: [ProviderRequest[], (() => void)[]] = [[], []];
  const provider: ModelProvider = {
    servedBy: 'a test',
    complete: async (request) => {
      sent.push(request);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return REPLY;
    },
  };
  const promptCache = { minTokens: 5, idleMs, asked: true, marks: false };
  const model = gateway.chatModel({
    routes: [{ id: 'a', name: 'a', provider, model: 'm', price: PRICE, limits: [], promptCache }],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, policy: DEFAULT_POLICY, sampling: {} },
    ...{ contextTokens: 1_000, timeoutMs: 60_000, attemptsMax: 1 },
  });
  const ask = (question: string, { questions = 3, cached = true } = {}): Promise<unknown> => {
    const { cachePrefix, ...request } = requestOf(question);
    return gateway.within({ ...SCOPE, at: question, questions }, () =>
      model.chat(cached ? { ...request, cachePrefix } : request, 'answer'),
    );
  };
  /** Waits until so many were sent, and as long again for one that should not be. */
  const untilSent = async (count: number): Promise<void> => {
    while (sent.length < count) await turn();
    for (let round = 0; round < 3; round++) await ledger.perform('runMoney', { runId: RUN });
    assert.equal(sent.length, count);
  };
  /** Answers whatever is sent until all of these are done. */
  const answer = async (calls: readonly Promise<unknown>[]): Promise<void> => {
    let isDone = false;
    const done = Promise.all(calls).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      for (const reply of waiting.splice(0)) reply();
      await turn();
    }
    await done;
  };
  return {
    ...{ ask, answer, untilSent, ledger, sent },
    asked: () => sent.map(({ messages }) => messages[0]?.content.slice(BOOK.length)),
    [Symbol.asyncDispose]: () => ledger.close(),
  };
}

const SCOPE: Omit<CallScope, 'at'> = {
  ...{ runId: RUN, unitId: parseUnitId(sha256('u')), dataset: 'd', contextId: 'd#0' },
  ...{ phase: 'answer', trial: 1, waited: { ms: 0 } },
};

describe('questions on one context', () => {
  it('go behind the first of them, which holds the only place and the only reservation', async () => {
    using temporary = new LedgerScene();
    await using scene = await openScene(temporary.path, { concurrency: 2 });
    const answers = ['a', 'b', 'c'].map((question) => scene.ask(question));
    await scene.untilSent(1);
    const { exposurePicoUsd } = await scene.ledger.perform('runMoney', { runId: RUN });
    assert.equal(exposurePicoUsd, worstCaseCost(requestOf('a'), PRICE));
    answers.push(scene.ask('other', { cached: false }));
    await scene.untilSent(2);
    assert.deepEqual(scene.asked(), ['a', 'other']);
    await scene.answer(answers);
    assert.deepEqual(scene.asked().toSorted(), ['a', 'b', 'c', 'other']);
  });

  it('are named to the vendor by their context, and say the same as without', async () => {
    using temporary = new LedgerScene();
    await using scene = await openScene(temporary.path);
    await scene.answer(['a', 'b'].map((question) => scene.ask(question)));
    const [first, second] = scene.sent;
    assert.match(first?.promptCacheKey ?? '', /^[0-9a-f]{16}$/);
    assert.equal(second?.promptCacheKey, first?.promptCacheKey);
    assert.deepEqual(second?.messages, requestOf('b').messages);
  });

  it('whose replies are in the ledger wait for nobody, with or without the hint', async () => {
    using temporary = new LedgerScene();
    await using scene = await openScene(temporary.path, { idleMs: 0 });
    const questions = ['a', 'b', 'c'];
    await scene.answer(questions.map((question) => scene.ask(question, { cached: false })));
    const first = scene.ask('d');
    await scene.untilSent(4);
    await Promise.all(questions.map((question) => scene.ask(question)));
    assert.equal(scene.sent.length, 4);
    await scene.answer([first]);
  });

  it('are sent as they are where there is only one', async () => {
    using temporary = new LedgerScene();
    await using scene = await openScene(temporary.path);
    await scene.answer([scene.ask('a', { questions: 1 })]);
    assert.equal(scene.sent[0]?.promptCacheKey, undefined);
  });
});
