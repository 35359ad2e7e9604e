/** The seam to language models: methods see `ChatModel`, the gateway drives `ModelProvider`s. */

/** A JSON Schema, draft 2020-12, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a model may call. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  /** Of its arguments, an object. */
  readonly parameters: JsonSchema;
}

/** A model's wish to have a tool called. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** As the model wrote it; whoever runs the tool parses it, and may find that it is no JSON. */
  readonly argumentsJson: string;
  /**
   * What the vendor wants to see again with this call, as it gave it (thoughts, their signature);
   * absent where it wants nothing.
   */
  readonly vendorState?: string;
}

/** One turn of what is sent to a model. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | {
      readonly role: 'assistant';
      readonly content: string;
      readonly toolCalls?: readonly ToolCall[];
    }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

/**
 * What is asked of a model; everything in it can change the reply and is part of the call's key.
 */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Most tokens of the reply; always sent. */
  readonly maxOutputTokens: number;
  /** The reply has to be JSON of this schema. Vendors keep to it or refuse; callers check. */
  readonly schema?: { readonly name: string; readonly schema: JsonSchema };
  readonly tools?: readonly Tool[];
  /** Absent: `auto`. Only with `tools`. */
  readonly toolChoice?: 'auto' | 'required' | 'none';
  /**
   * Further fields of OpenAI's chat format, for servers that speak it; sent as they are and part of
   * the key. Other formats refuse them.
   */
  readonly extra?: Readonly<Record<string, unknown>>;
  /**
   * How many characters at the start of the last message other calls share, with all messages
   * before it: a hint for the vendor's prompt cache. Changes no reply and is not part of the key.
   */
  readonly cachePrefix?: number;
}

/**
 * Why a reply ended. `length` is a reply like any other; `filter` means that the vendor withheld
 * it; `tool` that it wants tools called.
 */
export type FinishReason = 'stop' | 'length' | 'filter' | 'tool' | 'other';

/** Tokens as the vendor reported them; the kinds do not overlap but for `reasoning`. */
export interface Usage {
  /** Input tokens at the full price. */
  readonly inputTokens: number;
  /** Input tokens read from the vendor's prompt cache. */
  readonly cachedInputTokens: number;
  /** Input tokens written to the vendor's prompt cache, where writing has a price of its own. */
  readonly cacheWriteTokens: number;
  /** All output tokens, reasoning included. */
  readonly outputTokens: number;
  /** The part of `outputTokens` spent on reasoning. */
  readonly reasoningTokens: number;
  /** Tokens that an embedder read, which are none of the above. Absent: none. */
  readonly embeddedTokens?: number;
  /** `estimated` where the vendor reported nothing and we counted with o200k_base. */
  readonly source: 'reported' | 'estimated';
}

/** A reply as methods see it. */
export interface ChatReply {
  readonly text: string;
  readonly finish: FinishReason;
  /** Absent, never empty, when the model calls no tool. */
  readonly toolCalls?: readonly ToolCall[];
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
export interface ProviderReply extends ChatReply {
  /** Absent when the vendor reports none. */
  readonly usage?: Usage;
  /** The model that the vendor says has answered. */
  readonly reportedModel?: string;
  /** What the vendor says is left of its limits. */
  readonly quota?: Quota;
}

/**
 * A vendor's own word on its limits, from the headers of a reply or a refusal
 * (`details.quota` of the error). Absent where it says nothing.
 */
export interface Quota {
  readonly requests?: QuotaState;
  readonly tokens?: QuotaState;
}

/** One of a vendor's limits, as far as it tells. */
export interface QuotaState {
  /** A minute. */
  readonly limit?: number;
  readonly remaining?: number;
  /** Until the limit is full again, in ms. */
  readonly resetMs?: number;
}

/** Sampling parameters, part of the key. Absent means: not sent. */
export interface Sampling {
  readonly temperature?: number;
  readonly seed?: number;
}

/** What a provider is asked to send, once. */
export interface ProviderRequest extends ChatRequest, Sampling {
  readonly model: string;
  /**
   * Names the shared prefix (see `cachePrefix`) to vendors that route by it. Absent: prompt caching
   * is not wanted, and `cachePrefix` is to be ignored.
   */
  readonly promptCacheKey?: string;
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
  /**
   * The vendor's own count of the input, by a request that it does not bill; absent where it has
   * none. Vendors call it an estimate. Throws as `complete`.
   */
  countInput?(request: ProviderRequest, signal: AbortSignal): Promise<number>;
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

/** Some models tell what is searched from what is searched for. */
export type EmbeddingRole = 'document' | 'query';

/**
 * What a memory method embeds with. Every text is a ledger entry of its own: batches, order and
 * repetition change neither vectors nor money.
 */
export interface Embedder {
  /** The logical model. */
  readonly id: string;
  /** Longest text, counted by `countTokens`; a longer one is refused, never cut. */
  readonly maxTokens: number;
  /** In the embedder's own tokens where they are known, else in o200k tokens. */
  readonly countTokens: (text: string) => number;
  /**
   * @param step  As in `ChatModel.chat`; texts are told apart by their position.
   * @returns One vector per text, in order, all of the same length, as the model gave them (not
   *   normalised).
   * @throws {MabError} EMBEDDING_TOO_LONG, EMBEDDING_DIMENSIONS (vectors of different lengths), and
   *   what the provider throws.
   */
  embed(
    texts: readonly string[],
    role: EmbeddingRole,
    step: string,
  ): Promise<readonly Float32Array[]>;
}

/** What an embedding provider is asked to send, once. */
export interface EmbeddingRequest {
  readonly model: string;
  /** 1 to 64 texts, none empty. */
  readonly texts: readonly string[];
  readonly role: EmbeddingRole;
  /** Length of the vectors, for models that can shorten them. Absent: not sent. */
  readonly dimensions?: number;
}

/** One reply of an embedding provider. */
export interface EmbeddingReply {
  /** As many as texts, in their order. */
  readonly vectors: readonly Float32Array[];
  /** Of all texts together; absent when the vendor reports none. */
  readonly inputTokens?: number;
  readonly reportedModel?: string;
  readonly quota?: Quota;
}

/** As `ModelProvider`, for embeddings: one attempt per call, the same errors. */
export interface EmbeddingProvider {
  readonly servedBy: string;
  embed(request: EmbeddingRequest, signal: AbortSignal): Promise<EmbeddingReply>;
}

/** What makes two embedders the same to a plan. */
export interface EmbedderIdentity {
  readonly logicalModel: string;
  readonly pinned: boolean;
  readonly dimensions?: number;
  /** Put before a text, by role, for models that were trained with instructions. */
  readonly prefixes: Readonly<Record<EmbeddingRole, string>>;
  readonly maxTokens: number;
}
