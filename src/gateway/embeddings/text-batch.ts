import type { EmbeddingReply, EmbeddingRole } from '../../contracts/model.ts';
import { MabError } from '../../core/errors.ts';
import type { CallKey } from '../../core/ids.ts';
import type { BatchLane } from '../batch/batch-lane.ts';
import { type BudgetRoom, isShortNow } from '../budget/budget-room.ts';
import type { Buyer, Grant } from '../chat/buyer.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { InFlight } from '../in-flight.ts';
import type { ClaimAnswer, ClaimRequest, LookUpAnswer } from '../ledger/protocol.ts';
import { orGiveUp } from '../or-give-up.ts';
import { refusal } from '../refusal.ts';
import { CallTries } from '../routes/call-tries.ts';
import type { EmbeddingRoute } from '../routes/route.ts';
import type { Way } from '../routes/way.ts';
import type { EmbedderModel } from './embedder-model.ts';
import { settleVectors } from './settle-vectors.ts';
import { checkStandingLength } from './vector-length.ts';
import { readVector } from './vector-text.ts';

/** How often a process looks whether another one has bought a text that both need, in ms. */
const WAIT_POLL_MS = 100;
/** More often than this no vector of one workspace will have expired. */
const GENERATIONS_MAX = 64;

/** One text on its way to a vector. */
export interface TextCall {
  readonly text: string;
  readonly keyOf: (generation: number) => CallKey;
  /** `keyOf(0)`: the text's name in this process, whatever generation it has. */
  readonly firstKey: CallKey;
  readonly claim: Omit<ClaimRequest, 'key'>;
}

export interface TextBatchOptions
  extends Pick<GatewayOptions, 'ledger' | 'clock' | 'signal' | 'onEvent'> {
  readonly buyer: Buyer;
  readonly inFlight: InFlight;
  readonly room: BudgetRoom;
  readonly lane: BatchLane;
}

interface Claimed<Answer = ClaimAnswer> {
  readonly call: TextCall;
  readonly claim: ClaimRequest;
  readonly answer: Answer;
}

type Free = Extract<LookUpAnswer, { kind: 'free' }>;

/** The texts of one request, from their claims to their vectors. */
export class TextBatch {
  readonly #options: TextBatchOptions;
  readonly #model: EmbedderModel;
  readonly #role: EmbeddingRole;
  readonly #length: number | undefined;
  readonly #generations = new Map<TextCall, number>();
  /** Since the last that was answered. */
  #tries = new CallTries();

  /** @param length  Of the model's vectors, where it is known. */
  constructor(
    options: TextBatchOptions,
    {
      model,
      role,
      length,
    }: { model: EmbedderModel; role: EmbeddingRole; length: number | undefined },
  ) {
    this.#options = options;
    this.#model = model;
    this.#role = role;
    this.#length = length;
  }

