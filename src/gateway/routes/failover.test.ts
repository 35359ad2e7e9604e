import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_BUDGET } from '../../contracts/budget.ts';
import type { CallScope } from '../../contracts/gateway.ts';
import type { ModelProvider } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import { type CountingServer, startCountingServer } from '../../testing/counting-server.ts';
import { PRICES } from '../../testing/provider-failures.ts';
import { always, type Fault, type FaultPlan, NO_FAULTS } from '../../testing/server-faults.ts';
import { Gateway } from '../gateway.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { ModelConfig } from '../model-config.ts';
import { createOpenAiCompatibleProvider } from '../providers/openai-compatible/provider.ts';
import { DEFAULT_POLICY } from './failover-policy.ts';
import type { ChatRoute, Routes } from './route.ts';

const KEYS = ['key-one-that-nobody-may-see', 'key-two-that-nobody-may-see'] as const;
const price = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
const outputLimitField = 'max_completion_tokens';

const openAi = (name: string, baseUrl: string, apiKey: string): ChatRoute => ({
  ...{ id: name, name, model: 'm', price, limits: [] },
  provider: createOpenAiCompatibleProvider({ baseUrl, apiKey, outputLimitField }),
});

/** As Azure wants it: the deployment in the path, the key under another name. */
const azure = (origin: string): ChatRoute => ({
  ...{ id: 'azure', name: 'azure', model: 'deployment', price, limits: [] },
  provider: createOpenAiCompatibleProvider({
    ...{ baseUrl: `${origin}/openai/deployments/deployment`, keyHeader: 'api-key' },
    ...{ query: { 'api-version': '2024-10-21' }, apiKey: KEYS[1], outputLimitField },
  }),
});

/** Two servers of one model, and a gateway whose waits are noted and take no time. */
async function openScene(first: FaultPlan, second: FaultPlan = NO_FAULTS) {
  const scene = new LedgerScene();
  const servers = [
    await startCountingServer({ prices: PRICES, lateMs: 60_000, faults: first }),
    await startCountingServer({ prices: PRICES, lateMs: 60_000, faults: second }),
  ] as const;
  const ledger = await openLedger(scene.path);
  await ledger.startRun(parseRunId('run-a'), false);
  const sleeps: number[] = [];
  const stop = new AbortController();
  const gateway = new Gateway({
    ...{ ledger, random: () => 1, countTokens: (text) => text.length, onEvent: () => undefined },
    clock: {
      ...{ now: () => 0, elapsed: () => 0 },
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        sleeps.push(ms);
      },
    },
    ...{ signal: stop.signal, concurrency: 8, budget: NO_BUDGET, aliasDaysMax: 7 },
    ...{ acceptDiverged: false, storeRequests: false },
  });
  const ask = async (model: ModelConfig, text: string): Promise<string> => {
    const messages = [{ role: 'user', content: text } as const];
    const request = { messages, maxOutputTokens: 10 };
    return gateway.within(scopeOf(text), async () => {
      await gateway.chatModel(model).chat(request, 'answer');
      return 'answered';
    });
  };
  return {
    ...{ servers, sleeps, stop, ask, scene },
    async [Symbol.asyncDispose]() {
      await ledger.close();
      for (const server of servers) await server[Symbol.asyncDispose]();
      scene[Symbol.dispose]();
    },
  };
}

function scopeOf(at: string): CallScope {
  return {
    ...{ runId: parseRunId('run-a'), unitId: parseUnitId(sha256('u')), dataset: 'd', at },
    ...{ contextId: 'd#0', phase: 'answer', trial: 1, waited: { ms: 0 } },
  };
}

function modelOf(routes: Routes<ChatRoute>, timeoutMs = 60_000): ModelConfig {
  return {
    ...{ routes, timeoutMs, attemptsMax: 3, policy: DEFAULT_POLICY, contextTokens: 1_000 },
    ...{ logicalModel: 'm-1', pinned: true, sampled: false, sampling: { temperature: 0 } },
  };
}

/** The error that a call ends with, in whose text no key may be; undefined where it ends well. */
async function failure(answer: Promise<string>): Promise<MabError | undefined> {
  try {
    await answer;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof MabError, String(error));
    const { message, hint, details } = error;
    const text = JSON.stringify([message, hint, details]);
    for (const key of KEYS) assert.ok(!text.includes(key), text);
    return error;
  }
}

/** What the user sees: that, or the code of the error. */
async function seen(answer: Promise<string>): Promise<string> {
  return (await failure(answer))?.code ?? answer;
}

