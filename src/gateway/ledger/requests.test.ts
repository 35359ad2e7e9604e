import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { LedgerScene, ONLY_SQLITE } from './__fixtures__/ledger-scene.ts';
import { splitIntoParts } from './requests.ts';

describe('stored requests', () => {
  it('are cut into parts that give the text back, whatever is in it', () => {
    const text = fc.array(fc.string({ unit: 'binary' })).map((lines) => lines.join('\n'));
    fc.assert(fc.property(text, (whole) => splitIntoParts(whole).join('') === whole));
  });

  it('share the parts of a context that many questions stand behind', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const context = Array.from({ length: 2_000 }, (_, at) => `${at}. A fact about ${at}.\n`).join(
      '',
    );
    for (let question = 0; question < 20; question++) {
      const place = { call: `${question}`, path: `q${question}/answer` };
      a.granted({ ...place, requestParts: ['system', `${context}Question ${question}?`] });
    }
    const bodies = scene.sql('SELECT sum(length(body)) AS bytes FROM parts')[0];
    assert.ok(Number(bodies?.bytes) < 2 * context.length, `${bodies?.bytes} bytes`);
    const { parts } = scene.sql('SELECT parts FROM requests')[0] ?? {};
    const read = (hash: string): string => {
      const [row] = scene.sql('SELECT body FROM parts WHERE hash = ?', [hash]);
      return inflateRawSync(row?.body as Uint8Array).toString();
    };
    const text = (JSON.parse(String(parts)) as string[]).map(read).join('');
    assert.match(text, /^system0\. A fact/);
    assert.match(text, /Question \d+\?$/);
  });

  it('are not kept unless they are given', () => {
    using scene = new LedgerScene();
    scene.process().granted();
    assert.deepEqual(scene.sql('SELECT * FROM requests'), []);
  });
});

describe('forgetting a dataset', () => {
  it('removes its replies and requests, keeps those of others, and what was paid', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const one = { call: '1', dataset: 'one', requestParts: ['shared\n', 'of one'] };
    const two = { call: '2', unit: 'v', dataset: 'two', requestParts: ['shared\n', 'of two'] };
    a.settle(a.granted(one), 'secret one');
    a.settle(a.granted(two), 'secret two');
    assert.deepEqual(a.do('forget', { dataset: 'one' }), { calls: 1 });
    assert.equal(scene.sql('SELECT * FROM parts').length, 2);
    assert.equal(a.claim(two).kind, 'hit');
    assert.equal(a.claim(one).kind, 'granted');
    assert.deepEqual(scene.outcomes(), ['reply', 'reply', 'open']);
  });

  it('leaves no byte of a reply in the file', { skip: ONLY_SQLITE }, () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const marker = 'a-reply-nobody-may-see';
    a.settle(a.granted(), marker.repeat(200));
    a.do('forget', { dataset: 'a-dataset' });
    scene.sql('PRAGMA wal_checkpoint(TRUNCATE)');
    assert.equal(readFileSync(scene.path).includes(marker), false);
  });

  it('of a call that is being bought does not lose its money', () => {
    using scene = new LedgerScene();
    const a = scene.process();
    const attempt = a.granted();
    a.do('forget', { dataset: 'a-dataset' });
    assert.deepEqual(a.settle(attempt, 'x'), { text: 'x', finish: 'stop' });
    assert.deepEqual(scene.outcomes(), ['reply']);
  });
});
