import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BatchItem, BatchOutcome, BatchProvider } from '../contracts/batch.ts';
import { startLab } from './lab/lab.ts';
import type { LabOptions } from './lab/lab-options.ts';
import { PRICES, thrownBy, withKey } from './provider-failures.ts';
import { always, type Fault } from './server-faults.ts';

/** One batch API: how its provider is made, and what is asked with it. */
export interface BatchFormatCase<Request, Reply> {
  create(options: { baseUrl: string; apiKey: string }): BatchProvider<Request, Reply>;
  /** @param at  Another number asks something else. */
  request(at: number): Request;
  /** What the same request is answered alone. */
  answerAlone(
    options: { baseUrl: string; apiKey: string },
    request: Request,
    signal: AbortSignal,
  ): Promise<Reply>;
}

const TAG = 'mab-0123456789abcdef01234567';
const ITEMS = 5;

/** What every provider of batches has to do; run for each format against the lab. */
export function describeBatchProvider<Request, Reply>(
  name: string,
  format: BatchFormatCase<Request, Reply>,
): void {
  const scene = new BatchScene(format);
  describe(`the ${name} batches`, () => {
    it('answer every item as it is answered alone', () => answersAll(scene));
    it('are listed with their size, and with their tag where the vendor stores it', () =>
      lists(scene));
    it('say what was not served, and why', () => saysWhy(scene));
    it('can be cancelled, and then say so of each item', () => cancels(scene));
    it('of another key, or that are not there, are refused with the right error', () =>
      refuses(scene));
    it('take as much as the vendor documents', () => {
      const { limits } = format.create(withKey('http://127.0.0.1:9/v1'));
      assert.ok(limits.requests >= 50_000 && limits.bytes >= 199_000_000);
    });
  });
}

const { signal } = new AbortController();

class BatchScene<Request, Reply> {
  readonly format: BatchFormatCase<Request, Reply>;
  readonly items: readonly BatchItem<Request>[];

  constructor(format: BatchFormatCase<Request, Reply>) {
    this.format = format;
    this.items = Array.from({ length: ITEMS }, (_, at) => ({
      ...{ id: `${TAG}-${at}`, request: format.request(at) },
    }));
  }

  async open(options: Partial<LabOptions> = {}) {
    const lab = await startLab({ models: { '*': { price: PRICES } }, ...options });
    const batches = this.format.create(withKey(lab.url));
    return { lab, batches, [Symbol.asyncDispose]: () => lab[Symbol.asyncDispose]() };
  }

  submit(batches: BatchProvider<Request, Reply>): Promise<string> {
    return batches.submit(this.items, TAG, signal);
  }

  async collect(batches: BatchProvider<Request, Reply>, id: string) {
    while ((await batches.state(id, signal)).state === 'running') await wait(2);
    return batches.collect(id, signal);
  }

  /** What came of the items of one batch, in their order. */
  async outcomes(options: Partial<LabOptions>): Promise<(BatchOutcome<Reply> | undefined)[]> {
    await using opened = await this.open(options);
    const id = await this.submit(opened.batches);
    const collected = await this.collect(opened.batches, id);
    return this.items.map((item) => collected.find((outcome) => outcome.id === item.id));
  }
}

async function answersAll<Request, Reply>(scene: BatchScene<Request, Reply>): Promise<void> {
  const seen = await scene.outcomes({});
  await using opened = await scene.open();
  for (const [at, { id, request }] of scene.items.entries()) {
    const options = withKey(opened.lab.url);
    const alone = await scene.format.answerAlone(options, request, signal);
    const { quota: _, ...reply } = alone as Reply & { quota?: unknown };
    assert.deepEqual(seen[at], { id, kind: 'reply', reply });
  }
}

async function lists<Request, Reply>(scene: BatchScene<Request, Reply>): Promise<void> {
  await using opened = await scene.open({ batchMs: 200 });
  const { batches } = opened;
  const beforeMs = Date.now() - 2_000;
  const id = await scene.submit(batches);
  const [listed, ...others] = await batches.list(beforeMs, signal);
  assert.deepEqual([listed?.batchId, listed?.requests, others], [id, ITEMS, []]);
  assert.equal(listed?.tag, batches.storesTags ? TAG : undefined);
  assert.deepEqual(await batches.list(Date.now() + 60_000, signal), []);
}

async function saysWhy<Request, Reply>(scene: BatchScene<Request, Reply>): Promise<void> {
  const kinds = async (fault: Fault): Promise<unknown[]> =>
    (await scene.outcomes({ faults: always(fault) })).map((outcome) =>
      outcome?.kind === 'error' ? [outcome.kind, outcome.retry] : outcome?.kind,
    );
  const all = (kind: unknown): unknown[] => Array.from({ length: ITEMS }, () => kind);
  assert.deepEqual(await kinds('item-expired'), all('expired'));
  assert.deepEqual(await kinds('item-missing'), all(undefined));
  assert.deepEqual(await kinds('item-failed'), all(['error', 'later']));
  assert.deepEqual(await kinds('bad-request'), all(['error', 'never']));
}

async function cancels<Request, Reply>(scene: BatchScene<Request, Reply>): Promise<void> {
  await using opened = await scene.open({ batchMs: 200 });
  const { batches } = opened;
  const id = await scene.submit(batches);
  await batches.cancel(id, signal);
  const kinds = new Set((await scene.collect(batches, id)).map(({ kind }) => kind));
  assert.deepEqual(kinds, new Set(['cancelled']));
}

async function refuses<Request, Reply>(scene: BatchScene<Request, Reply>): Promise<void> {
  await using opened = await scene.open({ keys: { other: {} } });
  const refused = await thrownBy(scene.submit(opened.batches));
  assert.deepEqual([refused.code, refused.blame], ['PROVIDER_KEY_REFUSED', 'environment']);
  await using empty = await scene.open();
  const missing = await thrownBy(empty.batches.state('batch_none', signal));
  assert.equal(missing.code, 'PROVIDER_NOT_FOUND');
}
