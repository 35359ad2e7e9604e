import type { ChatReply, ChatRequest, Sampling } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import { RETRY_AFTER_MS_MAX } from '../backoff.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { ClaimAnswer, ClaimRequest } from '../ledger/protocol.ts';
import type { RoomQueue } from '../limits/room-queue.ts';
import type { ModelConfig, RoutedModel } from '../model-config.ts';
import { cacheKey, type SharedPrefix } from '../prompt-cache/shared-prefix.ts';
import type { CallTries } from '../routes/call-tries.ts';
import { type AttemptEnd, closing, putsRouteOut } from '../routes/provider-failure.ts';
import type { AnyRoute, ChatRoute } from '../routes/route.ts';
import { RouteChooser } from '../routes/route-chooser.ts';
import { sendOn } from '../routes/send-on.ts';
import {
  enterRoute,
  type LimitedReply,
  leaveRoute,
  type SendNeed,
  type Way,
} from '../routes/way.ts';
import { settleReply } from './settle-reply.ts';

/** One call on its way through the gateway. */
export interface Call {
  readonly model: ModelConfig;
  readonly request: ChatRequest;
  /** Instead of the model's own. */
  readonly sampling?: Sampling;
  readonly claim: ClaimRequest;
  /** Absent: the vendor's prompt cache is not wanted. */
  readonly prefix?: SharedPrefix | undefined;
}

/** Leave to send: the intent stands in the ledger. */
export type Grant = Extract<ClaimAnswer, { kind: 'granted' }>;

/** A reply, and who gave it. */
export interface Served<R, T> {
  readonly route: R;
  readonly reply: T;
  readonly latencyMs: number;
}

/** What one or more durable intents stand for. */
export interface Attempt<R extends AnyRoute> {
  readonly model: RoutedModel<R>;
  /** From `begin`. */
  readonly way: Way<R>;
  readonly grants: readonly Grant[];
  /** Of the same call or texts, before. */
  readonly tries: CallTries;
}

type BuyerOptions = Pick<
  GatewayOptions,
  'ledger' | 'clock' | 'random' | 'countTokens' | 'onEvent' | 'signal'
> & { readonly rooms: RoomQueue };

/**
 * Calls of one model in a row that failed on all its routes, without one success between: then the
 * provider is down, and asking every further question in vain would only take hours.
 */
const OUTAGE_CALLS = 12;

/**
 * Sends a call whose intent is durable, and makes the outcome durable.
 */
export class Buyer {
  readonly #options: BuyerOptions;
  /** By model: one that answers says nothing of another one's health. */
  readonly #choosers = new Map<object, unknown>();

  constructor(options: BuyerOptions) {
    this.#options = options;
  }

  /**
   * Chooses the route that is best now and waits for room in its limits: before any intent, so that
   * nobody waits with money reserved, and only as long as there is no better one. `send`, `attempt`
   * or `unsent` has to follow.
   *
   * @throws {MabError} what is wrong with each route, where none is left; REQUEST_OVER_LIMIT,
   *   LIMITS_UNREACHABLE; the reason of the signal.
   */
  async begin<R extends AnyRoute>(
    model: RoutedModel<R>,
    need: SendNeed,
    tries: CallTries,
  ): Promise<Way<R>> {
    const { clock, signal: stop } = this.#options;
    const chooser = this.#chooserOf(model);
    for (;;) {
      const route = chooser.begin(tries, clock.elapsed());
      const left = chooser.leftSignal(route);
      const signal = AbortSignal.any([stop, left]);
      try {
        return { route, room: await enterRoute(route, need, { ...this.#options, signal }) };
      } catch (notSent) {
        chooser.unsent(route);
        if (stop.aborted || notSent !== left.reason) throw notSent;
      }
    }
  }

  /** Gives a way back that nothing was sent on. */
  unsent<R extends AnyRoute>(model: RoutedModel<R>, { route, room }: Way<R>): void {
    this.#chooserOf(model).unsent(route);
    room.end({ outcome: 'not-sent' });
  }

  /**
   * Sends a chat call once.
   *
   * @returns The reply that stands in the ledger, or the error after which it can be sent again.
   * @throws {MabError} as `attempt`.
   */
  async send(
    call: Call,
    grant: Grant,
    { way, tries }: Pick<Attempt<ChatRoute>, 'way' | 'tries'>,
  ): Promise<ChatReply | MabError> {
    const { model, request, claim, prefix, sampling = model.sampling } = call;
    const sent = { ...request, ...sampling };
    const served = await this.attempt({ model, way, grants: [grant], tries }, (route, signal) =>
      route.provider.complete({ ...sent, ...cacheKey(prefix, route), model: route.model }, signal),
    );
    if (served instanceof MabError) return served;
    const settled = await settleReply(this.#options, {
      ...{ attempt: grant.attempt, request, percent: 100 },
      ...served,
    });
    this.tell(claim, [grant], settled.costPicoUsd);
    return settled.reply;
  }

  /**
   * Sends once; a failure closes all intents.
   *
   * @returns The reply, or the error after which it can be sent again.
   * @throws {MabError} the provider's error where that is of no use; PROVIDER_DOWN after an outage
   *   of many calls; the reason of the signal where that was aborted before anything was sent.
   */
  async attempt<R extends AnyRoute, T extends LimitedReply>(
    attempt: Attempt<R>,
    send: (route: R, signal: AbortSignal) => Promise<T>,
  ): Promise<Served<R, T> | MabError> {
    const { model, way, grants } = attempt;
    const { clock, signal } = this.#options;
    const { timeoutMs } = model;
    const { route, room } = way;
    const sent = await this.#orClose(grants, async () => {
      try {
        return await sendOn(route, send, { clock, timeoutMs, signal });
      } catch (notSent) {
        this.unsent(model, way);
        throw notSent;
      }
    });
    leaveRoute(room, sent);
    if (sent.error) return this.#failed(attempt, route, sent);
    this.#chooserOf(model).served(route);
    return { route, ...sent };
  }

