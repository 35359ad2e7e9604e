import { AsyncLocalStorage } from 'node:async_hooks';
import { createSecretKey, type KeyObject } from 'node:crypto';
import pLimit from 'p-limit';
import type { CallScope } from '../contracts/gateway.ts';
import type { Phase } from '../contracts/memory-method.ts';
import type { ChatModel, ChatReply, ChatRequest, Embedder, Sampling } from '../contracts/model.ts';
import { invariant, MabError } from '../core/errors.ts';
import type { CallKey } from '../core/ids.ts';
import { requestTexts } from '../cost/request-texts.ts';
import { BatchLane, type InBatch } from './batch/batch-lane.ts';
import { type BatchRoute, chatBatchRoute, embeddingBatchRoute } from './batch/batch-route.ts';
import { LIVE_LANE } from './batch/lane-options.ts';
import { BudgetRoom, type CloserBound, isShortNow } from './budget/budget-room.ts';
import { callAccounts } from './budget/call-accounts.ts';
import { countedBound } from './budget/counted-bound.ts';
import type { ChatTerms, TextNames } from './call-terms.ts';
import { asChatReply } from './chat/as-chat-reply.ts';
import { Buyer, type Call, type Grant } from './chat/buyer.ts';
import { callKey } from './chat/call-key.ts';
import { embedder } from './embeddings/embedder.ts';
import type { EmbedderModel } from './embeddings/embedder-model.ts';
import { EmbeddingDesk } from './embeddings/embedding-desk.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { InFlight } from './in-flight.ts';
import type { ClaimAnswer, ClaimRequest } from './ledger/protocol.ts';
import { RoomQueue } from './limits/room-queue.ts';
import { createMemoryLimitStore } from './limits/stores/memory-limit-store.ts';
import type { ModelConfig } from './model-config.ts';
import { orGiveUp } from './or-give-up.ts';
import { PromptCache } from './prompt-cache/prompt-cache.ts';
import { refusal } from './refusal.ts';
import { CallTries } from './routes/call-tries.ts';
import { type ChatRoute, worstCaseOf } from './routes/route.ts';
import type { Way } from './routes/way.ts';

/** How often a process looks whether another one has bought the call that both need, in ms. */
const WAIT_POLL_MS = 100;
const DAY_MS = 86_400_000;

/** More often than this no reply of one workspace will have expired. */
const GENERATIONS_MAX = 64;

/** Calls that build a memory, or search it, are waited for by others. */
const WAITING_PHASES: ReadonlySet<Phase> = new Set(['answer', 'judge']);

interface Place {
  readonly scope: CallScope;
  readonly step: string;
}

/** A chat call before it has a place. */
type AskedChat = Omit<Call, 'claim'> & ChatTerms;

/** A claim that was granted has room to be sent. */
type ClaimedWithRoom =
  | Exclude<ClaimAnswer, { kind: 'granted' }>
  | (Grant & { readonly way: Way<ChatRoute> });

type Diverged = Extract<ClaimAnswer, { kind: 'diverged' }>;

