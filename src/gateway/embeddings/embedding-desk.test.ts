import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { NO_BUDGET } from '../../contracts/budget.ts';
import type { RunEvent } from '../../contracts/events.ts';
import type { CallScope } from '../../contracts/gateway.ts';
import type { EmbeddingReply, EmbeddingRequest } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { sha256 } from '../../core/hashing.ts';
import { parseRunId, parseUnitId } from '../../core/ids.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import { Gateway } from '../gateway.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import { openLedger } from '../ledger/ledger.ts';
import { DEFAULT_POLICY } from '../routes/failover-policy.ts';
import type { EmbedderModel } from './embedder-model.ts';

const runId = parseRunId('run-a');
const runBudget = (picoUsd: bigint) => ({ ...NO_BUDGET, run: { picoUsd } });

/** Vectors are a function of the text; tokens are characters, the vendor reports one more. */
function vectorOf(text: string): Float32Array {
  return Float32Array.of(text.length, text.codePointAt(0) ?? 0, 0.1);
}

function replyTo({ texts }: EmbeddingRequest): EmbeddingReply {
  const inputTokens = texts.join('').length + texts.length;
  return { vectors: texts.map(vectorOf), inputTokens, reportedModel: 'e-reported' };
}

function embedderOf(
  reply: (request: EmbeddingRequest, send: number) => EmbeddingReply,
  changes: Partial<EmbedderModel> = {},
): EmbedderModel & { requests: EmbeddingRequest[] } {
  const requests: EmbeddingRequest[] = [];
  return {
    ...{ logicalModel: 'e-1', pinned: true, maxTokens: 20, batchMax: 4, requests },
    ...{ prefixes: { document: '', query: 'q: ' }, countTokens: (text: string) => text.length },
    ...{ timeoutMs: 1_000, attemptsMax: 3, policy: DEFAULT_POLICY },
    routes: [
      {
        ...{ id: 'a', name: 'a', model: 'e', limits: [] },
        price: tokenPrice({ inputUsdPerMillion: 1, outputUsdPerMillion: 0 }),
        provider: {
          servedBy: 'a test',
          embed: async (request) => {
            requests.push(request);
            await new Promise(setImmediate);
            return reply(request, requests.length);
          },
        },
      },
    ],
    ...changes,
  };
}

async function openGateway(scene: LedgerScene, changes: Partial<GatewayOptions> = {}) {
  const ledger = await openLedger(scene.path);
  await ledger.startRun(runId, false);
  const events: RunEvent[] = [];
  const gateway = new Gateway({
    ledger,
    clock: { now: () => 0, elapsed: () => 0, sleep: () => new Promise(setImmediate) },
    random: () => 1,
    countTokens: (text) => text.length,
    onEvent: (event) => void events.push(event),
    signal: new AbortController().signal,
    ...{ concurrency: 8, budget: NO_BUDGET, aliasDaysMax: 7 },
    ...{ acceptDiverged: false, storeRequests: false },
    ...changes,
  });
  const limitOf = (model: EmbedderModel): number => gateway.embedder(model).maxTokens;
  const embed = (
    model: EmbedderModel,
    texts: readonly string[],
    {
      role = 'document' as const,
      ...scope
    }: Partial<CallScope> & { role?: 'query' | 'document' } = {},
  ) =>
    gateway.within({ ...SCOPE, waited: { ms: 0 }, ...scope } as CallScope, () =>
      gateway.embedder(model).embed(texts, role, 'embed'),
    );
  return { embed, limitOf, events, ledger, [Symbol.asyncDispose]: () => ledger.close() };
}

const SCOPE = {
  ...{ runId, unitId: parseUnitId(sha256('u')), dataset: 'd', contextId: 'd#0' },
  ...{ phase: 'finalize', at: 'finalize', trial: 1 },
} as const;

const words = (count: number): string[] => Array.from({ length: count }, (_, at) => `word ${at}`);

