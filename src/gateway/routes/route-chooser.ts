import type { MabError } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { Breaker } from './breaker.ts';
import type { CallTries } from './call-tries.ts';
import type { FailoverPolicy } from './failover-policy.ts';
import { meetsLimit, putsRouteOut, retryAfterMs } from './provider-failure.ts';
import type { Routes } from './route.ts';
import { allFailed } from './route-errors.ts';

/** How often and how patiently the routes of a model are asked. */
export interface ChooserOptions {
  readonly policy: FailoverPolicy;
  /** Failed sends of one call over one route. */
  readonly attemptsMax: number;
}

/** Where a call goes on. */
export interface NextRoute<R> {
  readonly route: R;
  readonly waitMs: number;
}

/** All that this process knows of one route. */
interface RouteState<R> {
  readonly route: R;
  readonly breaker: Breaker;
  /** Why it is of no more use. */
  out: MabError | undefined;
  /** Tells those who wait for its limits that they had better choose anew. */
  left: AbortController;
}

/**
 * Chooses among the routes of one model: the first one while it is well, the next one where that is
 * out, left alone, or has failed the call too often. Where all are left alone, the one that comes
 * back first is asked all the same: there is nowhere else to go.
 */
export class RouteChooser<R extends { readonly name: string }> {
  readonly #options: ChooserOptions;
  readonly #states: readonly RouteState<R>[];
  #failedCalls = 0;

  constructor(routes: Routes<R>, options: ChooserOptions) {
    this.#options = options;
    this.#states = routes.map((route) => ({
      ...{ route, out: undefined },
      breaker: new Breaker(options.policy.breaker),
      left: new AbortController(),
    }));
  }

  /**
   * The route for the next send of a call; `served`, `failed` or `unsent` has to follow.
   *
   * @throws {MabError} what is wrong with each of them, where none is left.
   */
  begin(tries: CallTries, nowMs: number): R {
    const state = this.#best(tries, nowMs);
    if (!state) throw this.error(tries);
    state.breaker.begin(nowMs);
    return state.route;
  }

  /** Which route the call goes on with, and in how many ms; undefined where none is left to it. */
  next(tries: CallTries, nowMs: number, random: Random): NextRoute<R> | undefined {
    const route = this.#best(tries, nowMs)?.route;
    return route && { route, waitMs: tries.waitMs(route.name, nowMs, random) };
  }

  /** Aborted when a route that is being waited for is of no use, or another one would be faster. */
  leftSignal(route: R): AbortSignal {
    return this.#stateOf(route).left.signal;
  }

  /** A send was answered. */
  served(route: R): void {
    this.#failedCalls = 0;
    this.#stateOf(route).breaker.served();
  }

  /** A send failed. */
  failed(route: R, error: MabError, nowMs: number): void {
    const state = this.#stateOf(route);
    const pauseMs = retryAfterMs(error) ?? 0;
    if (putsRouteOut(error)) state.out = error;
    if (error.retry === 'later' && !meetsLimit(error)) state.breaker.failed(nowMs);
    else state.breaker.ended();
    if (pauseMs > this.#options.policy.pauseMsMax) state.breaker.hold(nowMs + pauseMs);
    if (state.out || this.#isWorseNow(state, nowMs)) {
      state.left.abort();
      state.left = new AbortController();
    }
  }

  /** Nothing was sent after all. */
  unsent(route: R): void {
    this.#stateOf(route).breaker.ended();
  }

  /** A call was given up. @returns how many were in a row, without one that was answered. */
  gaveUp(): number {
    this.#failedCalls += 1;
    return this.#failedCalls;
  }

  /** Why a call was not served: what each route has said, to it or to an earlier one. */
  error(tries: CallTries): MabError {
    const errors = this.#states.flatMap(({ route: { name }, out }) => {
      const error = out ?? tries.errorOf(name);
      return error ? [{ route: name, error }] : [];
    });
    return allFailed(errors);
  }

  #best(tries: CallTries, nowMs: number): RouteState<R> | undefined {
    const { attemptsMax, policy } = this.#options;
    const failures = ({ route }: RouteState<R>): number => tries.failuresOf(route.name);
    const left = this.#states.filter((state) => !state.out && failures(state) < attemptsMax);
    const well = left.filter(({ breaker }) => breaker.allows(nowMs));
    return well.length > 0
      ? least(well, (state) => Math.floor(failures(state) / policy.afterAttempts))
      : least(left, ({ breaker }) => breaker.closedUntil);
  }

  #isWorseNow({ breaker }: RouteState<R>, nowMs: number): boolean {
    const others = this.#states.filter((state) => !state.out && state.breaker.allows(nowMs));
    return !breaker.allows(nowMs) && others.length > 0;
  }

  #stateOf(route: R): RouteState<R> {
    return this.#states.find((state) => state.route === route) as RouteState<R>;
  }
}

/** The first of those with the least value. */
function least<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  const values = items.map(value);
  return items[values.indexOf(Math.min(...values))];
}