  /** Tells that one request, for one or more intents, was answered. */
  tell({ site: { unitId, phase } }: ClaimRequest, grants: readonly Grant[], picoUsd: bigint): void {
    const { onEvent } = this.#options;
    onEvent({ type: 'call-completed', unitId, phase, replayed: false, picoUsd });
    if (grants.some(({ diverged }) => diverged)) {
      onEvent({ type: 'call-diverged', unitId, picoUsd });
    }
  }

  /** Waits before a call is sent again: as long as the server asks for, or longer each time. */
  async pause<R extends AnyRoute>(
    error: MabError,
    { site }: ClaimRequest,
    { model, tries }: Pick<Attempt<R>, 'model' | 'tries'>,
  ): Promise<void> {
    const { clock, random, signal, onEvent } = this.#options;
    const next = this.#chooserOf(model).next(tries, clock.elapsed(), random);
    const { code, message } = error;
    const waitMs = next?.waitMs ?? 0;
    const isOther = next && next.route.name !== tries.lastRoute;
    onEvent({
      ...{ type: 'call-retried', unitId: site.unitId, code, message },
      ...{ attempt: tries.sends, waitMs },
      ...(isOther ? { route: next.route.name } : {}),
    });
    await clock.sleep(waitMs, signal);
  }

  /** Before anything was sent, an error closes the intents as never sent. */
  async #orClose<T>(grants: readonly Grant[], work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = thrown instanceof MabError ? thrown : NOT_SENT;
      await this.#close(grants, { error, latencyMs: 0, givesUp: true, route: undefined });
      throw thrown;
    }
  }

  async #failed<R extends AnyRoute>(
    { model, grants, tries }: Attempt<R>,
    route: R,
    { error, latencyMs }: { readonly error: MabError; readonly latencyMs: number },
  ): Promise<MabError> {
    const nowMs = this.#options.clock.elapsed();
    const chooser = this.#chooserOf(model);
    chooser.failed(route, error, nowMs);
    tries.failed(route.name, error, nowMs);
    const isRefused = error.retry === 'never' && !putsRouteOut(error);
    const next = chooser.next(tries, nowMs, () => 0);
    const givesUp = isRefused || !next || next.waitMs > RETRY_AFTER_MS_MAX;
    await this.#close(grants, { error, latencyMs, givesUp, route: route.name });
    if (isRefused) throw error;
    if (givesUp) throw giveUp(chooser, tries);
    return error;
  }

  async #close(
    grants: readonly Grant[],
    { error, ...end }: { error: MabError } & Omit<AttemptEnd, 'attempt'>,
  ): Promise<void> {
    const { ledger } = this.#options;
    await Promise.all(
      grants.map(({ attempt }) => ledger.perform('fail', closing(error, { attempt, ...end }))),
    );
  }

  #chooserOf<R extends AnyRoute>(model: RoutedModel<R>): RouteChooser<R> {
    const known = this.#choosers.get(model) as RouteChooser<R> | undefined;
    const chooser = known ?? new RouteChooser(model.routes, model);
    this.#choosers.set(model, chooser);
    return chooser;
  }
}

/** What the ledger says of an intent that came to nothing because the run was stopped. */
const NOT_SENT = new MabError('INTERRUPTED', 'It was not sent: the run was stopped.', {
  blame: 'environment',
});

function giveUp<R extends AnyRoute>(chooser: RouteChooser<R>, tries: CallTries): MabError {
  const error = chooser.error(tries);
  if (error.retry === 'never' || chooser.gaveUp() < OUTAGE_CALLS) return error;
  return new MabError('PROVIDER_DOWN', `${OUTAGE_CALLS} calls in a row failed: ${error.message}`, {
    blame: 'provider',
    retry: 'later',
    hint: error.hint ?? 'Wait until the provider answers again, then run the same command.',
    cause: error,
  });
}
