import type { ChatReply, ChatRequest, ProviderReply, Usage } from '../contracts/model.ts';
import { errorMessage, MabError } from '../core/errors.ts';
import { meteredCost } from '../cost/call-cost.ts';
import { backoffMs } from './backoff.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { ClaimAnswer, ClaimRequest, Failure } from './ledger/protocol.ts';
import type { ModelConfig } from './model-config.ts';
import { refusal } from './refusal.ts';

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
 * Sends a call whose intent is durable, again where that may help, and makes the outcome durable.
 */
export class Buyer {
  readonly #options: BuyerOptions;
  #failuresInARow = 0;

  constructor(options: BuyerOptions) {
    this.#options = options;
  }

  /** @throws {MabError} the provider's last error; PROVIDER_DOWN after an outage of many calls. */
  async buy(
    model: ModelConfig,
    request: ChatRequest,
    claim: ClaimRequest,
    first: Grant,
  ): Promise<ChatReply> {
    let grant = first;
    for (let sends = 1; ; sends++) {
      const outcome = await this.#attempt(model, request, claim, grant);
      if (!(outcome instanceof MabError)) return outcome;
      if (outcome.retry === 'never' || sends >= model.attemptsMax) throw this.#giveUp(outcome);
      await this.#pause(outcome, claim, sends);
      grant = await this.#claimAgain(claim);
    }
  }

  async #attempt(
    model: ModelConfig,
    request: ChatRequest,
    claim: ClaimRequest,
    grant: Grant,
  ): Promise<ChatReply | MabError> {
    const { clock, ledger } = this.#options;
    const sentAt = clock.elapsed();
    let reply: ProviderReply;
    try {
      const sent = { ...request, ...model.sampling, model: model.model };
      reply = await model.provider.complete(sent, AbortSignal.timeout(model.timeoutMs));
    } catch (error) {
      const failure = asProviderError(error);
      await ledger.perform('fail', closing(failure, grant.attempt, clock.elapsed() - sentAt));
      return failure;
    }
    const { text, finish, reportedModel } = reply;
    const usage = reply.usage ?? this.#estimateUsage(request, text);
    const costPicoUsd = meteredCost(usage, model.price);
    await ledger.perform('settle', {
      attempt: grant.attempt,
      reply: { text, finish },
      ...{ usage, costPicoUsd, reportedModel },
      latencyMs: clock.elapsed() - sentAt,
      servedBy: model.provider.servedBy,
    });
    this.#succeed(claim, grant, costPicoUsd);
    return { text, finish };
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
    if (this.#failuresInARow < OUTAGE_CALLS) return error;
    return new MabError(
      'PROVIDER_DOWN',
      `${OUTAGE_CALLS} calls in a row failed: ${error.message}`,
      {
        blame: 'provider',
        retry: 'later',
        hint: 'Wait until the provider answers again, then run the same command.',
        cause: error,
      },
    );
  }

  async #pause(error: MabError, { site }: ClaimRequest, attempt: number): Promise<void> {
    const { clock, random, signal, onEvent } = this.#options;
    const waitMs = backoffMs(attempt, error.details?.retryAfterMs as number | undefined, random);
    const { code, message } = error;
    onEvent({ type: 'call-retried', unitId: site.unitId, code, message, attempt, waitMs });
    await clock.sleep(waitMs, signal);
  }

  /**
   * The call is still this process's own, so another answer than a grant means budget or takeover.
   */
  async #claimAgain(claim: ClaimRequest): Promise<Grant> {
    const answer = await this.#options.ledger.perform('claim', claim);
    if (answer.kind === 'granted') return answer;
    if (answer.kind === 'over-budget') throw refusal(answer, claim);
    throw new MabError('CALL_TAKEN_OVER', 'Another process took this call over while it waited.', {
      blame: 'environment',
      retry: 'later',
      hint: 'Run the same command again; the reply is in the ledger.',
    });
  }

  #estimateUsage(request: ChatRequest, reply: string): Usage {
    const { countTokens } = this.#options;
    const inputTokens = request.messages.reduce(
      (sum, { content }) => sum + countTokens(content),
      0,
    );
    const outputTokens = countTokens(reply);
    return {
      ...{ inputTokens, outputTokens, cachedInputTokens: 0, reasoningTokens: 0 },
      source: 'estimated',
    };
  }
}

/**
 * The ledger's entry for a failed attempt. A time-out or a cut body may have been served and
 * billed, so its outcome is unknown. A refused key or an empty account is the user's to mend: not
 * final.
 */
function closing(error: MabError, attempt: number, latencyMs: number): Failure {
  const { code, message } = error;
  return {
    ...{ attempt, code, message, latencyMs },
    outcome: error.details?.mayBeBilled === true ? 'unknown' : 'error',
    final: error.retry === 'never' && error.blame === 'provider',
  };
}

function asProviderError(error: unknown): MabError {
  if (error instanceof MabError) return error;
  return new MabError('PROVIDER_FAILED', `The provider failed: ${errorMessage(error)}.`, {
    blame: 'bug',
    cause: error,
    details: { mayBeBilled: true },
  });
}
