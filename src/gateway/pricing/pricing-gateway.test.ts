import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_BUDGET } from '../../contracts/budget.ts';
import type { CallScope, ModelGateway } from '../../contracts/gateway.ts';
import type { ProviderReply, ProviderRequest } from '../../contracts/model.ts';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import type { EmbedderModel } from '../embeddings/embedder-model.ts';
import { Gateway } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { ModelConfig } from '../model-config.ts';
import { DEFAULT_POLICY } from '../routes/failover-policy.ts';
import { createPricingGateway } from './pricing-gateway.ts';

const runId = parseRunId('run-a');
const PRICE = tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 2 });
/** The provider bills characters, and so are they counted here. */
const countTokens = (text: string): number => text.length;

/** Bills the characters of the input and three tokens of output. */
function reply({ messages }: ProviderRequest): ProviderReply {
  const inputTokens = messages.reduce((sum, { content }) => sum + content.length, 0);
  const none = { cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
  const usage = { inputTokens, outputTokens: 3, ...none, source: 'reported' } as const;
  return { text: 'yes', finish: 'stop', usage };
}

/** @param logicalModel  One whose own tokens o200k_base are, or not. */
function modelOf(logicalModel: string): ModelConfig {
  const route = { id: 'a', name: 'a', model: 'm', price: PRICE, limits: [] };
  return {
    routes: [{ ...route, provider: { servedBy: 'a test', complete: async (sent) => reply(sent) } }],
    ...{ logicalModel, pinned: true, sampled: false, sampling: {}, contextTokens: 1_000 },
    ...{ timeoutMs: 1_000, attemptsMax: 1, policy: DEFAULT_POLICY },
  };
}

const embedder: EmbedderModel = {
  routes: [
    {
      ...{ id: 'e', name: 'e', model: 'e', price: PRICE, limits: [] },
      provider: {
        servedBy: 'a test',
        embed: async ({ texts }) => ({
          vectors: texts.map((text) => Float32Array.of(text.length, 1)),
          inputTokens: texts.join('').length,
        }),
      },
    },
  ],
  ...{ logicalModel: 'e-1', pinned: true, maxTokens: 100, batchMax: 2, countTokens },
  ...{ prefixes: { document: '', query: '' }, policy: DEFAULT_POLICY },
  ...{ timeoutMs: 1_000, attemptsMax: 1 },
};

async function openWorld(scene: LedgerScene, model: ModelConfig) {
  const ledger = await openLedger(scene.path);
  await ledger.startRun(runId, false);
  const options: GatewayOptions = {
    ...{ ledger, countTokens, budget: NO_BUDGET, concurrency: 4, aliasDaysMax: 7 },
    clock: { now: () => 0, elapsed: () => 0, sleep: () => new Promise(setImmediate) },
    ...{ random: () => 1, onEvent: () => undefined, signal: new AbortController().signal },
    ...{ acceptDiverged: false, storeRequests: false },
  };
  const gateway = new Gateway(options);
  const buying: ModelGateway = {
    reader: gateway.chatModel(model),
    judge: () => gateway.chatModel(model),
    embedder: () => gateway.embedder(embedder),
    within: (scope, work) => gateway.within(scope, work),
  };
  const pricing = createPricingGateway(options, {
    ...{ reader: model, judge: () => model, embedder: () => embedder },
  });
  const paid = async (): Promise<bigint> => (await ledger.startRun(runId, false)).paidPicoUsd;
  return { buying, pricing, paid, [Symbol.asyncDispose]: () => ledger.close() };
}

function scopeOf(at: string, phase: CallScope['phase'] = 'answer'): CallScope {
  const unitId = parseUnitId(sha256('u'));
  const place = { contextId: 'd#0', trial: 1, waited: { ms: 0 } };
  return { ...{ runId, unitId, cellId: 'c', dataset: 'd', at, phase }, ...place };
}

function ask(gateway: ModelGateway, at: string, content: string, steps = ['answer']) {
  return gateway.within(scopeOf(at), async () => {
    const messages = [{ role: 'user', content } as const];
    const said: string[] = [];
    for (const step of steps) {
      said.push((await gateway.reader.chat({ messages, maxOutputTokens: 10 }, step)).text);
    }
    return said;
  });
}

test('what is bought is free; the rest is priced exactly, and nothing is sent or written', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('gpt-4o-mini-2024-07-18'));
  const { buying, pricing, paid } = world;
  await ask(buying, 'q0', 'One?');
  const rows = () => scene.sql('SELECT * FROM attempts').concat(scene.sql('SELECT * FROM uses'));
  const before = rows();
  assert.deepEqual(await ask(pricing, 'q0', 'One?'), ['yes']);
  assert.deepEqual(await ask(pricing, 'q1', 'And two?'), ['']);
  assert.deepEqual(await ask(pricing, 'q2', 'Three, then?'), ['']);
  assert.deepEqual(rows(), before);
  // By hand: 8 and 12 characters at 1; the bound adds 2 × 2 × 8 tokens of format and 2 × 10 of
  // output at 2. Reserved for the larger: 12 bytes and 2 × 32 tokens of format, 10 of output.
  assert.deepEqual(pricing.prices().get('c'), {
    calls: 2,
    least: { picoUsd: 20_000_000n, tokens: 20 },
    most: { picoUsd: 92_000_000n, tokens: 72 },
    reservation: { picoUsd: 96_000_000n, tokens: 86 },
    exact: true,
  });
  const paidBefore = await paid();
  await ask(buying, 'q1', 'And two?');
  await ask(buying, 'q2', 'Three, then?');
  // The bill is the lower bound and the output, which nobody could know: 2 × 3 tokens at 2.
  assert.equal((await paid()) - paidBefore, 20_000_000n + 12_000_000n);
});

