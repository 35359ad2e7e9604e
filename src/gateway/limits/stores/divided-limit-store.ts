import type { Limit, LimitStore, RoomEnd, RoomRequest } from '../../../contracts/limits.ts';
import type { Quota, QuotaState } from '../../../contracts/model.ts';

/**
 * Limits for one of several processes that cannot ask each other: each keeps to its part of what is
 * stated, and of what the vendor says of all of them together.
 *
 * @param parts  1 or more.
 */
export function createDividedLimitStore(store: LimitStore, parts: () => number): LimitStore {
  return {
    close: () => store.close(),
    exchange({ document, ends, takes }) {
      const count = parts();
      return store.exchange({
        document,
        ends: ends.map((end) => endOf(end, count)),
        takes: takes.map((take) => requestOf(take, count)),
      });
    },
  };
}

/** The part of a limit that one of `count` processes may use; a place in flight is not divided. */
export function divided(limit: Limit, count: number): Limit {
  const { requestsPerMinute, tokensPerMinute, concurrency } = limit;
  const places = (all: number): number => Math.max(1, Math.floor(all / count));
  return {
    ...limit,
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute: requestsPerMinute / count }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute: tokensPerMinute / count }),
    ...(concurrency === undefined
      ? {}
      : {
          concurrency: {
            min: places(concurrency.min),
            max: places(concurrency.max),
            start: places(concurrency.start),
          },
        }),
  };
}

function requestOf(request: RoomRequest, count: number): RoomRequest {
  return { ...request, limits: request.limits.map((limit) => divided(limit, count)) };
}

function endOf(end: RoomEnd, count: number): RoomEnd {
  const { quota } = end;
  const request = requestOf(end.request, count);
  return { ...end, request, ...(quota ? { quota: quotaOf(quota, count) } : {}) };
}

function quotaOf({ requests, tokens }: Quota, count: number): Quota {
  return {
    ...(requests ? { requests: stateOf(requests, count) } : {}),
    ...(tokens ? { tokens: stateOf(tokens, count) } : {}),
  };
}

function stateOf({ limit, remaining, ...state }: QuotaState, count: number): QuotaState {
  return {
    ...state,
    ...(limit === undefined ? {} : { limit: limit / count }),
    ...(remaining === undefined ? {} : { remaining: remaining / count }),
  };
}
