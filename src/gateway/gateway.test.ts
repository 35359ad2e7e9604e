import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_BUDGET } from '../contracts/budget.ts';
import type { RunEvent } from '../contracts/events.ts';
import type { CallScope } from '../contracts/gateway.ts';
import type { ModelProvider, ProviderReply, ProviderRequest } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import { sha256 } from '../core/hashing.ts';
import { parseRunId, parseUnitId } from '../core/ids.ts';
import { worstCaseCost } from '../cost/call-cost.ts';
import { tokenPrice } from '../cost/token-price.ts';
import { Gateway } from './gateway.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { LedgerScene } from './ledger/__fixtures__/ledger-scene.ts';
import { type Ledger, openLedger } from './ledger/ledger.ts';
import type { ModelConfig } from './model-config.ts';
import { DEFAULT_POLICY } from './routes/failover-policy.ts';

const PRICE = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
const MAX_OUTPUT_TOKENS = 10;

function requestOf(text: string) {
  return {
    messages: [{ role: 'user', content: text } as const],
    maxOutputTokens: MAX_OUTPUT_TOKENS,
  };
}

/** Costs 5 input and 1 output token: 7 million pico-dollars. */
function reply(text: string): ProviderReply {
  const tokens = {
    inputTokens: 5,
    cachedInputTokens: 0,
    outputTokens: 1,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
  };
  return { text, finish: 'stop', usage: { ...tokens, source: 'reported' } };
}
const REPLY_PICO_USD = 7_000_000n;

const overloaded = (details: object = {}): MabError =>
  new MabError('PROVIDER_OVERLOADED', 'Too many requests.', {
    ...{ blame: 'provider', retry: 'later', hint: 'Wait.', details: { ...details } },
  });
const refused = (): MabError =>
  new MabError('PROVIDER_REFUSED', 'No.', { blame: 'provider', retry: 'never' });

function modelOf(
  complete: (request: ProviderRequest, send: number) => ProviderReply | Promise<ProviderReply>,
  changes: Partial<ModelConfig> = {},
): ModelConfig & { sends: () => number } {
  let sends = 0;
  const provider: ModelProvider = {
    servedBy: 'a test',
    complete: async (request) => {
      sends += 1;
      return complete(request, sends);
    },
  };
  return {
    routes: [{ id: 'a', name: 'a', provider, model: 'm', price: PRICE, limits: [] }],
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, policy: DEFAULT_POLICY },
    ...{ sampling: { temperature: 0 }, contextTokens: 1_000 },
    ...{ timeoutMs: 1_000, attemptsMax: 3, sends: () => sends },
    ...changes,
  };
}

/** A gateway over a real ledger; waits are noted and take no time. */
async function openGateway(path: string, changes: Partial<GatewayOptions> = {}) {
  const ledger = await openLedger(path);
  await ledger.startRun(parseRunId('run-a'), false);
  const [events, sleeps]: [RunEvent[], number[]] = [[], []];
  const gateway = new Gateway({
    ledger,
    clock: {
      now: () => 0,
      elapsed: () => 0,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        sleeps.push(ms);
        await new Promise(setImmediate);
      },
    },
    random: () => 1,
    countTokens: (text) => text.length,
    onEvent: (event) => void events.push(event),
    signal: new AbortController().signal,
    concurrency: 8,
    budget: NO_BUDGET,
    ...{ aliasDaysMax: 7, acceptDiverged: false, storeRequests: false },
    ...changes,
  });
  const ask = (model: ModelConfig, text: string, at = text, trial = 1): Promise<string> =>
    gateway.within({ ...scopeOf(at), trial, unitId: unitOf(trial) }, async () => {
      const { text: answer } = await gateway.chatModel(model).chat(requestOf(text), 'answer');
      return answer;
    });
  const close = (): Promise<void> => ledger.close();
  return { ask, events, sleeps, ledger, [Symbol.asyncDispose]: close };
}

/** Each trial is a unit of its own. */
const unitOf = (trial: number) => parseUnitId(sha256(trial === 1 ? 'u' : `u${trial}`));

function scopeOf(at: string): CallScope {
  return {
    ...{ runId: parseRunId('run-a'), unitId: parseUnitId(sha256('u')), dataset: 'd', at },
    ...{ contextId: 'd#0', phase: 'answer', trial: 1, waited: { ms: 0 } },
  };
}

const runBudget = (picoUsd: bigint) => ({ ...NO_BUDGET, run: { picoUsd } });

const money = (ledger: Ledger) => ledger.perform('runMoney', { runId: parseRunId('run-a') });

