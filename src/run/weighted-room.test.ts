import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WeightedRoom } from './weighted-room.ts';

describe('a room for what is heavy', () => {
  it('lets in what fits, in the order of arrival, and what is too heavy alone', async () => {
    const room = new WeightedRoom(10);
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const enter = (name: string, weight: number) =>
      room.during(weight, async () => {
        log.push(`+${name}`);
        await new Promise<void>((resolve) => void gates.set(name, resolve));
        log.push(`-${name}`);
      });
    const all = [enter('a', 6), enter('b', 4), enter('c', 99), enter('d', 1)];
    const open = async (name: string) => {
      gates.get(name)?.();
      await new Promise(setImmediate);
    };
    await new Promise(setImmediate);
    for (const name of ['a', 'b', 'c', 'd']) await open(name);
    await Promise.all(all);
    // d would fit beside b, but c was there before it.
    assert.deepEqual(log, ['+a', '+b', '-a', '-b', '+c', '-c', '+d', '-d']);
  });

  it('gives room back when the work fails', async () => {
    const room = new WeightedRoom(1);
    await assert.rejects(room.during(1, async () => Promise.reject(new Error('no'))));
    assert.equal(await room.during(1, async () => 'yes'), 'yes');
  });
});
