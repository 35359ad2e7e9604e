import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BatchOutcome, BatchProvider } from '../contracts/batch.ts';
import { type Lab, startLab } from './lab/lab.ts';
import type { LabOptions } from './lab/lab-options.ts';
import { PRICES, thrownBy, withKey } from './provider-failures.ts';
import { always } from './server-faults.ts';

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
  const { signal } = new AbortController();
  const items = Array.from({ length: ITEMS }, (_, at) => ({
    ...{ id: `${TAG}-${at}`, request: format.request(at) },
  }));

  const open = async (options: Partial<LabOptions> = {}) => {
    const lab = await startLab({ models: { '*': { price: PRICES } }, ...options });
    return { lab, batches: format.create(withKey(lab.url)), [Symbol.asyncDispose]: close(lab) };
  };
  const ended = async (batches: BatchProvider<Request, Reply>, id: string): Promise<void> => {
    while ((await batches.state(id, signal)).state === 'running') await wait(2);
  };
  /** What came of the items of one batch, in their order. */
  const outcomes = async (
    options: Partial<LabOptions>,
  ): Promise<(BatchOutcome<Reply> | undefined)[]> => {
    await using opened = await open(options);
    const id = await opened.batches.submit(items, TAG, signal);
    await ended(opened.batches, id);
    const collected = await opened.batches.collect(id, signal);
    return items.map((item) => collected.find((outcome) => outcome.id === item.id));
  };

  describe(`the ${name} batches`, () => {
    it('answer every item as it is answered alone', async () => {
      const seen = await outcomes({});
      await using opened = await open();
      for (const [at, { request }] of items.entries()) {
        const alone = await format.answerAlone(withKey(opened.lab.url), request, signal);
        const { quota: _, ...reply } = alone as Reply & { quota?: unknown };
        assert.deepEqual(seen[at], { id: `${TAG}-${at}`, kind: 'reply', reply });
      }
    });

    it('are listed with their size, and with their tag where the vendor stores it', async () => {
      await using opened = await open({ batchMs: 200 });
      const { batches } = opened;
      const beforeMs = Date.now() - 2_000;
      const id = await batches.submit(items, TAG, signal);
      const [listed, ...others] = await batches.list(beforeMs, signal);
      assert.deepEqual([listed?.batchId, listed?.requests, others], [id, ITEMS, []]);
      assert.equal(listed?.tag, batches.storesTags ? TAG : undefined);
      assert.deepEqual(await batches.list(Date.now() + 60_000, signal), []);
    });

    it('say what was not served, and why', async () => {
      const kinds = async (options: Partial<LabOptions>) =>
        (await outcomes(options)).map((outcome) => outcome?.kind);
      const five = (kind: string | undefined) => Array.from({ length: ITEMS }, () => kind);
      assert.deepEqual(await kinds({ faults: always('item-expired') }), five('expired'));
      assert.deepEqual(await kinds({ faults: always('item-missing') }), five(undefined));
      const [failed] = await outcomes({ faults: always('item-failed') });
      assert.deepEqual(
        [failed?.kind, failed?.kind === 'error' && failed.retry],
        ['error', 'later'],
      );
      const [refused] = await outcomes({ faults: always('bad-request') });
      assert.deepEqual(
        [refused?.kind, refused?.kind === 'error' && refused.retry],
        ['error', 'never'],
      );
    });

    it('can be cancelled, and then say so of each item', async () => {
      await using opened = await open({ batchMs: 200 });
      const { batches } = opened;
      const id = await batches.submit(items, TAG, signal);
      await batches.cancel(id, signal);
      await ended(batches, id);
      const kinds = new Set((await batches.collect(id, signal)).map(({ kind }) => kind));
      assert.deepEqual(kinds, new Set(['cancelled']));
    });

    it('of another key, or that are not there, are refused with the right error', async () => {
      await using opened = await open({ keys: { other: {} } });
      const refused = await thrownBy(opened.batches.submit(items, TAG, signal));
      assert.deepEqual([refused.code, refused.blame], ['PROVIDER_KEY_REFUSED', 'environment']);
      await using empty = await open();
      const missing = await thrownBy(empty.batches.state('batch_none', signal));
      assert.equal(missing.code, 'PROVIDER_NOT_FOUND');
    });

    it('fit into a batch by the size that they say they have', () => {
      const { limits } = format.create(withKey('http://127.0.0.1:9/v1'));
      assert.ok(limits.requests >= 50_000 && limits.bytes >= 199_000_000);
    });
  });
}

function close(lab: Lab): () => PromiseLike<void> {
  return () => lab[Symbol.asyncDispose]();
}