describe('the gateway', () => {
  it('buys a call once, however many ask for it at once', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const model = modelOf(() => reply('Paris'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => gateway.ask(model, 'Where?', 'q0')),
    );
    assert.deepEqual(new Set(answers), new Set(['Paris']));
    assert.equal(model.sends(), 1);
    const replayed = gateway.events.filter((event) => 'replayed' in event && event.replayed);
    assert.equal(replayed.length, 19);
  });

  it('buys a call once, also through two ledgers of one process', async () => {
    using scene = new LedgerScene();
    await using a = await openGateway(scene.path);
    await using b = await openGateway(scene.path);
    const model = modelOf(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return reply('Paris');
    });
    const questions = Array.from({ length: 20 }, (_, at) => `q${at}`);
    await Promise.all(
      [...questions, ...questions].map((question, at) => (at < 20 ? a : b).ask(model, question)),
    );
    assert.equal(model.sends(), 20);
  });

  it('asks each further trial with the next seed, and no other difference', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const seeds: (number | undefined)[] = [];
    const model = modelOf(
      ({ seed }) => {
        seeds.push(seed);
        return reply(`seed ${seed}`);
      },
      { sampling: { temperature: 1, seed: 7 }, sampled: true },
    );
    const answers: string[] = [];
    for (const trial of [1, 2, 3, 2]) answers.push(await gateway.ask(model, 'Where?', 'q0', trial));
    assert.deepEqual(answers, ['seed 7', 'seed 8', 'seed 9', 'seed 8']);
    assert.deepEqual(seeds, [7, 8, 9]);
  });

  it('takes a failed attempt for an attempt, waits, and pays for the reply only', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const model = modelOf((_, send) => {
      if (send === 1) throw overloaded({ retryAfterMs: 4_000 });
      if (send === 2) throw overloaded();
      return reply('Paris');
    });
    assert.equal(await gateway.ask(model, 'Where?'), 'Paris');
    assert.deepEqual(gateway.sleeps, [4_000, 1_000]);
    assert.equal((await money(gateway.ledger)).exposurePicoUsd, REPLY_PICO_USD);
    assert.deepEqual(scene.outcomes(), ['error', 'error', 'reply']);
  });

  it('gives up after the last attempt, and lets another process try', async () => {
    using scene = new LedgerScene();
    await using a = await openGateway(scene.path);
    await using b = await openGateway(scene.path);
    const broken = modelOf(() => {
      throw overloaded();
    });
    await assert.rejects(a.ask(broken, 'Where?'), { code: 'PROVIDER_OVERLOADED' });
    assert.equal(broken.sends(), 3);
    assert.equal(
      await b.ask(
        modelOf(() => reply('Paris')),
        'Where?',
      ),
      'Paris',
    );
  });

  it('does not wait for hours because a server asks for it', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const model = modelOf(() => {
      throw overloaded({ retryAfterMs: 86_400_000 });
    });
    await assert.rejects(gateway.ask(model, 'Where?'), {
      code: 'PROVIDER_OVERLOADED',
      message: 'Too many requests. The server asks to wait for 86400 s.',
    });
    assert.equal(model.sends(), 1);
    assert.deepEqual(gateway.sleeps, []);
  });

  it('stops when call after call fails, and not before', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path, { concurrency: 1 });
    const model = modelOf(
      (_, send) => {
        if (send === 11) return reply('Paris');
        throw overloaded();
      },
      { attemptsMax: 1 },
    );
    const codes: string[] = [];
    for (let call = 1; call <= 23; call++) {
      const code = (error: unknown): string => (error as MabError).code;
      codes.push(await gateway.ask(model, `q${call}`).catch(code));
    }
    assert.equal(codes.indexOf('PROVIDER_DOWN'), 22);
  });

  it('stops when one model fails and fails, however well another answers', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path, { concurrency: 1 });
    const well = modelOf(() => reply('Paris'), { logicalModel: 'm-2' });
    const down = modelOf(
      () => {
        throw overloaded();
      },
      { attemptsMax: 1 },
    );
    for (let call = 1; call <= 12; call++) {
      await gateway.ask(well, `before ${call}`);
      const code = call < 12 ? 'PROVIDER_OVERLOADED' : 'PROVIDER_DOWN';
      await assert.rejects(gateway.ask(down, `q${call}`), { code });
    }
  });

  it('does not ask again what was refused for good', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const model = modelOf(() => {
      throw refused();
    });
    await assert.rejects(gateway.ask(model, 'Where?'), { code: 'PROVIDER_REFUSED' });
    await assert.rejects(gateway.ask(model, 'Where?'), { code: 'PROVIDER_REFUSED' });
    assert.equal(model.sends(), 1);
  });

  it('counts an attempt that may have been billed as unknown, and what it brings later once', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const model = modelOf((_, send) => {
      if (send === 1) throw overloaded({ mayBeBilled: true });
      return reply('Paris');
    });
    await gateway.ask(model, 'Where?');
    const unknownPicoUsd = worstCaseCost(requestOf('Where?'), PRICE);
    assert.deepEqual(await money(gateway.ledger), {
      ...{ epoch: 1, exposurePicoUsd: REPLY_PICO_USD + unknownPicoUsd },
      ...{ paidPicoUsd: REPLY_PICO_USD, unknownPicoUsd, unknownAttempts: 1, openAttempts: 0 },
    });
  });

  it('gives the reply that stands in the ledger, not the one that came too late', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    const other = scene.process();
    const model = modelOf(() => {
      const [{ key } = {}] = scene.sql('SELECT key FROM calls');
      scene.sql("UPDATE calls SET state = 'done', reply = ?, attempt = 1 WHERE key = ?", [
        ...['{"text":"first","finish":"stop"}', String(key)],
      ]);
      return reply('second');
    });
    assert.equal(await gateway.ask(model, 'Where?'), 'first');
    assert.equal(await gateway.ask(model, 'Where?'), 'first');
    assert.ok(other);
  });

  it('estimates tokens where the vendor reports none', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene.path);
    await gateway.ask(
      modelOf(() => ({ text: 'four', finish: 'stop' })),
      'six in',
    );
    const { uses } = await gateway.ledger.unitCalls(parseUnitId(sha256('u')));
    assert.deepEqual(
      uses.map(({ usage, costPicoUsd }) => ({ usage, costPicoUsd })),
      [
        {
          usage: {
            ...{
              inputTokens: 6,
              cachedInputTokens: 0,
              outputTokens: 4,
              cacheWriteTokens: 0,
              reasoningTokens: 0,
            },
            source: 'estimated',
          },
          costPicoUsd: 14_000_000n,
        },
      ],
    );
  });
});

