import type { KeyObject } from 'node:crypto';
import type { CallScope } from '../../contracts/gateway.ts';
import type { EmbeddingRole } from '../../contracts/model.ts';
import type { CallKey } from '../../core/ids.ts';
import type { BatchRoute } from '../batch/batch-route.ts';
import { embedByBatch } from '../batch/embed-by-batch.ts';
import { callAccounts } from '../budget/call-accounts.ts';
import type { TextNames } from '../call-terms.ts';
import type { GatewayOptions } from '../gateway-options.ts';
import type { ClaimRequest } from '../ledger/protocol.ts';
import { worstCaseOf } from '../routes/route.ts';
import type { EmbedderModel } from './embedder-model.ts';
import { embeddingKey } from './embedding-key.ts';
import { TextBatch, type TextBatchOptions, type TextCall } from './text-batch.ts';
import { checkLength } from './vector-length.ts';

const DAY_MS = 86_400_000;

/** What the desk shares with the gateway that it belongs to. */
export interface EmbeddingDeskOptions
  extends TextBatchOptions,
    Pick<GatewayOptions, 'aliasDaysMax' | 'acceptDiverged' | 'budget' | 'storeRequests'> {
  readonly hashKey: KeyObject;
  /** Bounds the requests in flight. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Where texts are embedded. */
interface TextPlace {
  readonly role: EmbeddingRole;
  readonly step: string;
  readonly scope: CallScope;
  readonly names?: TextNames | undefined;
  /** Where the embedder has a batch API. */
  readonly batchRoute: BatchRoute | undefined;
}

/**
 * Looks texts up in the ledger and buys those that are missing, a batch in one request. Each text
 * is a call of its own: it has a key, an intent, a reply and its share of the bill.
 */
export class EmbeddingDesk {
  readonly #options: EmbeddingDeskOptions;
  /** Texts that this process is looking up or buying now, and when it will be done. */
  readonly #underWay = new Map<CallKey, Promise<void>>();
  /** Of each model's vectors, as far as any were seen. */
  readonly #lengths = new Map<EmbedderModel, number | undefined>();

  constructor(options: EmbeddingDeskOptions) {
    this.#options = options;
  }

  /**
   * @param texts  Each with its prefix; none empty, none too long.
   * @returns One vector per text, in order, all of one length.
   * @throws {MabError} EMBEDDING_DIMENSIONS, and what the provider, the budget or the journal
   *   refuses.
   */
  async embed(
    model: EmbedderModel,
    texts: readonly string[],
    place: TextPlace,
  ): Promise<Float32Array[]> {
    const calls = texts.map((text, at) => this.#call(model, text, { ...place, at }));
    await this.#waitForBatches(model, calls, place);
    const batches = Array.from({ length: Math.ceil(calls.length / model.batchMax) }, (_, at) =>
      calls.slice(at * model.batchMax, (at + 1) * model.batchMax),
    );
    let done = 0;
    const ended = await Promise.allSettled(
      batches.map(async (batch) => {
        const own = await this.#batch(model, place.role, batch);
        done += batch.length;
        if (batches.length > 1) this.#tell(place.scope, done, texts.length);
        return own;
      }),
    );
    // All batches in flight are paid for, so they are waited for before an error is passed on.
    const vectors = ended.flatMap((batch) => {
      if (batch.status === 'rejected') throw batch.reason;
      return batch.value;
    });
    const length = checkLength(model.logicalModel, vectors, this.#lengths.get(model));
    this.#lengths.set(model, length);
    return vectors;
  }

  /** Documents of a finished memory can wait; what it is built or searched with, cannot. */
  async #waitForBatches(
    model: EmbedderModel,
    calls: readonly TextCall[],
    { role, scope, batchRoute }: TextPlace,
  ): Promise<void> {
    const { lane } = this.#options;
    const canWait = lane.isOpen && role === 'document' && scope.phase === 'finalize';
    if (batchRoute && canWait) await embedByBatch(lane, batchRoute, model, calls);
  }

  #tell({ unitId }: CallScope, done: number, texts: number): void {
    this.#options.onEvent({ type: 'texts-embedded', unitId, done, texts });
  }

  #call(
    model: EmbedderModel,
    text: string,
    { role, step, scope, at, names }: TextPlace & { at: number },
  ) {
    const { aliasDaysMax, acceptDiverged, budget, storeRequests } = this.#options;
    const { hashKey, clock } = this.#options;
    const { runId, unitId, cellId, dataset, phase } = scope;
    const path = `${scope.at}/${step}/${String(at).padStart(6, '0')}`;
    const request = { messages: [{ role: 'user', content: text } as const], maxOutputTokens: 0 };
    const claim: Omit<ClaimRequest, 'key'> = {
      // Searching is retrieval, in whatever phase a method does it.
      site: { runId, unitId, dataset, path, phase: phase === 'answer' ? 'retrieve' : phase },
      acceptDiverged,
      accounts: callAccounts(budget, { runId, cellId }, clock.now()),
      worst: worstCaseOf(model.routes, request),
      replyAgeMsMax: model.pinned ? undefined : aliasDaysMax * DAY_MS,
      requestParts: storeRequests ? [text] : undefined,
    };
    const keyOf = (generation: number): CallKey =>
      embeddingKey(hashKey, model, { text, role, generation, name: names?.(at) });
    return { text, keyOf, firstKey: keyOf(0), claim };
  }

  /**
   * Texts that another batch of this process has under way are left to it and asked for again when
   * it is done. Nothing is held while waiting, so two batches never wait for each other.
   */
  async #batch(
    model: EmbedderModel,
    role: EmbeddingRole,
    calls: readonly TextCall[],
  ): Promise<Float32Array[]> {
    const vectors = new Map<TextCall, Float32Array>();
    for (let left = calls; left.length > 0; ) {
      const done = Promise.withResolvers<void>();
      const mine = left.filter((call) => this.#reserve(call, done.promise));
      const others = left.filter((call) => !mine.includes(call));
      const blockers = others.map(({ firstKey }) => this.#underWay.get(firstKey));
      try {
        const length = this.#lengths.get(model) ?? model.dimensions;
        const batch = new TextBatch(this.#options, { model, role, length });
        const limit = model.limit ?? this.#options.limit;
        await limit(() => batch.run(mine, vectors));
      } finally {
        for (const { firstKey } of mine) this.#underWay.delete(firstKey);
        done.resolve();
      }
      await Promise.all(blockers);
      left = others;
    }
    return calls.map((call) => vectors.get(call) as Float32Array);
  }

  #reserve({ firstKey }: TextCall, until: Promise<void>): boolean {
    if (this.#underWay.has(firstKey)) return false;
    this.#underWay.set(firstKey, until);
    return true;
  }
}
