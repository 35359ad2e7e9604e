import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openProxyScene, type ProxyScene } from './__fixtures__/proxy-scene.ts';
import { type Connection, proveReplay } from './prove-replay.ts';

/** Work as a memory SDK does it: what it embeds is what it was answered, and it tells the time. */
function sdk(day: () => string, id: () => string) {
  return async ({ baseUrl, apiKey }: Connection): Promise<void> => {
    const post = async (path: string, body: object): Promise<never> => {
      const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${baseUrl}${path}`, init);
      assert.equal(response.status, 200);
      return (await response.json()) as never;
    };
    const ask = (content: string) =>
      post('/chat/completions', {
        ...{ model: 'chat-x', messages: [{ role: 'user', content }], metadata: { id: id() } },
      }) as Promise<{ choices: [{ message: { content: string } }] }>;
    const texts: string[] = [];
    for (const fact of ['Rome lies in Italy.', 'Rome lies in Italy.', 'Ghent lies in Belgium.']) {
      const { choices } = await ask(`Today is ${day()}. ${fact} Where does it lie?`);
      texts.push(choices[0].message.content);
    }
    await post('/embeddings', { model: 'embed-x', input: texts });
    await post('/embeddings', { model: 'embed-x', input: `Seen on ${day()}.` });
  };
}

function counter(text: string): () => string {
  let at = 0;
  return () => `${text}${at++}`;
}

const DAY = /2026-01-\d+/;

function prove(scene: ProxyScene, volatile: object, day: () => string) {
  return proveReplay(scene.proxy, scene.scope(), volatile, sdk(day, counter('id-')));
}

describe('a proof of replay', () => {
  it('passes where all that is volatile is declared, and the second run costs nothing', async () => {
    await using scene = await openProxyScene();
    const volatile = { fields: ['/metadata/id'], patterns: [DAY] };
    const proof = await prove(scene, volatile, counter('2026-01-1'));
    assert.deepEqual(proof, { passed: true, calls: 5, hits: 5, misses: 0 });
    const { accepted, totalPicoUsd } = scene.server.invoice();
    assert.deepEqual([accepted, await scene.paid()], [5, totalPicoUsd]);
  });

  it('sends what is volatile as it is', async () => {
    await using scene = await openProxyScene();
    await prove(scene, { fields: ['/metadata/id'], patterns: [DAY] }, () => '2026-01-17');
    const { texts } = scene.server.lastAsked() as { texts: string[] };
    assert.deepEqual(texts, ['Seen on 2026-01-17.']);
  });

  it('fails where something is not, and shows it', async () => {
    await using scene = await openProxyScene();
    const missed = await prove(scene, { patterns: [DAY] }, () => '2026-01-17');
    assert.deepEqual(missed, {
      ...{ passed: false, calls: 5, hits: 2, misses: 3 },
      difference: { pointer: '/metadata/id', first: 'id-0', second: 'id-3' },
    });
    const days = await prove(scene, { fields: ['/metadata'] }, counter('2026-01-1'));
    assert.deepEqual(days.difference, {
      pointer: '/messages/0/content',
      first: 'Today is 2026-01-10. Rome lies in Italy. Where does it lie?',
      second: 'Today is 2026-01-14. Rome lies in Italy. Where does it lie?',
    });
  });

  it('gives no vector of a text with volatile parts to anyone who asks for the text', async () => {
    await using scene = await openProxyScene();
    const volatile = { fields: ['/metadata/id'], patterns: [DAY] };
    await prove(scene, volatile, () => '2026-01-17');
    const before = scene.server.invoice().accepted;
    using token = scene.proxy.token(scene.scope({ at: 'elsewhere' }), { replay: volatile });
    const body = { model: 'embed-x', input: 'Seen on ….' };
    await scene.post('/embeddings', body, { authorization: `Bearer ${token.apiKey}` });
    assert.equal(scene.server.invoice().accepted, before + 1);
  });

  it('fails where nothing was asked at all', async () => {
    await using scene = await openProxyScene();
    const proof = await proveReplay(scene.proxy, scene.scope(), {}, async () => undefined);
    assert.deepEqual(proof, { passed: false, calls: 0, hits: 0, misses: 0 });
  });
});
