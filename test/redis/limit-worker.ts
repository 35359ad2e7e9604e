import { openLimitStore } from '../../src/app/limit-store.ts';
import { nodeClock } from '../../src/app/node-clock.ts';
import type { Limit } from '../../src/contracts/limits.ts';
import type { Ledger } from '../../src/gateway/ledger/ledger.ts';
import { RoomQueue } from '../../src/gateway/limits/room-queue.ts';

/**
 * One process of many that share limits in Redis: takes rooms for a while, holds each a moment, and
 * prints when it had them and what it was told, as JSON.
 */
const [heldMs = 0, workMs = 0] = process.argv.slice(2).map(Number);
const concurrency = { min: 12, max: 12, start: 12 };
const limits: readonly Limit[] = [
  { name: 'key model', counting: 'used', adapts: true, requestsPerMinute: 6_000, concurrency },
];
const told: string[] = [];
const store = await openLimitStore({
  sharedLimits: { redis: { urlEnv: 'REDIS_URL' } },
  share: 1,
  ledger: {} as Ledger,
  environment: process.env,
  onEvent: (event) =>
    told.push(event.type === 'limits-split' ? `${event.type} ${event.workers}` : event.type),
});
const queue = new RoomQueue({ store, clock: nodeClock, onWaiting: () => undefined });
const { signal } = new AbortController();
const spans: [number, number][] = [];
const untilMs = Date.now() + workMs;
await Promise.all(
  Array.from({ length: 16 }, async () => {
    while (Date.now() < untilMs) {
      const need = { inputTokens: 60, outputTokensMax: 20 };
      const room = await queue.enter({ document: 'http://server', limits }, need, signal);
      const fromMs = Date.now();
      await nodeClock.sleep(heldMs);
      spans.push([fromMs, Date.now()]);
      room.end({ outcome: 'failed' });
    }
  }),
);
await queue.settled();
await store.close();
process.stdout.write(JSON.stringify({ spans, told }));