/**
 * The only way to a model. A call is looked up in the ledger, else an intent is made durable, the
 * request is sent, and the reply is durable before the caller sees it.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #scopes = new AsyncLocalStorage<CallScope>();
  readonly #limit: ReturnType<typeof pLimit>;
  /** Calls that this process is looking up or buying now. */
  readonly #underWay = new Map<CallKey, Promise<unknown>>();
  readonly #buyer: Buyer;
  readonly #hashKey: KeyObject;
  readonly #inFlight = new InFlight();
  readonly #room: BudgetRoom;
  readonly #rooms: RoomQueue;
  readonly #desk: EmbeddingDesk;
  readonly #promptCache: PromptCache;
  readonly #lane: BatchLane;
  /** Of each model that has a batch API. */
  readonly #batchRoutes = new Map<ModelConfig, BatchRoute>();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limit = pLimit(options.concurrency);
    this.#hashKey = createSecretKey(options.ledger.hashKey);
    const { clock, onEvent } = options;
    this.#rooms = new RoomQueue({
      clock,
      store: options.limitStore ?? createMemoryLimitStore(() => clock.now()),
      onWaiting: (waiting) => onEvent({ type: 'waiting-for-room', waiting }),
    });
    this.#buyer = new Buyer({ ...options, rooms: this.#rooms });
    this.#room = new BudgetRoom({
      ...{ ...options, inFlight: this.#inFlight },
      onWaiting: (waiting) => onEvent({ type: 'waiting-for-budget', waiting }),
    });
    this.#promptCache = new PromptCache(options);
    this.#lane = new BatchLane({ batch: LIVE_LANE, ...options, inFlight: this.#inFlight });
    this.#desk = new EmbeddingDesk({
      ...options,
      ...{ buyer: this.#buyer, hashKey: this.#hashKey },
      ...{ inFlight: this.#inFlight, room: this.#room, lane: this.#lane },
      limit: (work) => this.#limit(work),
    });
  }

  /** Resolves when the limits have heard of all calls that have ended. */
  settled(): Promise<void> {
    return this.#rooms.settled();
  }

  /** Runs `work`; every model call inside it belongs to `scope`. */
  within<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
    return this.#scopes.run(scope, work);
  }

  chatModel(model: ModelConfig, terms: ChatTerms = {}): ChatModel {
    const batchRoute = chatBatchRoute(model, this.#options);
    if (batchRoute) this.#batchRoutes.set(model, this.#lane.know(batchRoute));
    return {
      id: model.logicalModel,
      contextWindow: model.contextTokens,
      chat: (request, step) =>
        this.#inScope((scope) => {
          const asked = { ...terms, model, request: bounded(request, model) };
          const sampling = terms.sampling ?? samplingOfTrial(model, scope.trial);
          return this.#chat(sampling ? { ...asked, sampling } : asked, { scope, step });
        }),
    };
  }

  embedder(model: EmbedderModel, names?: TextNames): Embedder {
    const batchRoute = embeddingBatchRoute(model, this.#options);
    if (batchRoute) this.#lane.know(batchRoute);
    return embedder(model, (texts, role, step) =>
      this.#inScope((scope) =>
        this.#desk.embed(model, texts, { scope, role, step, names, batchRoute }),
      ),
    );
  }

  async #inScope<T>(call: (scope: CallScope) => Promise<T>): Promise<T> {
    const scope = this.#scopes.getStore();
    invariant(scope, 'A model was called outside of any scope.');
    const startedAt = this.#options.clock.elapsed();
    try {
      return await call(scope);
    } finally {
      scope.waited.ms += this.#options.clock.elapsed() - startedAt;
    }
  }

  async #chat(asked: AskedChat, place: Place): Promise<ChatReply> {
    const prefix = this.#promptCache.prefixOf(asked.model, asked.request, place.scope);
    for (let generation = 0; ; generation++) {
      const claim = this.#claimRequest(asked, { ...place, generation });
      const call = { ...asked, claim, prefix };
      const reply = await this.#alone(claim.key, () =>
        orGiveUp(this.#options, [claim.key], () => this.#inItsLane(call, place)),
      );
      if (reply === 'expired') continue;
      if (!('kind' in reply)) return reply;
      const known = this.#generationOf(reply.recorded, asked, place);
      if (known === undefined || known <= generation) throw refusal(reply, claim);
      generation = known - 1;
    }
  }

  /**
   * Which generation of this very call the journal has: an older reply may have come within the age
   * limit again, when the limit was raised or the clock was set back.
   */
  #generationOf(recorded: string, asked: AskedChat, place: Place): number | undefined {
    if (asked.model.pinned) return undefined;
    const generations = Array.from({ length: GENERATIONS_MAX }, (_, generation) => generation);
    return generations.find(
      (generation) => this.#claimRequest(asked, { ...place, generation }).key === recorded,
    );
  }

  #claimRequest(
    { model, request, sampling, keyedAs = request }: AskedChat,
    { scope, step, generation }: Place & { generation: number },
  ): ClaimRequest {
    const { aliasDaysMax, acceptDiverged, budget, storeRequests, clock } = this.#options;
    const { contextId, at, trial, cellId, waited: _, questions: __, ...site } = scope;
    const path = `${at}/${step}`;
    const key = callKey(this.#hashKey, {
      logicalModel: model.logicalModel,
      ...{ request: keyedAs, trial, generation },
      sampling: sampling ?? model.sampling,
      occurrence: `${contextId}/${path}`,
      lineage: isSampled(model, sampling) ? site.runId : undefined,
    });
    return {
      ...{ key, acceptDiverged },
      site: { ...site, path },
      accounts: callAccounts(budget, { runId: site.runId, cellId }, clock.now()),
      worst: worstCaseOf(model.routes, request),
      replyAgeMsMax: model.pinned ? undefined : aliasDaysMax * DAY_MS,
      requestParts: storeRequests ? requestTexts(request) : undefined,
    };
  }

  /** Lets one caller of this process at a time work on a key. */
  async #alone<T>(key: CallKey, work: () => Promise<T>): Promise<T> {
    for (let other = this.#underWay.get(key); other; other = this.#underWay.get(key)) {
      await other.catch(() => undefined);
    }
    const running = work();
    this.#underWay.set(key, running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(key);
    }
  }

  /** Whoever waits for a batch holds up no other call, and warms no cache. */
  async #inItsLane(call: Call, { scope }: Place): Promise<ChatReply | 'expired' | Diverged> {
    const { model, claim, prefix, sampling = model.sampling } = call;
    const canWait = this.#lane.isOpen && WAITING_PHASES.has(scope.phase);
    const route = canWait ? this.#batchRoutes.get(model) : undefined;
    const request = route && { ...call.request, ...sampling, model: route.model };
    for (;;) {
      const prepared = route && (await this.#lane.prepare({ route, claim, request }));
      if (prepared === 'expired') return prepared;
      const reply = await this.#promptCache.warmed(prefix, claim, () =>
        this.#limit(() => this.#lookUpOrBuy(call, prepared === 'bought')),
      );
      if (reply === 'expired' || !('kind' in reply) || reply.kind !== 'in-batch') return reply;
      await this.#lane.join(reply);
    }
  }

  /** @param isBought  This process has bought it just now, by batch. */
  async #lookUpOrBuy(
    call: Call,
    isBought: boolean,
  ): Promise<ChatReply | 'expired' | Diverged | InBatch> {
    const { clock, signal } = this.#options;
    const { claim, model } = call;
    const tries = new CallTries();
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.#claimWithRoom(call, tries);
      switch (answer.kind) {
        case 'expired':
          return 'expired';
        case 'hit':
          this.#report(claim, { replayed: !isBought, diverged: answer.diverged });
          return asChatReply(answer.reply);
        case 'wait':
          await clock.sleep(WAIT_POLL_MS, signal);
          continue;
        case 'granted': {
          const { way } = answer;
          const sending = this.#buyer.send(call, answer, { way, tries });
          const outcome = await this.#inFlight.during(sending);
          if (!(outcome instanceof MabError)) return outcome;
          await this.#buyer.pause(outcome, claim, { model, tries });
          continue;
        }
        case 'diverged':
        case 'in-batch':
          return answer;
        default:
          throw refusal(answer, claim);
      }
    }
  }

  /** While money is waited for no room is held, so that calls on other budgets can be sent. */
  async #claimWithRoom(call: Call, tries: CallTries): Promise<ClaimedWithRoom> {
    const { countTokens, signal } = this.#options;
    const closer = countedBound({ ...call, countTokens, signal });
    return await this.#room.whileShort(() => this.#tryToClaim(call, tries, closer), isShortNow);
  }

  /** Looks first: what others have bought needs no room, and no money waits for room. */
  async #tryToClaim(
    { model, request, claim }: Call,
    tries: CallTries,
    closer: CloserBound | undefined,
  ): Promise<ClaimedWithRoom> {
    const seen = await this.#options.ledger.perform('lookUp', claim);
    if (seen.kind !== 'free') return seen;
    const need = { texts: requestTexts(request), outputTokensMax: request.maxOutputTokens };
    const way = await this.#buyer.begin(model, need, tries);
    let answer: ClaimAnswer | undefined;
    try {
      answer = await this.#room.claim(claim, closer);
    } finally {
      if (answer?.kind !== 'granted') this.#buyer.unsent(model, way);
    }
    return answer.kind === 'granted' ? { ...answer, way } : answer;
  }

  /** What a batch has cost was told when it was collected. */
  #report(
    { site: { unitId, phase } }: ClaimRequest,
    { replayed, diverged }: { replayed: boolean; diverged: boolean },
  ): void {
    const { onEvent } = this.#options;
    onEvent({ type: 'call-completed', unitId, phase, replayed, picoUsd: 0n });
    if (diverged) onEvent({ type: 'call-diverged', unitId, picoUsd: 0n });
  }
}

/** A plug-in may leave the limit out, whatever its types say: then it is the model's maximum. */
function bounded(request: ChatRequest, model: ModelConfig): ChatRequest {
  const { maxOutputTokens } = request as Partial<ChatRequest>;
  if (maxOutputTokens !== undefined) return request;
  return { ...request, maxOutputTokens: model.outputTokensMax ?? model.contextTokens };
}

/** Trials after the first count the configured seed up: with one seed all might reply the same. */
function samplingOfTrial({ sampling }: ModelConfig, trial: number): Sampling | undefined {
  if (sampling.seed === undefined || trial === 1) return undefined;
  return { ...sampling, seed: sampling.seed + trial - 1 };
}

/** Without a temperature of 0 replies are drawn at random. */
function isSampled(model: ModelConfig, sampling: ChatTerms['sampling']): boolean {
  return sampling === undefined ? model.sampled : sampling.temperature !== 0;
}