describe('embedding through the ledger', () => {
  it('sends batches, and gives the vectors of all texts in their order', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf(replyTo);
    const vectors = await gateway.embed(model, words(10));
    assert.deepEqual(vectors, words(10).map(vectorOf));
    assert.deepEqual(
      model.requests.map(({ texts }) => texts.length),
      [4, 4, 2],
    );
  });

  it('shares the bill out to the last token, one ledger entry a text', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    // 3 + 1 + 1 characters and 7 tokens: 4.2, 1.4 and 1.4, so the remainders give 4, 2 and 1.
    const model = embedderOf(({ texts }) => ({ vectors: texts.map(vectorOf), inputTokens: 7 }));
    await gateway.embed(model, ['abc', 'd', 'e']);
    const { uses, attempts } = await gateway.ledger.unitCalls(SCOPE.unitId);
    assert.deepEqual(
      uses.map(({ path, usage, costPicoUsd }) => [path, usage.embeddedTokens, costPicoUsd]),
      [
        ['finalize/embed/000000', 4, 4_000_000n],
        ['finalize/embed/000001', 2, 2_000_000n],
        ['finalize/embed/000002', 1, 1_000_000n],
      ],
    );
    assert.equal(attempts.length, 3);
    const { paidPicoUsd, exposurePicoUsd } = await gateway.ledger.startRun(runId, false);
    assert.deepEqual([paidPicoUsd, exposurePicoUsd], [7_000_000n, 7_000_000n]);
  });

  it('gives a text the same share after a death, whatever the ledger heard before it', async () => {
    // The vendor counts 4 + 2 + 2 of our 3 + 1 + 1: what is sent together is 4.8, 1.6 and 1.6, and
    // the last two alone would be 2 and 2.
    for (const heard of [0, 1, 2]) {
      using scene = new LedgerScene();
      const texts = ['abc', 'd', 'e'];
      {
        const ledger = await openLedger(scene.path);
        let settled = 0;
        const dying: GatewayOptions['ledger'] = {
          ...ledger,
          perform: async (name, request) => {
            if (name.startsWith('settle') && ++settled > heard) throw new Error('dead');
            return await ledger.perform(name, request);
          },
        };
        await using first = await openGateway(scene, { ledger: dying });
        await first.embed(embedderOf(replyTo), texts).catch(() => undefined);
        await ledger.close();
      }
      await using later = await openGateway(scene);
      await later.embed(embedderOf(replyTo), texts);
      const { uses } = await later.ledger.unitCalls(SCOPE.unitId);
      const shares = uses.map(({ usage }) => usage.embeddedTokens);
      assert.deepEqual(shares, [5, 2, 1], `${heard} heard`);
    }
  });

  it('buys a text once: over contexts, trials, processes, and at the same time', async () => {
    using scene = new LedgerScene();
    const model = embedderOf(replyTo);
    {
      await using first = await openGateway(scene);
      await using second = await openGateway(scene);
      const texts = words(12);
      await Promise.all([
        first.embed(model, texts),
        first.embed(model, texts.toReversed(), { unitId: parseUnitId(sha256('v')), trial: 2 }),
        second.embed(model, [...texts, 'word 3'], { unitId: parseUnitId(sha256('w')) }),
      ]);
    }
    await using later = await openGateway(scene);
    assert.deepEqual(await later.embed(model, words(12), { contextId: 'd#1', at: 'c000001' }), [
      ...words(12).map(vectorOf),
    ]);
    const sent = model.requests.flatMap(({ texts }) => texts);
    assert.deepEqual(sent.toSorted(), words(12).toSorted());
  });

  it('tells queries from documents, and counts them as retrieval', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf(replyTo);
    await gateway.embed(model, ['same']);
    await gateway.embed(model, ['same'], { role: 'query', phase: 'answer', at: 'q000000' });
    assert.deepEqual(
      model.requests.map(({ texts, role }) => [texts, role]),
      [
        [['same'], 'document'],
        [['q: same'], 'query'],
      ],
    );
    const { uses } = await gateway.ledger.unitCalls(SCOPE.unitId);
    assert.deepEqual(
      uses.map(({ phase }) => phase),
      ['finalize', 'retrieve'],
    );
  });

  it('sends a failed batch again, and pays for its reply only', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf((request, send) => {
      if (send > 1) return replyTo(request);
      throw new MabError('PROVIDER_OVERLOADED', 'Busy.', { blame: 'provider', retry: 'later' });
    });
    await gateway.embed(model, ['a', 'b']);
    assert.equal(model.requests.length, 2);
    assert.deepEqual(scene.outcomes(), ['error', 'error', 'reply', 'reply']);
    const { paidPicoUsd, unknownAttempts } = await gateway.ledger.startRun(runId, false);
    assert.deepEqual([paidPicoUsd, unknownAttempts], [4_000_000n, 0]);
  });

  it('counts by itself, and says so, where the vendor reports no tokens', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    await gateway.embed(
      embedderOf(({ texts }) => ({ vectors: texts.map(vectorOf) })),
      ['abc'],
    );
    const { uses } = await gateway.ledger.unitCalls(SCOPE.unitId);
    const [{ usage } = { usage: undefined }] = uses;
    assert.deepEqual([usage?.embeddedTokens, usage?.source], [3, 'estimated']);
  });

  it('refuses a vector of another length, keeps it out of the ledger, and asks again', async () => {
    using scene = new LedgerScene();
    let length = 3;
    const model = embedderOf(({ texts }) => ({
      vectors: texts.map(() => new Float32Array(length)),
    }));
    {
      await using gateway = await openGateway(scene);
      await gateway.embed(model, ['a document']);
      length = 4;
      const asked = gateway.embed(model, ['a question'], { at: 'q000000' });
      await assert.rejects(asked, { code: 'EMBEDDING_DIMENSIONS' });
    }
    length = 3;
    await using gateway = await openGateway(scene);
    const [vector] = await gateway.embed(model, ['a question'], { at: 'q000000' });
    assert.equal(vector?.length, 3);
  });

  it('refuses texts that are empty or too long before anything is sent', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf(replyTo);
    for (const text of ['', 'x'.repeat(21)]) {
      await assert.rejects(gateway.embed(model, ['fine', text]), { code: 'EMBEDDING_TOO_LONG' });
    }
    assert.equal(model.requests.length, 0);
  });

  it('shares the time of a request out over its texts', async () => {
    using scene = new LedgerScene();
    let readings = 0;
    const clock = { now: () => 0, elapsed: () => 30 * readings++, sleep: async () => {} };
    await using gateway = await openGateway(scene, { clock });
    await gateway.embed(embedderOf(replyTo), words(3));
    const { uses } = await gateway.ledger.unitCalls(SCOPE.unitId);
    assert.deepEqual(
      uses.map(({ latencyMs }) => latencyMs),
      [10, 10, 10],
    );
  });

  it('leaves room for the longer of the two prefixes', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf(replyTo);
    assert.equal(gateway.limitOf(model), 17);
    await gateway.embed(model, ['x'.repeat(17)], { role: 'query', at: 'q000000' });
  });

  it('lets an engine with a queue of its own hold up nobody else', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene, { concurrency: 1 });
    const { promise: ready, resolve: free } = Promise.withResolvers<void>();
    const local = embedderOf(replyTo, {
      logicalModel: 'local',
      limit: async (work) => {
        await ready;
        return await work();
      },
    });
    const waiting = gateway.embed(local, ['a']);
    assert.equal((await gateway.embed(embedderOf(replyTo), ['b'], { at: 'q000000' })).length, 1);
    free();
    assert.equal((await waiting).length, 1);
  });

  it('refuses another text at the same place of a unit that is run again', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const model = embedderOf(replyTo);
    await gateway.embed(model, ['a', 'b']);
    await assert.rejects(gateway.embed(model, ['a', 'c']), { code: 'CALL_DIVERGED' });
    assert.equal(model.requests.length, 1);
  });

  it('waits for money that comes back, until the bill is in the ledger', async () => {
    using scene = new LedgerScene();
    const ledger = await openLedger(scene.path);
    await using _closed = { [Symbol.asyncDispose]: () => ledger.close() };
    const slow: GatewayOptions['ledger'] = {
      ...ledger,
      perform: async (name, request) => {
        if (name === 'settleTogether') await setTimeout(20);
        return await ledger.perform(name, request);
      },
    };
    // Enough for the worst case of one text (70 tokens) beside the bill of the other (7).
    await using gateway = await openGateway(scene, {
      ledger: slow,
      budget: runBudget(80_000_000n),
    });
    const model = embedderOf(replyTo, { batchMax: 1 });
    assert.deepEqual(await gateway.embed(model, words(2)), words(2).map(vectorOf));
  });

  it('begins to count sends anew after each that was answered', async () => {
    using scene = new LedgerScene();
    const busy = new MabError('PROVIDER_OVERLOADED', 'Busy.', { retry: 'later' });
    // One text at a time fits the budget, so that a batch of two is sent in two requests.
    await using gateway = await openGateway(scene, { budget: runBudget(80_000_000n) });
    const model = embedderOf(
      (request, send) => {
        if (send % 2 === 0) return replyTo(request);
        throw busy;
      },
      { attemptsMax: 2 },
    );
    assert.deepEqual(await gateway.embed(model, words(2)), words(2).map(vectorOf));
    assert.equal(model.requests.length, 4);
  });

  it('keeps within the budget, and says when it is reached', async () => {
    using scene = new LedgerScene();
    // Worst case of a text of 6 bytes: 6 + 2 × 32 tokens; four of them are one batch.
    await using gateway = await openGateway(scene, { budget: runBudget(320_000_000n) });
    const model = embedderOf(replyTo);
    await assert.rejects(gateway.embed(model, words(40)), { code: 'BUDGET_REACHED' });
    const { paidPicoUsd } = await gateway.ledger.startRun(runId, false);
    assert.ok(paidPicoUsd > 0n && paidPicoUsd <= 320_000_000n);
  });
});

