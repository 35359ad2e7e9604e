/** The seam to language models: methods see `ChatModel`, the gateway drives `ModelProvider`s. */

/** One turn of what is sent to a model. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * What is asked of a model; everything in it can change the reply and is part of the call's key.
 */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Most tokens of the reply; always sent. */
  readonly maxOutputTokens: number;
}

/**
 * Why a reply ended. `length` is a reply like any other; `filter` means that the vendor withheld
 * it.
 */
export type FinishReason = 'stop' | 'length' | 'filter' | 'other';

/** Tokens as the vendor reported them; the four kinds do not overlap but for `reasoning`. */
export interface Usage {
  /** Input tokens at the full price. */
  readonly inputTokens: number;
  /** Input tokens read from the vendor's prompt cache. */
  readonly cachedInputTokens: number;
  /** All output tokens, reasoning included. */
  readonly outputTokens: number;
  /** The part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens: number;
  /** `estimated` where the vendor reported nothing and we counted with o200k_base. */
  readonly source: 'reported' | 'estimated';
}

/** A reply as methods see it. */
export interface ChatReply {
  readonly text: string;
  readonly finish: FinishReason;
}

/** What a memory method calls. Every call passes the gateway: keyed, recorded, metered. */
export interface ChatModel {
  readonly id: string;
  /** Tokens of input and output together. */
  readonly contextWindow: number;
  /**
   * @param step Names this call within its question or chunk (`answer`, `extract`, …). The same
   *   question and step always mean the same call, so steps never depend on arrival order.
   */
  chat(request: ChatRequest, step: string): Promise<ChatReply>;
}

/** One reply as a provider gives it. */
export interface ProviderReply {
  readonly text: string;
  readonly finish: FinishReason;
  /** Absent when the vendor reports none. */
  readonly usage?: Usage;
  /** The model that the vendor says has answered. */
  readonly reportedModel?: string;
}

/** Sampling parameters, part of the key. Absent means: not sent. */
export interface Sampling {
  readonly temperature?: number;
  readonly seed?: number;
}

/** What a provider is asked to send, once. */
export interface ProviderRequest extends ChatRequest, Sampling {
  readonly model: string;
}

/**
 * One way to reach a model, one attempt per call: no retry, no cache, no limit of its own.
 * @throws {MabError} with `retry: 'later'` for outages and limits, `never` for refusals; codes
 *   PROVIDER_TIMEOUT, PROVIDER_UNREACHABLE, PROVIDER_OVERLOADED (429, 5xx),
 *   PROVIDER_REPLY_UNREADABLE,
 *   PROVIDER_REFUSED (400 …), PROVIDER_KEY_REFUSED (401, 403), PROVIDER_ACCOUNT_EMPTY.
 */
export interface ModelProvider {
  /** Who serves: a base URL, or the name of an embedded provider. Never a key. */
  readonly servedBy: string;
  complete(request: ProviderRequest, signal: AbortSignal): Promise<ProviderReply>;
}

/** What makes two models the same to a plan; the rest (price, limits, server) changes no answer. */
export interface ModelIdentity {
  /** As it stands in keys: one name for one behaviour, whoever serves it. */
  readonly logicalModel: string;
  /** The logical model never changes, so its replies do not expire. */
  readonly pinned: boolean;
  /**
   * Its replies are drawn at random (temperature above 0, or unknown): never shared between runs.
   */
  readonly sampled: boolean;
  readonly sampling: Sampling;
  /** Tokens of input and output together. */
  readonly contextTokens: number;
}
