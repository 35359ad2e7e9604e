import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SharedDocument, SharedDocuments } from '../../../contracts/shared-documents.ts';
import { limitOf, needOf } from '../__fixtures__/limits-world.ts';
import { createDocumentLimitStore } from './document-limit-store.ts';

/** Documents in memory that let others run between a read and a write. */
class SlowDocuments implements SharedDocuments {
  readonly #documents = new Map<string, { text: string; version: number }>();
  writes = 0;

  async read(name: string): Promise<SharedDocument> {
    const found = this.#documents.get(name);
    await new Promise(setImmediate);
    const version = String(found?.version ?? 0);
    return { version, nowMs: 1_000_000, ...(found ? { text: found.text } : {}) };
  }

  async write(name: string, { text, version }: { text: string; version: string }) {
    const found = this.#documents.get(name)?.version ?? 0;
    if (String(found) !== version) return false;
    this.writes += 1;
    this.#documents.set(name, { text, version: found + 1 });
    return true;
  }

  close = async (): Promise<void> => undefined;
}

test('processes that overtake each other take no more than there is', async () => {
  const documents = new SlowDocuments();
  const stores = ['a', 'b', 'c', 'd'].map((owner) => createDocumentLimitStore(documents, owner));
  const take = needOf([limitOf({ requestsPerMinute: 600 })]);
  const answers = await Promise.all(
    stores.map((store) =>
      store.exchange({
        document: 'server',
        ends: [],
        takes: Array.from({ length: 6 }, () => take),
      }),
    ),
  );
  const taken = answers.flatMap((answer) => answer.answers).filter(({ kind }) => kind === 'taken');
  assert.equal(taken.length, 10);
  assert.equal(Math.max(...answers.map(({ workers }) => workers)), 4);
});

test('a look that changes nothing writes nothing', async () => {
  const documents = new SlowDocuments();
  const store = createDocumentLimitStore(documents, 'a');
  const takes = [needOf([limitOf({ requestsPerMinute: 3 })])];
  for (let look = 0; look < 5; look++)
    await store.exchange({ document: 'server', ends: [], takes });
  assert.equal(documents.writes, 1);
});

test('one that is always overtaken gives up and says so', async () => {
  const documents = new SlowDocuments();
  const store = createDocumentLimitStore(
    { ...documents, read: (name) => documents.read(name), write: async () => false },
    'a',
  );
  await assert.rejects(store.exchange({ document: 'server', ends: [], takes: [] }), {
    code: 'LIMITS_UNREACHABLE',
  });
});
