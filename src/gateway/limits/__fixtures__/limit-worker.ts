import { nodeClock } from '../../../app/node-clock.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { createLedgerLimitStore } from '../stores/ledger-limit-store.ts';
import { RoomQueue } from '../room-queue.ts';
import { limitOf } from './limits-world.ts';

/**
 * One process of many: asks for all its rooms at once, holds each for a while, and writes a
 * line to standard error when it has one, and prints at the end when it asked and had them, as JSON.
 */
const [path = '', rooms = '0', heldMs = '0'] = process.argv.slice(2);
const concurrency = { min: 12, max: 12, start: 12 };
const limits = [limitOf({ requestsPerMinute: 6_000, tokensPerMinute: 600_000, concurrency })];
const ledger = await openLedger(path);
const store = createLedgerLimitStore(ledger);
const queue = new RoomQueue({ store, clock: nodeClock, onWaiting: () => undefined });
const { signal } = new AbortController();
const askedAtMs = Date.now();
const spans = await Promise.all(
  Array.from({ length: Number(rooms) }, async () => {
    const need = { inputTokens: 60, outputTokensMax: 20 };
    const room = await queue.enter({ document: 'http://server', limits }, need, signal);
    const fromMs = Date.now();
    process.stderr.write('taken\n');
    await nodeClock.sleep(Number(heldMs));
    const toMs = Date.now();
    room.end({ outcome: 'failed' });
    return [fromMs, toMs];
  }),
);
await queue.settled();
await ledger.close();
process.stdout.write(JSON.stringify({ askedAtMs, spans }));