  /**
   * Puts the vectors of `calls` into `vectors`. Claims are renewed until all have one: what was
   * granted is sent, what others are buying is waited for.
   *
   * @throws {MabError} what the provider, the budget or the journal refuses.
   */
  async run(calls: readonly TextCall[], vectors: Map<TextCall, Float32Array>): Promise<void> {
    for (let left = calls; left.length > 0; left = left.filter((call) => !vectors.has(call))) {
      const keys = left.map((call) => this.#claimOf(call).key);
      await orGiveUp(this.#options, keys, () => this.#round(left, vectors));
    }
  }

  async #round(left: readonly TextCall[], vectors: Map<TextCall, Float32Array>): Promise<void> {
    this.#options.signal.throwIfAborted();
    const seen = await Promise.all(left.map((call) => this.#lookUp(call)));
    const free = seen.flatMap(({ call, answer }) => (answer.kind === 'free' ? [call] : []));
    const claimed = [...seen.filter(isTaken), ...(await this.#claimAndBuy(free, vectors))];
    this.#takeHits(claimed, vectors);
    for (const one of claimed) this.#renew(one);
    for (const { answer } of claimed) {
      if (answer.kind === 'in-batch') await this.#options.lane.join(answer);
    }
    if (!claimed.some(isGranted)) await this.#wait(claimed);
  }

  async #lookUp(call: TextCall): Promise<Claimed<LookUpAnswer>> {
    const claim = this.#claimOf(call);
    return { call, claim, answer: await this.#options.ledger.perform('lookUp', claim) };
  }

  /** Claims what is free when there is room to send it, and buys what is granted. */
  async #claimAndBuy(
    calls: readonly TextCall[],
    vectors: Map<TextCall, Float32Array>,
  ): Promise<readonly Claimed[]> {
    if (calls.length === 0) return [];
    const { claimed, way } = await this.#options.room.whileShort(
      () => this.#claimWithRoom(calls),
      // What was granted is bought before anything waits for the budget: it is reserved already.
      (tried) => tried.claimed.every(({ answer }) => isShortNow(answer)),
    );
    if (way) await this.#buy(claimed.filter(isGranted), way, vectors);
    return claimed;
  }

  /** @returns a way where anything was granted. */
  async #claimWithRoom(
    calls: readonly TextCall[],
  ): Promise<{ claimed: readonly Claimed[]; way?: Way<EmbeddingRoute> }> {
    const { buyer, room } = this.#options;
    const need = { texts: calls.map(({ text }) => text), outputTokensMax: 0 };
    const way = await buyer.begin(this.#model, need, this.#tries);
    let claimed: readonly Claimed[] = [];
    try {
      claimed = await Promise.all(
        calls.map(async (call) => {
          const claim = this.#claimOf(call);
          return { call, claim, answer: await room.claim(claim) };
        }),
      );
    } finally {
      if (!claimed.some(isGranted)) buyer.unsent(this.#model, way);
    }
    return claimed.some(isGranted) ? { claimed, way } : { claimed };
  }

  #claimOf(call: TextCall): ClaimRequest {
    return { ...call.claim, key: call.keyOf(this.#generations.get(call) ?? 0) };
  }

  #takeHits(claimed: readonly Claimed[], vectors: Map<TextCall, Float32Array>): void {
    const { onEvent } = this.#options;
    const hits = claimed.flatMap(({ call, claim, answer }) => {
      if (answer.kind !== 'hit') return [];
      vectors.set(call, readVector(answer.reply));
      return [{ site: claim.site, diverged: answer.diverged }];
    });
    const [first] = hits;
    if (!first) return;
    const { unitId, phase } = first.site;
    onEvent({ type: 'call-completed', unitId, phase, replayed: true, picoUsd: 0n });
    if (hits.some(({ diverged }) => diverged)) {
      onEvent({ type: 'call-diverged', unitId, picoUsd: 0n });
    }
  }

  /**
   * An expired vector is bought anew, in the next generation. Where the journal has an older one
   * that may be used after all, that is taken.
   */
  #renew({ call, claim, answer }: Claimed): void {
    const generation = this.#generations.get(call) ?? 0;
    if (answer.kind === 'expired') this.#generations.set(call, generation + 1);
    if (answer.kind === 'failed-before') throw refusal(answer, claim);
    if (answer.kind !== 'diverged') return;
    const known = this.#model.pinned ? -1 : generationOf(call, answer.recorded);
    if (known <= generation) throw refusal(answer, claim);
    this.#generations.set(call, known);
  }

  async #wait(claimed: readonly Claimed[]): Promise<void> {
    const { clock, signal } = this.#options;
    for (const { answer, claim } of claimed) {
      if (answer.kind === 'over-budget' && !answer.waits) throw refusal(answer, claim);
    }
    if (claimed.some(({ answer }) => answer.kind === 'wait')) {
      await clock.sleep(WAIT_POLL_MS, signal);
    }
  }

  async #buy(
    granted: readonly Claimed<Grant>[],
    way: Way<EmbeddingRoute>,
    vectors: Map<TextCall, Float32Array>,
  ): Promise<void> {
    const { buyer, inFlight } = this.#options;
    const [{ claim: first }] = granted as [Claimed<Grant>];
    const tries = this.#tries;
    const error = await inFlight.during(this.#send(granted, way, vectors));
    if (error) await buyer.pause(error, first, { model: this.#model, tries });
    else this.#tries = new CallTries();
  }

  /** @returns the error after which it can be sent again, if there was one. */
  async #send(
    granted: readonly Claimed<Grant>[],
    way: Way<EmbeddingRoute>,
    vectors: Map<TextCall, Float32Array>,
  ): Promise<MabError | undefined> {
    const { buyer } = this.#options;
    const [{ claim: first }] = granted as [Claimed<Grant>];
    const grants = granted.map(({ answer }) => answer);
    const attempt = { model: this.#model, way, grants, tries: this.#tries };
    const served = await buyer.attempt(attempt, (route, signal) =>
      this.#embed(granted, route, signal),
    );
    if (served instanceof MabError) return served;
    const texts = granted.map(({ call, answer }) => ({
      ...{ text: call.text, tokens: this.#model.countTokens(call.text), attempt: answer.attempt },
    }));
    const settled = await settleVectors(this.#options.ledger, texts, {
      ...served,
      percent: 100,
    });
    for (const [at, { call }] of granted.entries()) {
      vectors.set(call, settled.vectors[at] as Float32Array);
    }
    buyer.tell(first, grants, settled.costPicoUsd);
    return undefined;
  }

  async #embed(
    granted: readonly Claimed[],
    { provider, model }: EmbeddingRoute,
    signal: AbortSignal,
  ): Promise<EmbeddingReply> {
    const { dimensions } = this.#model;
    const texts = granted.map(({ call }) => call.text);
    const request = { model, texts, role: this.#role };
    const asked = dimensions === undefined ? request : { ...request, dimensions };
    const reply = await provider.embed(asked, signal);
    await checkStandingLength(this.#options.ledger, this.#model, reply.vectors, this.#length);
    if (reply.vectors.length === texts.length) return reply;
    throw new MabError(
      'PROVIDER_REPLY_UNREADABLE',
      `${provider.servedBy} gave ${reply.vectors.length} vectors for ${texts.length} texts.`,
      { blame: 'provider', retry: 'later', details: { mayBeBilled: true } },
    );
  }
}

function isTaken(seen: Claimed<LookUpAnswer>): seen is Claimed<Exclude<LookUpAnswer, Free>> {
  return seen.answer.kind !== 'free';
}

function isGranted(claimed: Claimed): claimed is Claimed<Grant> {
  return claimed.answer.kind === 'granted';
}

function generationOf({ keyOf }: TextCall, recorded: string): number {
  return Array.from({ length: GENERATIONS_MAX }, (_, at) => at).findIndex(
    (generation) => keyOf(generation) === recorded,
  );
}
