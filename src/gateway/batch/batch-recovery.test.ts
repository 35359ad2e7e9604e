import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BatchOutcome, BatchProvider } from '../../contracts/batch.ts';
import type { ProviderReply } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { laneCost, meteredCost } from '../../cost/call-cost.ts';
import type { Lab } from '../../testing/lab/lab.ts';
import { LedgerScene } from '../ledger/__fixtures__/ledger-scene.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Settlement } from '../ledger/protocol.ts';
import {
  type Asker,
  askAll,
  type Changes,
  changed,
  modelAt,
  OUR_PRICE,
  openAsker,
  openLab,
  PROMPTS,
  RUN,
  type Vendor,
} from './__fixtures__/lane-scene.ts';

const lost = () =>
  new MabError('PROVIDER_TIMEOUT', 'It did not answer in time.', {
    ...{ blame: 'provider', retry: 'later', details: { mayBeBilled: true } },
  });
const overloaded = () =>
  new MabError('PROVIDER_OVERLOADED', 'Too many requests.', {
    ...{ blame: 'provider', retry: 'later', details: { status: 429 } },
  });
const unreadable = () =>
  new MabError('PROVIDER_REPLY_UNREADABLE', 'Half a line.', { blame: 'provider', retry: 'later' });
const gone = () => new MabError('BATCH_RESULTS_GONE', 'Deleted.', { blame: 'provider' });
const keyRefused = () =>
  new MabError('PROVIDER_KEY_REFUSED', 'No such key.', { blame: 'environment' });

/** Throws the errors one after the other, then does the work. */
function after<T extends unknown[], R>(errors: MabError[], work: (...given: T) => Promise<R>) {
  return async (...given: T): Promise<R> => {
    const error = errors.shift();
    if (error) throw error;
    return work(...given);
  };
}

/** A process that dies while it does something: it never hears of it, and nobody hears of it. */
async function dieWhile(
  scene: LedgerScene,
  lab: Lab,
  vendor: Vendor,
  dying: (
    vendor: BatchProvider,
    die: () => Promise<never>,
    ledger: () => Ledger,
  ) => Partial<BatchProvider>,
): Promise<void> {
  const died = Promise.withResolvers<void>();
  const die = (): Promise<never> => {
    died.resolve();
    return new Promise(() => {});
  };
  let ledger: Ledger | undefined;
  const wrap = changed((own) => dying(own, die, () => ledger as Ledger));
  await using asker = await openAsker(scene.path, modelAt(lab, vendor, wrap));
  ledger = asker.ledger;
  askAll(asker).catch(() => undefined);
  await died.promise;
}

function settlementOf(outcome: BatchOutcome<ProviderReply>): Settlement {
  assert.ok(outcome.kind === 'reply' && outcome.reply.usage);
  const { text, finish, usage } = outcome.reply;
  return {
    attempt: Number(outcome.id.split('-').at(-1)),
    ...{ reply: { text, finish }, usage, latencyMs: 1, servedBy: 'lab', route: 'lab' },
    costPicoUsd: laneCost(meteredCost(usage, OUR_PRICE), 50),
    reportedModel: undefined,
  };
}

function batchItems(lab: Lab): number | undefined {
  return lab.invoice().lines.find(({ lane }) => lane === 'batch')?.requests;
}

/** All was bought by batch, each call once, and everything is accounted for. */
async function assertBoughtOnce(lab: Lab, asker: Asker): Promise<void> {
  const spent = lab.invoice().totalPicoUsd;
  assert.deepEqual(await asker.money(), { paid: spent, exposure: spent, unknown: 0n, open: 0 });
  assert.deepEqual([batchItems(lab), lab.invoice().accepted], [PROMPTS.length, PROMPTS.length]);
  const closed = await asker.ledger.perform('batchesAtVendors', { runId: RUN });
  assert.deepEqual(closed, []);
}

