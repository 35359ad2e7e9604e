import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SharedPrefix } from './shared-prefix.ts';
import { WarmUp } from './warm-up.ts';

const IDLE_MS = 300_000;
const prefixOf = (key: string): SharedPrefix => ({
  key,
  cache: { minTokens: 1, idleMs: IDLE_MS, asked: true, marks: false },
});
const isToSend = async (): Promise<boolean> => true;
const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Calls that run until they are told how they end, in the order in which they began. */
function scene() {
  const controller = new AbortController();
  const time = { ms: 0 };
  const warmUp = new WarmUp({ clock: { elapsed: () => time.ms }, signal: controller.signal });
  const running = new Map<string, PromiseWithResolvers<string>>();
  const begin = (name: string, prefix = 'p', toSend = isToSend): Promise<string> => {
    const answer = warmUp.pass(prefixOf(prefix), toSend, () => {
      const call = Promise.withResolvers<string>();
      running.set(name, call);
      return call.promise;
    });
    answer.catch(() => undefined);
    return answer;
  };
  const end = async (name: string, error?: Error): Promise<void> => {
    const call = running.get(name);
    running.delete(name);
    if (error) call?.reject(error);
    else call?.resolve(name);
    await turns();
  };
  return { begin, end, time, controller, names: () => [...running.keys()].join(' ') };
}

describe('calls that share a prefix', () => {
  it('wait for the first of them, and then go all at once', async () => {
    const { begin, end, names } = scene();
    const answers = ['a', 'b', 'c'].map((name) => begin(name));
    await turns();
    assert.equal(names(), 'a');
    await end('a');
    assert.equal(names(), 'b c');
    begin('d');
    await turns();
    assert.equal(names(), 'b c d');
    await end('b');
    await end('c');
    assert.deepEqual(await Promise.all(answers), ['a', 'b', 'c']);
  });

  it('go on when the first of them fails', async () => {
    const { begin, end, names } = scene();
    const first = begin('a');
    begin('b');
    await turns();
    await end('a', new Error('no'));
    await assert.rejects(first, /no/);
    assert.equal(names(), 'b');
  });

  it('wait again once the vendor has forgotten the prefix, which every use puts off', async () => {
    const { begin, end, time, names } = scene();
    begin('a');
    await turns();
    await end('a');
    time.ms += IDLE_MS - 1;
    begin('b');
    await turns();
    await end('b');
    time.ms += IDLE_MS - 1;
    for (const name of ['c', 'd']) begin(name);
    await turns();
    assert.equal(names(), 'c d');
    await end('c');
    await end('d');
    time.ms += IDLE_MS;
    for (const name of ['e', 'f']) begin(name);
    await turns();
    assert.equal(names(), 'e');
    await end('e');
    assert.equal(names(), 'f');
  });

  it('do not wait when their reply is in the ledger, and warm nothing up', async () => {
    const { begin, names } = scene();
    const bought = async (): Promise<boolean> => false;
    begin('a', 'p', bought);
    begin('b', 'p', bought);
    begin('c');
    begin('d');
    await turns();
    assert.equal(names(), 'a b c');
  });

  it('do not wait for calls with another prefix', async () => {
    const { begin, names } = scene();
    begin('a', 'p');
    begin('b', 'q');
    await turns();
    assert.equal(names(), 'a b');
  });

  it('stop waiting when the run is stopped; the first is left to end', async () => {
    const { begin, end, names, controller } = scene();
    const [first, second] = [begin('a'), begin('b')];
    await turns();
    controller.abort(new Error('stopped'));
    await assert.rejects(second, /stopped/);
    await assert.rejects(begin('c'), /stopped/);
    assert.equal(names(), 'a');
    await end('a');
    assert.equal(await first, 'a');
  });
});
