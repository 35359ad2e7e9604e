import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Budget, NO_BUDGET } from '../contracts/budget.ts';
import type { LimitStore, RoomAnswer, RoomEnd } from '../contracts/limits.ts';
import type { ProviderReply, Usage } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import { parseRunId, parseUnitId } from '../core/ids.ts';
import { tokenPrice } from '../cost/token-price.ts';
import { Gateway } from './gateway.ts';
import { claimRequest, LedgerScene } from './ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from './ledger/ledger.ts';
import type { ModelConfig } from './model-config.ts';
import { DEFAULT_POLICY } from './routes/failover-policy.ts';

const RUN_ID = parseRunId('run-a');
const UNIT_ID = parseUnitId(sha256('u'));
const USAGE: Usage = {
  ...{ inputTokens: 5, cachedInputTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
  ...{ reasoningTokens: 0, source: 'reported' },
};
const TAKEN: RoomAnswer = { kind: 'taken', takenMs: 7 };

/** A clock that jumps to whatever is waited for. */
class JumpingClock {
  #nowMs = 0;
  now = (): number => this.#nowMs;
  elapsed = (): number => this.#nowMs;
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise(setImmediate);
    signal?.throwIfAborted();
    this.#nowMs += ms;
  }
}

/** A place of limits that answers as it is told, and remembers how requests ended. */
class ToldStore implements LimitStore {
  readonly ends: Omit<RoomEnd, 'request'>[] = [];
  asked = 0;
  readonly #answer: (asked: number) => RoomAnswer | Promise<RoomAnswer>;

  constructor(answer: (asked: number) => RoomAnswer | Promise<RoomAnswer>) {
    this.#answer = answer;
  }

  async exchange({ ends, takes }: Parameters<LimitStore['exchange']>[0]) {
    this.ends.push(...ends.map(({ request: _, ...end }) => end));
    const answers: RoomAnswer[] = [];
    for (const _ of takes) {
      this.asked += 1;
      answers.push(await this.#answer(this.asked));
    }
    return { answers, workers: 1 };
  }

  close = async (): Promise<void> => undefined;
}

function modelOf(complete: (send: number) => ProviderReply | Promise<ProviderReply>) {
  let sends = 0;
  const provider = { servedBy: 'http://server', complete: async () => complete(++sends) };
  const limits = [{ name: 'key m', counting: 'used', adapts: true } as const];
  const price = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
  const model: ModelConfig = {
    routes: [{ id: 'a', name: 'a', provider, model: 'm', price, limits }],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, policy: DEFAULT_POLICY },
    ...{ sampling: {}, contextTokens: 1_000, timeoutMs: 1_000, attemptsMax: 3 },
  };
  return { ...model, sends: () => sends };
}

async function openGateway(
  path: string,
  limitStore: LimitStore,
  { signal, budget = NO_BUDGET }: { signal?: AbortSignal; budget?: Budget } = {},
) {
  const ledger = await openLedger(path);
  await ledger.startRun(RUN_ID, false);
  const gateway = new Gateway({
    ...{ ledger, limitStore, clock: new JumpingClock(), random: () => 1 },
    countTokens: (text) => text.length,
    onEvent: () => undefined,
    signal: signal ?? new AbortController().signal,
    ...{ concurrency: 8, budget, aliasDaysMax: 7 },
    ...{ acceptDiverged: false, storeRequests: false },
  });
  const ask = (model: ModelConfig, text: string): Promise<string> => {
    const site = { runId: RUN_ID, unitId: UNIT_ID, dataset: 'd', at: text, contextId: 'd#0' };
    const scope = { ...site, phase: 'answer', trial: 1, waited: { ms: 0 } } as const;
    return gateway.within(scope, async () => {
      const messages = [{ role: 'user', content: text } as const];
      const reply = await gateway.chatModel(model).chat({ messages, maxOutputTokens: 9 }, 'answer');
      return reply.text;
    });
  };
  const settled = (): Promise<void> => gateway.settled();
  return { ask, settled, ledger, [Symbol.asyncDispose]: () => ledger.close() };
}

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('It still waits.')));

const reply = (): ProviderReply => ({ text: 'Paris', finish: 'stop', usage: USAGE });