describe('embedding over several routes', () => {
  const withSecond = (
    first: ReturnType<typeof embedderOf>,
    second: ReturnType<typeof embedderOf>,
  ): EmbedderModel => ({
    ...first,
    routes: [first.routes[0], { ...second.routes[0], id: 'b', name: 'b', model: 'e-b' }],
  });

  it('goes on over the next one, each text with its own attempts', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const first = embedderOf(() => {
      throw new MabError('PROVIDER_ACCOUNT_EMPTY', 'No money.', { blame: 'environment' });
    });
    const second = embedderOf(replyTo);
    const vectors = await gateway.embed(withSecond(first, second), words(3));
    assert.deepEqual(vectors, words(3).map(vectorOf));
    assert.equal(first.requests.length, 1);
    assert.deepEqual(
      second.requests.map(({ model, texts }) => [model, texts]),
      [['e-b', words(3)]],
    );
    const rows = scene.sql('SELECT route, outcome FROM attempts ORDER BY attempt');
    assert.deepEqual(
      rows.map(({ route, outcome }) => `${route} ${outcome}`),
      ['a error', 'a error', 'a error', 'b reply', 'b reply', 'b reply'],
    );
  });

  it('refuses vectors of another length, whoever made them', async () => {
    using scene = new LedgerScene();
    await using gateway = await openGateway(scene);
    const first = embedderOf((request, send) => {
      if (send === 1) return replyTo(request);
      throw new MabError('PROVIDER_ACCOUNT_EMPTY', 'No money.', { blame: 'environment' });
    });
    const longer = embedderOf(({ texts }) => ({ vectors: texts.map(() => new Float32Array(4)) }));
    const model = withSecond(first, longer);
    await gateway.embed(model, ['one']);
    await assert.rejects(gateway.embed(model, ['two'], { at: 'q000000' }), {
      code: 'EMBEDDING_DIMENSIONS',
    });
  });
});
