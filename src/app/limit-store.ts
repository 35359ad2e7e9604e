import { randomUUID } from 'node:crypto';
import { createRedisDocuments } from '../adapters/limits/redis/redis-documents.ts';
import type { EventSink } from '../contracts/events.ts';
import type { LimitStore } from '../contracts/limits.ts';
import type { Ledger } from '../gateway/ledger/ledger.ts';
import { createDividedLimitStore } from '../gateway/limits/stores/divided-limit-store.ts';
import { createDocumentLimitStore } from '../gateway/limits/stores/document-limit-store.ts';
import { createLedgerLimitStore } from '../gateway/limits/stores/ledger-limit-store.ts';
import { SplitLimitStore } from '../gateway/limits/stores/split-limit-store.ts';
import type { SharedLimitsConfig } from '../run/config/limits-schema.ts';
import { nodeClock } from './node-clock.ts';
import { type Environment, readVariable } from './remote-model.ts';

export interface LimitStoreParts {
  readonly sharedLimits: SharedLimitsConfig | undefined;
  /** This process is one of so many that share nothing; 1: it is not. */
  readonly share: number;
  readonly ledger: Ledger;
  readonly environment: Environment;
  readonly onEvent: EventSink;
}

/**
 * Where the limits of a run are held. Needs `close`.
 *
 * @throws {MabError} KEY_MISSING, REDIS_URL_INVALID, LIMITS_UNREACHABLE, PACKAGE_MISSING.
 */
export async function openLimitStore(parts: LimitStoreParts): Promise<LimitStore> {
  const { sharedLimits, share, ledger } = parts;
  const store = sharedLimits
    ? await openShared(sharedLimits, parts)
    : createLedgerLimitStore(ledger);
  return share === 1 ? store : createDividedLimitStore(store, () => share);
}

async function openShared(
  { redis, workers }: SharedLimitsConfig,
  { environment, onEvent }: LimitStoreParts,
): Promise<LimitStore> {
  const url = readVariable(redis.urlEnv, environment, {
    what: 'the address of a Redis',
    option: 'urlEnv',
  });
  const store = new SplitLimitStore({
    clock: nodeClock,
    workers,
    open: () => createDocumentLimitStore(createRedisDocuments({ url }), randomUUID()),
    onSplit: (count, error) =>
      onEvent(
        count === undefined
          ? { type: 'limits-shared' }
          : { type: 'limits-split', workers: count, message: error?.message ?? '' },
      ),
  });
  // What is wrong with the place shows before the first call.
  await store.exchange({ document: 'hello', ends: [], takes: [] });
  return store;
}