describe('the budget at the gateway', () => {
  const worst = worstCaseCost(requestOf('q00'), PRICE);
  const questions = Array.from({ length: 16 }, (_, at) => `q${String(at).padStart(2, '0')}`);

  it('lets calls wait while money that others have reserved may come back', async () => {
    using scene = new LedgerScene();
    const budgetPicoUsd = BigInt(questions.length) * REPLY_PICO_USD + worst;
    await using gateway = await openGateway(scene.path, {
      budget: runBudget(budgetPicoUsd),
      concurrency: 16,
    });
    const model = modelOf(() => reply('x'));
    await Promise.all(questions.map((question) => gateway.ask(model, question)));
    assert.equal(model.sends(), questions.length);
  });

  it('is never passed, whatever the concurrency', async () => {
    for (const concurrency of [1, 4, 16]) {
      using scene = new LedgerScene();
      const budgetPicoUsd = 5n * REPLY_PICO_USD + worst;
      await using gateway = await openGateway(scene.path, {
        budget: runBudget(budgetPicoUsd),
        concurrency,
      });
      const model = modelOf(() => reply('x'));
      const ended = await Promise.allSettled(questions.map((at) => gateway.ask(model, at)));
      const failed = ended.filter(({ status }) => status === 'rejected');
      assert.equal(model.sends(), 6);
      assert.equal(failed.length, questions.length - 6);
      for (const { reason } of failed as PromiseRejectedResult[]) {
        assert.equal((reason as MabError).code, 'BUDGET_REACHED');
      }
    }
  });
});

describe('stopping the gateway', () => {
  it('waits for what is in flight and sends nothing more', async () => {
    using scene = new LedgerScene();
    const stop = new AbortController();
    await using gateway = await openGateway(scene.path, { signal: stop.signal, concurrency: 2 });
    const model = modelOf((_, send) => {
      if (send === 2) stop.abort();
      return reply('x');
    });
    const asked = ['q0', 'q1', 'q2', 'q3'].map((question) => gateway.ask(model, question));
    const ended = await Promise.allSettled(asked);
    const kinds = ended.map(({ status }) => status);
    assert.deepEqual(kinds, ['fulfilled', 'fulfilled', 'rejected', 'rejected']);
    assert.deepEqual(scene.outcomes(), ['reply', 'reply']);
  });

  it('does not send what was granted just then, and says so in the ledger', async () => {
    using scene = new LedgerScene();
    const stop = new AbortController();
    const inner = await openLedger(scene.path);
    const perform = async (...request: Parameters<Ledger['perform']>) => {
      const answer = await inner.perform(...request);
      if (request[0] === 'claim') stop.abort();
      return answer;
    };
    const ledger = { ...inner, perform: perform as Ledger['perform'] };
    await using gateway = await openGateway(scene.path, { signal: stop.signal, ledger });
    const model = modelOf(() => reply('x'));
    await assert.rejects(gateway.ask(model, 'q0'), { name: 'AbortError' });
    await inner.close();
    assert.equal(model.sends(), 0);
    const [attempt] = scene.sql('SELECT outcome, error_code, cost_pico FROM attempts');
    assert.deepEqual(
      { ...attempt },
      { outcome: 'error', error_code: 'INTERRUPTED', cost_pico: null },
    );
  });

  it('does not send a failed call again', async () => {
    using scene = new LedgerScene();
    const stop = new AbortController();
    await using gateway = await openGateway(scene.path, { signal: stop.signal });
    const model = modelOf(() => {
      stop.abort();
      throw overloaded();
    });
    await assert.rejects(gateway.ask(model, 'q0'), { name: 'AbortError' });
    assert.equal(model.sends(), 1);
  });
});
