import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';

/** The machine's clock. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  async sleep(ms, signal) {
    await wait(ms, undefined, signal ? { signal } : {});
  },
};