type Scene = Awaited<ReturnType<typeof openScene>>;

/** Route and outcome of each attempt. */
function attempts({ scene }: Scene): string[] {
  const rows = scene.sql('SELECT route, outcome FROM attempts ORDER BY attempt');
  return rows.map(({ route, outcome }) => `${route} ${outcome}`);
}

const accepted = ({ servers }: Scene): number[] =>
  servers.map((server: CountingServer) => server.invoice().accepted);

/** How long the timed-out attempts of a case take, in ms; the others have all the time. */
const TIMEOUT_MS = 1_000;

interface Case {
  readonly fault: Fault;
  readonly code: string;
  /** Of one attempt: an unknown one may have been billed, and stays charged. */
  readonly outcome: 'error' | 'unknown';
  /** Requests that the first route sees of a call, alone and with another one behind it. */
  readonly alone: number;
  readonly before: number;
  /** Whether the other route takes the call. */
  readonly failsOver: boolean;
  /** Requests that the first route sees of a second call. */
  readonly second: number;
}

const again = { alone: 3, before: 2, failsOver: true, second: 2 };
const out = { alone: 1, before: 1, failsOver: true, second: 0 };

const CASES: readonly Case[] = [
  { fault: 'rate-limit', code: 'PROVIDER_OVERLOADED', outcome: 'error', ...again },
  { fault: 'server-error', code: 'PROVIDER_OVERLOADED', outcome: 'error', ...again },
  { fault: 'hang-up', code: 'PROVIDER_UNREACHABLE', outcome: 'unknown', ...again },
  { fault: 'cut-body', code: 'PROVIDER_UNREACHABLE', outcome: 'unknown', ...again },
  { fault: 'invalid-json', code: 'PROVIDER_REPLY_UNREADABLE', outcome: 'unknown', ...again },
  { fault: 'html', code: 'PROVIDER_REPLY_UNREADABLE', outcome: 'unknown', ...again },
  { fault: 'late', code: 'PROVIDER_TIMEOUT', outcome: 'unknown', ...again },
  { fault: 'key-refused', code: 'PROVIDER_KEY_REFUSED', outcome: 'error', ...out },
  { fault: 'quota-empty', code: 'PROVIDER_ACCOUNT_EMPTY', outcome: 'error', ...out },
  { fault: 'payment-required', code: 'PROVIDER_ACCOUNT_EMPTY', outcome: 'error', ...out },
  {
    ...{ fault: 'bad-request', code: 'PROVIDER_REFUSED', outcome: 'error', failsOver: false },
    ...{ alone: 1, before: 1, second: 1 },
  },
];

const OTHERS = {
  'another key': ({ servers }: Scene) => openAi('openai:KEY_2', servers[1].url, KEYS[1]),
  'another provider': ({ servers }: Scene) => azure(servers[1].origin),
};

for (const { fault, code, outcome, alone, before, failsOver, second } of CASES) {
  const timeoutMs = fault === 'late' ? TIMEOUT_MS : undefined;
  const times = (count: number, text: string): string[] =>
    Array.from({ length: count }, () => text);

  describe(`a model that answers with ${fault}`, { concurrency: true }, () => {
    it('over one route is asked as often as is allowed, and its error is seen', async () => {
      await using scene = await openScene(always(fault));
      const model = modelOf([openAi('openai', scene.servers[0].url, KEYS[0])], timeoutMs);
      assert.equal(await seen(scene.ask(model, 'q')), code);
      assert.deepEqual(attempts(scene), times(alone, `openai ${outcome}`));
      assert.deepEqual(accepted(scene), [alone, 0]);
      assert.deepEqual(scene.sleeps, [500, 1_000].slice(0, alone - 1));
    });

    for (const [title, other] of Object.entries(OTHERS)) {
      it(`with ${title} ${failsOver ? 'is left for that' : 'is not left'}`, async () => {
        await using scene = await openScene(always(fault));
        const [own, spare] = [openAi('openai', scene.servers[0].url, KEYS[0]), other(scene)];
        const model = modelOf([own, spare], timeoutMs);
        const saved = failsOver ? [`${spare.name} reply`] : [];
        const expected = failsOver ? 'answered' : code;
        assert.equal(await seen(scene.ask(model, 'q')), expected);
        const call = [...times(before, `openai ${outcome}`), ...saved];
        assert.deepEqual(attempts(scene), call);
        // Only the route that has failed is waited for.
        assert.deepEqual(scene.sleeps, failsOver ? [500, 0].slice(-before) : []);
        assert.equal(await seen(scene.ask(model, 'another q')), expected);
        const next = [...times(second, `openai ${outcome}`), ...saved];
        assert.deepEqual(attempts(scene), [...call, ...next]);
        assert.deepEqual(accepted(scene), [before + second, failsOver ? 2 : 0]);
      });

      it(`with ${title} that is no better fails with what both say`, async () => {
        await using scene = await openScene(always(fault), always(fault));
        const [own, spare] = [openAi('openai', scene.servers[0].url, KEYS[0]), other(scene)];
        const error = await failure(scene.ask(modelOf([own, spare], timeoutMs), 'q'));
        assert.equal(error?.code, code);
        const both = `All 2 routes failed: openai: .*; ${spare.name}: .*\\.$`;
        assert.match(error.message, new RegExp(failsOver ? both : 'answered 400'));
        assert.deepEqual(accepted(scene), [alone, failsOver ? alone : 0]);
      });
    }
  });
}