describe('a call under limits', () => {
  it('takes room once, tells what it used, and needs none when the ledger has its reply', async () => {
    using scene = new LedgerScene();
    const store = new ToldStore(() => TAKEN);
    await using gateway = await openGateway(scene.path, store);
    const quota = { requests: { remaining: 3 } };
    const model = modelOf(() => ({ ...reply(), quota }));
    assert.equal(await gateway.ask(model, 'Where?'), 'Paris');
    assert.equal(await gateway.ask(model, 'Where?'), 'Paris');
    await gateway.settled();
    assert.equal(store.asked, 1);
    assert.deepEqual(store.ends, [{ takenMs: 7, outcome: 'served', usage: USAGE, quota }]);
  });

  it('tells of a refusal what the vendor asks for, and of another failure that it failed', async () => {
    using scene = new LedgerScene();
    const store = new ToldStore(() => TAKEN);
    await using gateway = await openGateway(scene.path, store);
    const quota = { tokens: { remaining: 0, resetMs: 9_000 } };
    const failures = [{ status: 429, retryAfterMs: 2_000, quota }, { status: 500 }];
    const model = modelOf((send) => {
      const details = failures[send - 1];
      if (!details) return reply();
      throw new MabError('PROVIDER_OVERLOADED', 'No.', {
        ...{ blame: 'provider', retry: 'later', details },
      });
    });
    await gateway.ask(model, 'Where?');
    await gateway.settled();
    assert.deepEqual(store.ends, [
      { takenMs: 7, outcome: 'limited', retryAfterMs: 2_000, quota },
      { takenMs: 7, outcome: 'failed' },
      { takenMs: 7, outcome: 'served', usage: USAGE },
    ]);
  });

  it('waits no longer for a route that is out: it takes the next one, or ends', async () => {
    for (const isAlone of [false, true]) {
      using scene = new LedgerScene();
      // The first route has room for one request, and then for none in this test's time.
      const store = new ToldStore((asked) => (asked === 1 ? TAKEN : { kind: 'wait', ms: 60_000 }));
      await using gateway = await openGateway(scene.path, store);
      const sent = Promise.withResolvers<void>();
      const first = modelOf(async () => {
        await sent.promise;
        throw new MabError('PROVIDER_ACCOUNT_EMPTY', 'No money.', { blame: 'environment' });
      });
      const spare = modelOf(reply);
      const second = { ...spare.routes[0], id: 'b', name: 'b', limits: [] };
      const model: ModelConfig = isAlone ? first : { ...first, routes: [first.routes[0], second] };
      const answers = ['q1', 'q2', 'q3'].map((text) => gateway.ask(model, text));
      const ended = Promise.allSettled(answers);
      while (store.asked < 4) await new Promise(setImmediate);
      sent.resolve();
      const kinds = (await ended).map((end) =>
        end.status === 'fulfilled' ? end.value : (end.reason as MabError).code,
      );
      const expected = isAlone ? 'PROVIDER_ACCOUNT_EMPTY' : 'Paris';
      assert.deepEqual(kinds, [expected, expected, expected]);
      assert.deepEqual([first.sends(), spare.sends()], [1, isAlone ? 0 : 3]);
    }
  });

  it('has nothing reserved while it waits, and the wait is no part of its time', async () => {
    using scene = new LedgerScene();
    const money = () => gateway.ledger.perform('runMoney', { runId: RUN_ID });
    const exposures: bigint[] = [];
    const store = new ToldStore(async (asked) => {
      exposures.push((await money()).exposurePicoUsd);
      return asked < 50 ? { kind: 'wait', ms: 60_000 } : TAKEN;
    });
    await using gateway = await openGateway(scene.path, store);
    await gateway.ask(modelOf(reply), 'Where?');
    assert.deepEqual(new Set(exposures), new Set([0n]));
    assert.equal((await money()).exposurePicoUsd, 7_000_000n);
    const { uses } = await gateway.ledger.unitCalls(UNIT_ID);
    assert.deepEqual(
      uses.map(({ latencyMs }) => latencyMs),
      [0],
    );
  });

  it('gives its room back when another process has bought the reply meanwhile', async () => {
    using scene = new LedgerScene();
    const model = modelOf(reply);
    await using other = await openGateway(scene.path, new ToldStore(() => TAKEN));
    const store = new ToldStore(async () => {
      await other.ask(model, 'Where?');
      return TAKEN;
    });
    await using gateway = await openGateway(scene.path, store);
    assert.equal(await gateway.ask(model, 'Where?'), 'Paris');
    await gateway.settled();
    assert.equal(model.sends(), 1);
    assert.deepEqual(store.ends, [{ takenMs: 7, outcome: 'not-sent' }]);
  });

  it('holds no room while it waits for the budget', { timeout: 20_000 }, async () => {
    using scene = new LedgerScene();
    const store = new ToldStore(() => TAKEN);
    const budget = { ...NO_BUDGET, run: { picoUsd: 1_000_000_000n } };
    await using gateway = await openGateway(scene.path, store, { budget });
    // Another process has reserved all of it.
    const other = await gateway.ledger.perform('claim', {
      ...claimRequest({ call: 'of another process' }),
      accounts: [{ name: `run:${RUN_ID}` }],
      worst: { picoUsd: 1_000_000_000n, tokens: 1 },
    });
    assert.equal(other.kind, 'granted');
    const model = modelOf(reply);
    const answer = gateway.ask(model, 'Where?');
    while (store.ends.length < 3) await new Promise(setImmediate);
    assert.deepEqual([store.ends[0], model.sends()], [{ takenMs: 7, outcome: 'not-sent' }, 0]);
    const { attempt } = other as { attempt: number };
    await gateway.ledger.perform('fail', {
      ...{ attempt, outcome: 'error', code: 'X', message: 'x', final: false, givesUp: true },
      ...{ latencyMs: 0, route: undefined },
    });
    assert.equal(await answer, 'Paris');
    await gateway.settled();
    const sent = store.ends.filter(({ outcome }) => outcome === 'served');
    assert.deepEqual(sent, [{ takenMs: 7, outcome: 'served', usage: USAGE }]);
  });

  it('that fails between two sends is left to others', async () => {
    using scene = new LedgerScene();
    const tooLarge = { kind: 'too-large', limit: 'key m', tokensPerMinute: 5 } as const;
    const store = new ToldStore((asked) => (asked === 1 ? TAKEN : tooLarge));
    await using gateway = await openGateway(scene.path, store);
    await using other = await openGateway(scene.path, new ToldStore(() => TAKEN));
    const model = modelOf((send) => {
      if (send > 1) return reply();
      throw new MabError('PROVIDER_OVERLOADED', 'No.', { blame: 'provider', retry: 'later' });
    });
    await assert.rejects(gateway.ask(model, 'Where?'), { code: 'REQUEST_OVER_LIMIT' });
    const waits = new AbortController();
    const timer = setTimeout(() => waits.abort(), 10_000);
    assert.equal(await Promise.race([other.ask(model, 'Where?'), aborted(waits.signal)]), 'Paris');
    clearTimeout(timer);
  });

  it('that no minute could hold is counted exactly, and refused before anything is bought', async () => {
    using scene = new LedgerScene();
    const store = new ToldStore(() => ({ kind: 'too-large', limit: 'key m', tokensPerMinute: 5 }));
    await using gateway = await openGateway(scene.path, store);
    const model = modelOf(reply);
    await assert.rejects(gateway.ask(model, 'Where?'), {
      code: 'REQUEST_OVER_LIMIT',
      message:
        'A request of about 6 tokens is more than the 5 tokens a minute of its rate limit (tpm).',
    });
    assert.equal(model.sends(), 0);
    assert.deepEqual((await gateway.ledger.unitCalls(UNIT_ID)).attempts, []);
  });

  it('that waits is given up when the run is stopped, and leaves no trace', async () => {
    using scene = new LedgerScene();
    const stop = new AbortController();
    const store = new ToldStore((asked) => {
      if (asked === 3) stop.abort(new Error('stopped'));
      return { kind: 'wait', ms: 1_000 };
    });
    await using gateway = await openGateway(scene.path, store, { signal: stop.signal });
    await assert.rejects(gateway.ask(modelOf(reply), 'Where?'), /stopped/);
    await gateway.settled();
    assert.deepEqual((await gateway.ledger.unitCalls(UNIT_ID)).attempts, []);
  });
});
