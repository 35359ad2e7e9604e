import type { ChatReply, ChatRequest, ProviderReply, Usage } from '../contracts/model.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { meteredCost } from '../cost/call-cost.ts';
import { requestTexts } from '../cost/request-texts.ts';
import { asChatReply } from './as-chat-reply.ts';
import { backoffMs, RETRY_AFTER_MS_MAX } from './backoff.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { ClaimAnswer, ClaimRequest, Failure } from './ledger/protocol.ts';
import type { ModelConfig } from './model-config.ts';

/** One call on its way through the gateway. */
export interface Call {
  readonly model: ModelConfig;
  readonly request: ChatRequest;
  readonly claim: ClaimRequest;
}

type Grant = Extract<ClaimAnswer, { kind: 'granted' }>;
type BuyerOptions = Pick<
  GatewayOptions,
  'ledger' | 'clock' | 'random' | 'countTokens' | 'onEvent' | 'signal'
>;

/**
 * Calls in a row that failed after all their attempts, without one success between: then the
 * provider is down, and asking every further question in vain would only take hours.
 */
const OUTAGE_CALLS = 12;

/**
 * Sends a call whose intent is durable, and makes the outcome durable.
 */
export class Buyer {
  readonly #options: BuyerOptions;
  #failuresInARow = 0;

  constructor(options: BuyerOptions) {
    this.#options = options;
  }

  /**
   * Sends once.
   *
   * @param sends  Which send of this call it is, from 1.
   * @returns The reply that stands in the ledger, or the error after which it can be sent again.
   * @throws {MabError} the provider's error where that is of no use; PROVIDER_DOWN after an outage
   *   of many calls.
   */
  async send(call: Call, grant: Grant, sends: number): Promise<ChatReply | MabError> {
    const { clock, ledger } = this.#options;
    const { model, request, claim } = call;
    const sentAt = clock.elapsed();
    let reply: ProviderReply;
    try {
      const sent = { ...request, ...model.sampling, model: model.model };
      reply = await model.provider.complete(sent, AbortSignal.timeout(model.timeoutMs));
    } catch (thrown) {
      const error = asProviderError(thrown);
      const givesUp = error.retry === 'never' || sends >= model.attemptsMax || asksTooMuch(error);
      const latencyMs = clock.elapsed() - sentAt;
      await ledger.perform('fail', closing(error, { attempt: grant.attempt, latencyMs, givesUp }));
      if (givesUp) throw this.#giveUp(error);
      return error;
    }
    const { text, finish, toolCalls, reportedModel } = reply;
    const usage = reply.usage ?? this.#estimateUsage(request, reply);
    const costPicoUsd = meteredCost(usage, model.price);
    const standing = await ledger.perform('settle', {
      attempt: grant.attempt,
      reply: { text, finish, ...(toolCalls ? { toolCalls } : {}) },
      ...{ usage, costPicoUsd, reportedModel },
      latencyMs: clock.elapsed() - sentAt,
      servedBy: model.provider.servedBy,
    });
    this.#succeed(claim, grant, costPicoUsd);
    return asChatReply(standing);
  }

  #succeed({ site: { unitId, phase } }: ClaimRequest, grant: Grant, picoUsd: bigint): void {
    const { onEvent } = this.#options;
    this.#failuresInARow = 0;
    onEvent({ type: 'call-completed', unitId, phase, replayed: false, picoUsd });
    if (grant.diverged) onEvent({ type: 'call-diverged', unitId, picoUsd });
  }

  #giveUp(error: MabError): MabError {
    if (error.retry === 'never') return error;
    this.#failuresInARow += 1;
    if (this.#failuresInARow < OUTAGE_CALLS) return asksTooMuch(error) ? tooLong(error) : error;
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

/**
 * The ledger's entry for a failed attempt. A time-out or a cut body may have been served and
 * billed, so its outcome is unknown. A refused key or an empty account is the user's to mend: not
 * final.
 */
function closing(
  error: MabError,
  attempt: Pick<Failure, 'attempt' | 'latencyMs' | 'givesUp'>,
): Failure {
  const { code, message } = error;
  return {
    ...{ ...attempt, code, message },
    outcome: error.details?.mayBeBilled === true ? 'unknown' : 'error',
    final: error.retry === 'never' && error.blame === 'provider',
  };
}

function retryAfterMs({ details }: MabError): number | undefined {
  return details?.retryAfterMs as number | undefined;
}

/** Whether a server asks for a pause that nobody would sit through, such as until tomorrow. */
function asksTooMuch(error: MabError): boolean {
  return (retryAfterMs(error) ?? 0) > RETRY_AFTER_MS_MAX;
}

function tooLong(error: MabError): MabError {
  const seconds = Math.ceil((retryAfterMs(error) ?? 0) / 1_000);
  return new MabError(
    error.code,
    `${error.message.replace(/\.?$/, '.')} The server asks to wait for ${seconds} s.`,
    {
      blame: error.blame,
      retry: error.retry,
      hint: 'Run the same command again after that time.',
      cause: error,
    },
  );
}

function asProviderError(error: unknown): MabError {
  if (error instanceof MabError) return error;
  return new MabError('PROVIDER_FAILED', `The provider failed: ${errorMessage(error)}.`, {
    blame: 'bug',
    cause: error,
    details: { mayBeBilled: true },
  });
}