describe('a call with several routes', () => {
  const lazy = (complete: ModelProvider['complete'], name: string): ChatRoute => ({
    ...{ id: name, name, model: name, price, limits: [] },
    provider: { servedBy: `https://${name}`, complete },
  });
  const overloaded = (details: object = {}): MabError =>
    new MabError('PROVIDER_OVERLOADED', 'Too many requests.', {
      ...{ blame: 'provider', retry: 'later', details: { status: 429, ...details } },
    });
  const wellOf = (asked: string[], name: string): ChatRoute =>
    lazy(async ({ model }) => {
      asked.push(model);
      return { text: 'x', finish: 'stop' };
    }, name);

  it('takes the next one at once when a server asks for a long pause', async () => {
    await using scene = await openScene(NO_FAULTS);
    const asked: string[] = [];
    const limited = lazy(async ({ model }) => {
      asked.push(model);
      throw overloaded({ retryAfterMs: 86_400_000 });
    }, 'a');
    const model = modelOf([limited, wellOf(asked, 'b')]);
    for (const text of ['q1', 'q2']) assert.equal(await scene.ask(model, text), 'answered');
    assert.deepEqual(asked, ['a', 'b', 'b']);
    assert.deepEqual(scene.sleeps, [0]);
  });

  it('sends nothing more after a stop: not to the next route, nor after a pause', async () => {
    for (const error of [
      overloaded(),
      new MabError('PROVIDER_ACCOUNT_EMPTY', 'No money.', { blame: 'environment' }),
    ]) {
      await using scene = await openScene(NO_FAULTS);
      const asked: string[] = [];
      const failing = lazy(async ({ model }) => {
        asked.push(model);
        scene.stop.abort();
        throw error;
      }, 'a');
      const model = modelOf([failing, wellOf(asked, 'b')]);
      await assert.rejects(scene.ask(model, 'q'), { name: 'AbortError' });
      assert.deepEqual(asked, ['a']);
      assert.deepEqual(scene.sleeps, []);
      assert.deepEqual(attempts(scene), ['a error']);
    }
  });

  it('reserves the dearest of them, and pays the one that served', async () => {
    await using scene = await openScene(NO_FAULTS);
    const asked: string[] = [];
    const dear = tokenPrice({ inputUsdPerMillion: 100, outputUsdPerMillion: 200 });
    const model = modelOf([wellOf(asked, 'a'), { ...wellOf(asked, 'b'), price: dear }]);
    await scene.ask(model, 'q');
    const [row] = scene.scene.sql('SELECT worst_pico, cost_pico FROM attempts');
    // 1 byte and two frames of 32 are 65 tokens in, 10 out; 1 token in and 1 out were used.
    assert.deepEqual({ ...row }, { worst_pico: 8_500_000_000, cost_pico: 3_000_000 });
  });

  it('stops the run when call after call finds none, as with one', async () => {
    await using scene = await openScene(always('server-error'), always('server-error'));
    const [first, second] = scene.servers;
    const model = {
      ...modelOf([openAi('openai', first.url, KEYS[0]), azure(second.origin)]),
      attemptsMax: 1,
    };
    const codes: string[] = [];
    for (let call = 1; call <= 12; call++) codes.push(await seen(scene.ask(model, `q${call}`)));
    assert.deepEqual(codes, [
      ...Array.from({ length: 11 }, () => 'PROVIDER_OVERLOADED'),
      'PROVIDER_DOWN',
    ]);
  });
});