for (const vendor of ['openai', 'anthropic'] as const) {
  describe(`a batch whose process is gone, ${vendor}`, () => {
    it('stays at the vendor when the run is stopped, and is collected by the next one', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ batchMs: 150 });
      const model = modelAt(lab, vendor);
      {
        await using asker = await openAsker(scene.path, model);
        const asked = askAll(asker);
        while (scene.sql("SELECT * FROM batches WHERE state = 'submitted'").length === 0)
          await wait(5);
        asker.stop();
        await assert.rejects(asked, { name: 'AbortError' });
        const [batch] = await asker.ledger.perform('batchesAtVendors', { runId: RUN });
        assert.deepEqual([batch?.model, batch?.calls], ['m', 7]);
      }
      await using next = await openAsker(scene.path, model);
      await askAll(next);
      await assertBoughtOnce(lab, next);
    });

    it('is collected after a day, in the live lane too', async () => {
      using scene = new LedgerScene();
      let nowMs = Date.now();
      await using lab = await openLab({ batchMs: 50, clock: { now: () => nowMs } });
      await dieWhile(scene, lab, vendor, (_, die) => ({ state: die }));
      await wait(100);
      nowMs += 26 * 3_600_000;
      await using next = await openAsker(scene.path, modelAt(lab, vendor), { lane: 'live' });
      await askAll(next);
      await assertBoughtOnce(lab, next);
    });

    it('is asked live after a day in which the vendor did not come to it', async () => {
      using scene = new LedgerScene();
      let nowMs = Date.now();
      await using lab = await openLab({ batchMs: 300, clock: { now: () => nowMs } });
      await dieWhile(scene, lab, vendor, (_, die) => ({ state: die }));
      nowMs += 26 * 3_600_000;
      await using next = await openAsker(scene.path, modelAt(lab, vendor));
      await askAll(next);
      const spent = lab.invoice().totalPicoUsd;
      assert.deepEqual(await next.money(), { paid: spent, exposure: spent, unknown: 0n, open: 0 });
      assert.equal(batchItems(lab), undefined);
    });

    it('is not bought again where only its id was lost with the process', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ batchMs: 50 });
      const submitAndDie = (own: BatchProvider, die: () => Promise<never>) => ({
        submit: async (...given: Parameters<BatchProvider['submit']>) => {
          await own.submit(...given);
          return die();
        },
      });
      // Another one's batch of the same size, which is not to be taken for ours.
      const foreign = PROMPTS.map((content, at) => ({
        id: `other-${at}`,
        request: { model: 'm', messages: [{ role: 'user', content } as const], maxOutputTokens: 1 },
      }));
      const [{ batch }] = modelAt(lab, vendor).routes;
      await batch?.provider.submit(foreign, 'other', AbortSignal.timeout(5_000));
      await dieWhile(scene, lab, vendor, submitAndDie);
      await using next = await openAsker(scene.path, modelAt(lab, vendor));
      await askAll(next);
      assert.equal(lab.invoice().accepted, 2 * PROMPTS.length);
      const { unknown, open } = await next.money();
      assert.deepEqual([unknown, open], [0n, 0]);
    });

    it('is handed in again where it surely never arrived', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      await dieWhile(scene, lab, vendor, (_, die) => ({ submit: die }));
      // Five times as long is waited before the batch surely never arrived.
      const hasty = { ...modelAt(lab, vendor), timeoutMs: 400 };
      await using next = await openAsker(scene.path, hasty);
      await askAll(next);
      await assertBoughtOnce(lab, next);
      const outcomes = scene.sql('SELECT outcome, error_code FROM attempts ORDER BY attempt');
      const never = { outcome: 'error', error_code: 'BATCH_NOT_SUBMITTED' };
      assert.deepEqual(
        outcomes.slice(0, 7).map((row) => ({ ...row })),
        Array(7).fill(never),
      );
    });

    it('is settled once where the process died in the middle of settling', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      const settleThree = (
        own: BatchProvider,
        die: () => Promise<never>,
        ledger: () => Ledger,
      ) => ({
        collect: async (...given: Parameters<BatchProvider['collect']>) => {
          const outcomes = await own.collect(...given);
          for (const outcome of outcomes.slice(0, 3)) {
            await ledger().perform('settle', settlementOf(outcome));
          }
          return die();
        },
      });
      await dieWhile(scene, lab, vendor, settleThree);
      await using next = await openAsker(scene.path, modelAt(lab, vendor));
      await askAll(next);
      await assertBoughtOnce(lab, next);
    });

    it('is waited for by a second process while the first one lives', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab({ batchMs: 50 });
      await using first = await openAsker(scene.path, modelAt(lab, vendor));
      await using second = await openAsker(scene.path, modelAt(lab, vendor));
      const [a, b] = await Promise.all([askAll(first), askAll(second)]);
      assert.deepEqual(a, b);
      await assertBoughtOnce(lab, first);
    });

    it('is not reached with another configuration, which says so', async () => {
      using scene = new LedgerScene();
      await using lab = await openLab();
      await dieWhile(scene, lab, vendor, (_, die) => ({ state: die }));
      const model = modelAt(lab, vendor);
      const [route] = model.routes;
      const elsewhere = { ...model, routes: [{ ...route, id: 'elsewhere' }] as const };
      await using next = await openAsker(scene.path, elsewhere);
      await assert.rejects(next.ask(PROMPTS[0] ?? ''), { code: 'BATCH_ROUTE_MISSING' });
    });
  });

  describe(`a vendor in trouble, ${vendor}`, () => {
    const withVendor = async (
      changes: Changes,
      work: (asker: Asker, lab: Lab) => Promise<void>,
    ) => {
      using scene = new LedgerScene();
      await using lab = await openLab({ batchMs: 20 });
      await using asker = await openAsker(scene.path, modelAt(lab, vendor, changed(changes)));
      await work(asker, lab);
    };

    it('that loses the answer to a batch is asked for its list before it is handed in again', () => {
      const errors = [lost()];
      return withVendor(
        (own) => ({
          submit: async (...given) => {
            const id = await own.submit(...given);
            const error = errors.shift();
            if (error) throw error;
            return id;
          },
        }),
        async (asker, lab) => {
          await askAll(asker);
          await assertBoughtOnce(lab, asker);
        },
      );
    });

    it('that refuses a batch for its rate is asked again, then live', async () => {
      await withVendor(
        (own) => ({ submit: after([overloaded()], own.submit) }),
        async (asker, lab) => {
          await askAll(asker);
          await assertBoughtOnce(lab, asker);
        },
      );
      await withVendor(
        (own) => ({ submit: after([overloaded(), overloaded()], own.submit) }),
        async (asker, lab) => {
          await askAll(asker);
          assert.equal(batchItems(lab), undefined);
          assert.equal((await asker.money()).paid, lab.invoice().totalPicoUsd);
          const refused = asker.events.filter(({ type }) => type === 'batch-refused');
          const said = { code: 'PROVIDER_OVERLOADED', message: 'Too many requests.', calls: 7 };
          assert.deepEqual(refused, [{ type: 'batch-refused', ...said }]);
        },
      );
    });

    it('whose queue is full is asked again when there may be room, then live', async () => {
      const full = { state: 'failed', done: 0, message: 'Too much.', isQueueFull: true } as const;
      for (const refusals of [1, 3]) {
        let left = refusals;
        await withVendor(
          (own) => ({
            submit: async (...given) => (left > 0 ? 'refused' : own.submit(...given)),
            state: async (...given) => (left-- > 0 ? full : own.state(...given)),
          }),
          async (asker, lab) => {
            await askAll(asker);
            assert.equal(batchItems(lab), refusals === 1 ? PROMPTS.length : undefined);
            assert.equal((await asker.money()).exposure, lab.invoice().totalPicoUsd);
          },
        );
      }
    });

    it('that refuses the key ends the run, and nothing is charged', () =>
      withVendor(
        (own) => ({ submit: after([keyRefused()], own.submit) }),
        async (asker) => {
          await assert.rejects(askAll(asker), { code: 'PROVIDER_KEY_REFUSED' });
          const nothing = { paid: 0n, exposure: 0n, unknown: 0n, open: 0 };
          assert.deepEqual(await asker.money(), nothing);
        },
      ));

    it('whose outages and cut results are waited out', () =>
      withVendor(
        (own) => ({
          state: after([overloaded(), lost(), unreadable()], own.state),
          collect: after([lost(), unreadable()], own.collect),
        }),
        async (asker, lab) => {
          await askAll(asker);
          await assertBoughtOnce(lab, asker);
          const told = asker.events.filter(({ type }) => type === 'batch-unanswered');
          assert.deepEqual(told, [
            {
              type: 'batch-unanswered',
              code: 'PROVIDER_OVERLOADED',
              message: 'Too many requests.',
            },
            { type: 'batch-unanswered', code: 'PROVIDER_TIMEOUT', message: lost().message },
          ]);
        },
      ));

    it('that has deleted the results, or gives none that can be read, is asked live', async () => {
      for (const errors of [[gone()], [unreadable(), unreadable()]]) {
        await withVendor(
          (own) => ({ collect: after(errors, own.collect) }),
          async (asker, lab) => {
            await askAll(asker);
            const { paid, unknown, open } = await asker.money();
            const invoice = lab.invoice().totalPicoUsd;
            assert.ok(paid < invoice && invoice <= paid + unknown && open === 0);
          },
        );
      }
    });
  });
}
