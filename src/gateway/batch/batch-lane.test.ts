import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MabError } from '../../core/errors.ts';
import type { Lab } from '../../testing/lab/lab.ts';
import { firstAttempts } from '../../testing/server-faults.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import {
  askAll,
  changed,
  modelAt,
  openAsker,
  openLab,
  PROMPTS,
  type Vendor,
} from './__fixtures__/lane-scene.ts';

/** The answers without any batch. */
async function liveAnswers(vendor: Vendor): Promise<string[]> {
  using scene = new LedgerScene();
  await using lab = await openLab();
  await using asker = await openAsker(scene.path, modelAt(lab, vendor), { lane: 'live' });
  return await askAll(asker);
}

function requestsByLane(lab: Lab): Record<string, number> {
  return Object.fromEntries(lab.invoice().lines.map(({ lane, requests }) => [lane, requests]));
}

for (const vendor of ['openai', 'anthropic'] as const) {
  describe(`the batch lane, ${vendor}`, () => {
    it('asks all that wait in one batch, for half the price to the pico-dollar', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      assert.deepEqual(await askAll(asker), await liveAnswers(vendor));
      const { totalPicoUsd } = lab.invoice();
      assert.ok(totalPicoUsd > 0n);
      const spent = { paid: totalPicoUsd, exposure: totalPicoUsd };
      assert.deepEqual(await asker.money(), { ...spent, unknown: 0n, open: 0 });
      assert.deepEqual(requestsByLane(lab), { batch: 7 });
      const rows = scene.sql('SELECT lane, route, outcome FROM attempts');
      assert.deepEqual(rows.length, 7);
      assert.deepEqual(
        new Set(rows.map((row) => `${row.lane} ${row.route} ${row.outcome}`)),
        new Set([`batch ${vendor} reply`]),
      );
      const told = asker.events.filter(({ type }) => type === 'batches-waiting').at(-1);
      assert.deepEqual(told, {
        ...{ type: 'batches-waiting', batches: 0, calls: 0, answered: 0, picoUsd: 0n },
      });
    });

    it('leaves calls that build a memory, and the lane live, alone', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      await asker.ask('Remember this.', 'memorize');
      await using live = await openAsker(scene.path, modelAt(lab, vendor), { lane: 'live' });
      await live.ask('And this?');
      assert.deepEqual(requestsByLane(lab), { live: 2 });
    });

    it('with auto, waits for a batch only where enough calls come together', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      await using asker = await openAsker(scene.path, modelAt(lab, vendor), {
        ...{ lane: 'auto', lingerMs: 200 },
      });
      await Promise.all([asker.ask('one'), asker.ask('two')]);
      assert.deepEqual(requestsByLane(lab), { live: 2 });
      await Promise.all(['three', 'four', 'five'].map((text) => asker.ask(text)));
      assert.deepEqual(requestsByLane(lab), { live: 2, batch: 3 });
    });

    it('makes batches no larger than the vendor takes', async () => {
      using scene = new LedgerScene();
      const sizes: number[] = [];
      await using lab = await openLab({
        models: { m: { price: { inputPicoUsd: 1n, outputPicoUsd: 1n } } },
        batchFaults: ({ requests }) => void sizes.push(requests),
      });
      const bytes = 3_000;
      const wrap = changed(() => ({ limits: { requests: 3, bytes } }));
      await using asker = await openAsker(scene.path, modelAt(lab, vendor, wrap));
      await askAll(asker);
      const first = sizes.splice(0);
      assert.ok(first.every((size) => size <= 3));
      assert.equal(
        first.reduce((sum, size) => sum + size, 0),
        PROMPTS.length,
      );
      // Two of these are more bytes than fit, and one of the last is.
      await Promise.all([asker.ask('a'.repeat(2_000)), asker.ask('b'.repeat(2_000))]);
      await asker.ask('c'.repeat(bytes));
      assert.deepEqual([sizes, requestsByLane(lab).live], [[1, 1], 1]);
    });

    for (const fault of ['item-expired', 'item-failed'] as const) {
      it(`asks live what is ${fault}, and pays the full price for that only`, async () => {
        using scene = new LedgerScene();
        await using lab = await openLab({ faults: firstAttempts(fault) });
        await using asker = await openAsker(scene.path, modelAt(lab, vendor));
        assert.deepEqual(await askAll(asker), await liveAnswers(vendor));
        const spent = lab.invoice().totalPicoUsd;
        const money = await asker.money();
        assert.deepEqual(money, { paid: spent, exposure: spent, unknown: 0n, open: 0 });
        assert.deepEqual(requestsByLane(lab), { batch: 7, live: 7 });
      });
    }

    it('charges what the vendor lost, and asks for it live', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ faults: firstAttempts('item-missing') });
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      await askAll(asker);
      const { paid, unknown, open } = await asker.money();
      const invoice = lab.invoice().totalPicoUsd;
      assert.ok(paid < invoice && invoice <= paid + unknown && open === 0);
    });

    it('counts a result once that comes twice', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ faults: firstAttempts('item-duplicate') });
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      assert.deepEqual(await askAll(asker), await liveAnswers(vendor));
      assert.equal((await asker.money()).paid, lab.invoice().totalPicoUsd);
    });

    it('refuses for good what the vendor refuses for good', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ faults: firstAttempts('bad-request') });
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      const ends = await Promise.allSettled(PROMPTS.map((text) => asker.ask(text)));
      for (const end of ends) {
        assert.equal(
          end.status === 'rejected' && (end.reason as MabError).code,
          'PROVIDER_REFUSED',
        );
      }
      assert.deepEqual(requestsByLane(lab), { batch: 7 });
      assert.equal((await asker.money()).exposure, 0n);
    });

    it('asks live what an expired batch has not served', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ batchFaults: () => 'expired' });
      await using asker = await openAsker(scene.path, modelAt(lab, vendor));
      assert.deepEqual(await askAll(asker), await liveAnswers(vendor));
      assert.equal((await asker.money()).paid, lab.invoice().totalPicoUsd);
      assert.deepEqual(requestsByLane(lab), { batch: 3, live: 4 });
    });
  });
}
