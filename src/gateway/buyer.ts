import type { ChatReply, ChatRequest, ProviderReply, Usage } from '../contracts/model.ts';
import { MabError } from '../core/errors.ts';
import { meteredCost } from '../cost/call-cost.ts';
import { requestTexts } from '../cost/request-texts.ts';
import { asChatReply } from './as-chat-reply.ts';
import { backoffMs } from './backoff.ts';
import type { EmbedderModel } from './embedder-model.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { ClaimAnswer, ClaimRequest } from './ledger/protocol.ts';
import type { ModelConfig } from './model-config.ts';
import {
  asksTooMuch,
  asProviderError,
  closing,
  retryAfterMs,
  tooLong,
} from './provider-failure.ts';

/** One call on its way through the gateway. */
export interface Call {
  readonly model: ModelConfig;
  readonly request: ChatRequest;
  readonly claim: ClaimRequest;
}

/** Leave to send: the intent stands in the ledger. */
export type Grant = Extract<ClaimAnswer, { kind: 'granted' }>;
type AnyModel = ModelConfig | EmbedderModel;
type BuyerOptions = Pick<
  GatewayOptions,
  'ledger' | 'clock' | 'random' | 'countTokens' | 'onEvent' | 'signal'
>;

/**
 * Calls of one model in a row that failed after all their attempts, without one success between:
 * then the provider is down, and asking every further question in vain would only take hours.
 */
const OUTAGE_CALLS = 12;

/**
 * Sends a call whose intent is durable, and makes the outcome durable.
 */
export class Buyer {
  readonly #options: BuyerOptions;
  /** By model: one that answers says nothing of another one's health. */
  readonly #failuresInARow = new Map<AnyModel, number>();

  constructor(options: BuyerOptions) {
    this.#options = options;
  }

  /**
   * Sends a chat call once.
   *
   * @param sends  Which send of this call it is, from 1.
   * @returns The reply that stands in the ledger, or the error after which it can be sent again.
   * @throws {MabError} as `attempt`.
   */
  async send(call: Call, grant: Grant, sends: number): Promise<ChatReply | MabError> {
    const { model, request, claim } = call;
    const sent = { ...request, ...model.sampling, model: model.model };
    const complete = (signal: AbortSignal) => model.provider.complete(sent, signal);
    const outcome = await this.attempt(complete, model, [grant], sends);
    if (outcome instanceof MabError) return outcome;
    const { reply, latencyMs } = outcome;
    const { text, finish, toolCalls, reportedModel } = reply;
    const usage = reply.usage ?? this.#estimateUsage(request, reply);
    const costPicoUsd = meteredCost(usage, model.price);
    const standing = await this.#options.ledger.perform('settle', {
      attempt: grant.attempt,
      reply: { text, finish, ...(toolCalls ? { toolCalls } : {}) },
      ...{ usage, costPicoUsd, reportedModel, latencyMs },
      servedBy: model.provider.servedBy,
    });
    this.succeed(model, claim, [grant], costPicoUsd);
    return asChatReply(standing);
  }

  /**
   * Sends once what one or more durable intents stand for; a failure closes them all.
   *
   * @returns The reply, or the error after which it can be sent again.
   * @throws {MabError} the provider's error where that is of no use; PROVIDER_DOWN after an outage
   *   of many calls.
   */
  async attempt<T>(
    send: (signal: AbortSignal) => Promise<T>,
    model: AnyModel,
    grants: readonly Grant[],
    sends: number,
  ): Promise<{ reply: T; latencyMs: number } | MabError> {
    const { clock, ledger } = this.#options;
    const { timeoutMs, attemptsMax } = model;
    const sentAt = clock.elapsed();
    try {
      const reply = await send(AbortSignal.timeout(timeoutMs));
      return { reply, latencyMs: clock.elapsed() - sentAt };
    } catch (thrown) {
      const error = asProviderError(thrown);
      const givesUp = error.retry === 'never' || sends >= attemptsMax || asksTooMuch(error);
      const latencyMs = clock.elapsed() - sentAt;
      await Promise.all(
        grants.map(({ attempt }) =>
          ledger.perform('fail', closing(error, { attempt, latencyMs, givesUp })),
        ),
      );
      if (givesUp) throw this.#giveUp(error, model);
      return error;
    }
  }

  /** Tells that one request, for one or more intents, was answered. */
  succeed(
    model: AnyModel,
    { site: { unitId, phase } }: ClaimRequest,
    grants: readonly Grant[],
    picoUsd: bigint,
  ): void {
    const { onEvent } = this.#options;
    this.#failuresInARow.delete(model);
    onEvent({ type: 'call-completed', unitId, phase, replayed: false, picoUsd });
    if (grants.some(({ diverged }) => diverged)) {
      onEvent({ type: 'call-diverged', unitId, picoUsd });
    }
  }

  #giveUp(error: MabError, model: AnyModel): MabError {
    if (error.retry === 'never') return error;
    const failures = (this.#failuresInARow.get(model) ?? 0) + 1;
    this.#failuresInARow.set(model, failures);
    if (failures < OUTAGE_CALLS) return asksTooMuch(error) ? tooLong(error) : error;
    return new MabError(
      'PROVIDER_DOWN',
      `${OUTAGE_CALLS} calls in a row failed: ${error.message}`,
      {
        blame: 'provider',
        retry: 'later',
        hint: error.hint ?? 'Wait until the provider answers again, then run the same command.',
        cause: error,
      },
    );
  }

  /** Waits before a call is sent again: as long as the server asks for, or longer each time. */
  async pause(error: MabError, { site }: ClaimRequest, attempt: number): Promise<void> {
    const { clock, random, signal, onEvent } = this.#options;
    const waitMs = backoffMs(attempt, retryAfterMs(error), random);
    const { code, message } = error;
    onEvent({ type: 'call-retried', unitId: site.unitId, code, message, attempt, waitMs });
    await clock.sleep(waitMs, signal);
  }

  #estimateUsage(request: ChatRequest, { text, toolCalls }: ProviderReply): Usage {
    const { countTokens } = this.#options;
    const texts = requestTexts(request);
    const inputTokens = texts.reduce((sum, part) => sum + countTokens(part), 0);
    const calls = toolCalls ? countTokens(JSON.stringify(toolCalls)) : 0;
    const outputTokens = countTokens(text) + calls;
    return {
      ...{
        inputTokens,
        outputTokens,
        cachedInputTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      },
      source: 'estimated',
    };
  }
}