test('of a model with another tokenizer the upper bound is what is reserved', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('claude-haiku-4-5-20251001'));
  await ask(world.pricing, 'q1', 'And two?');
  const { most, reservation, exact } = world.pricing.prices().get('c') ?? {};
  assert.deepEqual([most, exact], [reservation, false]);
});

test('what depends on a missing reply is told as open, and not priced', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('m-1'));
  const { pricing } = world;
  await ask(pricing, 'q0', 'One?');
  await ask(pricing, 'q1', 'Two?', ['plan', 'answer']);
  const { unitId } = scopeOf('q0');
  assert.equal(pricing.prices().get('c')?.calls, 2);
  assert.deepEqual(
    ['q0', 'q1'].map((at) => pricing.isOpen({ unitId, trial: 1, at })),
    [false, true],
  );
});

test('a memory that lacks a reply leaves all questions of its unit open', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('m-1'));
  const { pricing } = world;
  await pricing.within(scopeOf('c0', 'memorize'), () =>
    pricing.reader.chat({ messages: [{ role: 'user', content: 'x' }], maxOutputTokens: 1 }, 'note'),
  );
  await ask(pricing, 'q0', 'One?');
  const { unitId } = scopeOf('q0');
  assert.equal(pricing.prices().get('c')?.calls, 1);
  assert.equal(pricing.isOpen({ unitId, trial: 1, at: 'q0' }), true);
});

test('missing vectors are priced, each text for itself, and end their place', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('m-1'));
  const { buying, pricing } = world;
  const embed = (gateway: ModelGateway, texts: readonly string[]) =>
    gateway.within(scopeOf('finalize', 'finalize'), () =>
      gateway.embedder('e').embed(texts, 'document', 'index'),
    );
  await embed(buying, ['abc']);
  const missing = ['abc', 'defg', 'hijkl', 'mn'];
  await assert.rejects(embed(pricing, missing), { code: 'NOT_BOUGHT' });
  assert.equal(pricing.prices().get('c')?.calls, 3);
  assert.deepEqual(pricing.prices().get('c')?.least, { picoUsd: 11_000_000n, tokens: 11 });
  assert.deepEqual(await ask(pricing, 'q0', 'One?'), ['']);
  assert.equal(pricing.prices().get('c')?.calls, 3, 'the question depends on the memory');
});

test('missing verdicts are priced one by one, without what stands in for an answer', async () => {
  using scene = new LedgerScene();
  await using world = await openWorld(scene, modelOf('gpt-4o-mini-2024-07-18'));
  const { pricing } = world;
  const schema = { name: 's', schema: { type: 'object', properties: { ok: { type: 'boolean' } } } };
  const standIn = { low: 0, expected: 5, high: 5 };
  const verdict = (content: string, step: string) =>
    pricing.judge('j').chat({ messages: [{ role: 'user', content }], maxOutputTokens: 10 }, step);
  const said = await pricing.within({ ...scopeOf('q0', 'judge'), standIn }, async () => [
    await verdict('Nobody has said.', 'fluency'),
    await pricing
      .judge('j')
      .chat({ messages: [{ role: 'user', content: 'x' }], maxOutputTokens: 10, schema }, 'recall'),
  ]);
  assert.deepEqual(said[1]?.text, '{"ok":false}');
  const { calls, least } = pricing.prices().get('c') ?? {};
  const { unitId } = scopeOf('q0');
  assert.equal(pricing.isOpen({ unitId, trial: 1, at: 'q0' }), false);
  // By hand: 16 characters, and 1 with the schema, each less the 5 of the stand-in.
  const more = JSON.stringify(schema).length + 1 - 5;
  assert.deepEqual([calls, least?.tokens], [2, 16 - 5 + more]);
});
