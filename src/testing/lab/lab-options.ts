import type { PicoUsd } from '../../core/money.ts';
import type { TokenPrices } from '../invoice.ts';
import type { FaultPlan, ServedRequest } from '../server-faults.ts';

/** A model server as a test wants it. Whatever is absent is not limited and costs no time. */
export interface LabOptions {
  /** By the model's name as it is sent; `*` is every other one. Others are not found. */
  readonly models: Readonly<Record<string, ModelOptions>>;
  /** By API key; others are refused. Absent: any key, also none, is taken. */
  readonly keys?: Readonly<Record<string, KeyOptions>>;
  /** Of everything that is drawn; default 0. */
  readonly seed?: number | string;
  /** Time to produce a reply, in ms: one number, or the bounds of what is drawn; default 0. */
  readonly latencyMs?: number | Range;
  /** How long a `late` reply is held back once it is produced, in ms; default 60,000. */
  readonly lateMs?: number;
  readonly faults?: FaultPlan;
  /** How long a batch is in progress, in ms, as `latencyMs`; default 0. */
  readonly batchMs?: number | Range;
  /** What becomes of whole batches. */
  readonly batchFaults?: (batch: ServedBatch) => BatchFault | undefined;
  /** Of requests for files and batches. */
  readonly managedFaults?: (request: ServedManaged) => ManagedFault | undefined;
  /** Of limits, caches and stamps: milliseconds since 1970; default the machine's. */
  readonly clock?: { now(): number };
  /** How many tokens a text has; default: a quarter of its characters, rounded up. */
  readonly countTokens?: (text: string) => number;
  /** Of embeddings, where the request asks for none; at most 32, the default. */
  readonly vectorLength?: number;
  /** Called when a request was read to its end, before its reply is produced and billed. */
  readonly onBeforeReply?: (request: ServedRequest) => void | Promise<void>;
  /** Called when the reply's last byte was handed to the operating system. */
  readonly onAfterReply?: (request: ServedRequest) => void;
}

/** Least and most, both possible. */
export type Range = readonly [number, number];

export interface ModelOptions {
  readonly price: TokenPrices;
  readonly limits?: ModelLimits;
  /** Most tokens of input and asked output together; default: any number. */
  readonly contextTokens?: number;
  /** What the model writes at most; also what a request without a limit asks for; default 4,096. */
  readonly outputTokensMax?: number;
  /** So many tokens of words, drawn by the request, whatever it would have said by itself. */
  readonly outputTokens?: Range;
  /** The model thinks: so many tokens, drawn by the request. They are part of the output. */
  readonly reasoningTokens?: Range;
  /**
   * `vendor`, the default: simulated. `chance`: one request in sixteen, by the hash of its texts,
   * has a third of its prompt in the cache, whatever was sent before.
   */
  readonly promptCache?: 'vendor' | 'chance';
  /**
   * Share of requests, drawn by their text and how often it came, that come to a machine with a
   * cache; default 1.
   */
  readonly cacheHitShare?: number;
  /** Shortest prefix that is kept, in tokens; default 1,024. */
  readonly cacheTokensMin?: number;
}

/** What one key may ask of one model. */
export interface ModelLimits {
  readonly requestsPerMinute?: number;
  /** OpenAI: input and asked output; Anthropic: uncached input and output; Gemini: input. */
  readonly tokensPerMinute?: number;
  /** Of Anthropic: cache reads do not count. */
  readonly inputTokensPerMinute?: number;
  /** Of Anthropic: counted when it is produced. */
  readonly outputTokensPerMinute?: number;
  /** Requests that are being answered at the same time. */
  readonly concurrency?: number;
  /** Input of OpenAI's batches that have not ended, together; what is more fails. */
  readonly batchTokens?: number;
  /** How much may be saved up, in seconds of refill; default 60. */
  readonly burstSeconds?: number;
}

export interface KeyOptions {
  /** What is on the account; the request that finds it used up is refused. Default: no end. */
  readonly balancePicoUsd?: PicoUsd;
}

/** A batch as the plan of faults sees it. */
export interface ServedBatch {
  /** Among all batches of this server, from 1. */
  readonly number: number;
  readonly requests: number;
}

/** A request for a file or a batch as its plan of faults sees it. */
export interface ServedManaged {
  /** Among all such requests of this server, from 1. */
  readonly number: number;
  readonly method: string;
  /** As it was sent, without the query: `/v1/batches`. */
  readonly path: string;
}

/**
 * `hang-up`: nothing was done; `cut-body`: what was asked is done, and half of the reply is sent.
 * `rate-limit` and `server-error`: refused.
 */
export type ManagedFault = 'rate-limit' | 'server-error' | 'hang-up' | 'cut-body';

/** `expired`: the second half of its items; `failed`: nothing of it is served (OpenAI only). */
export type BatchFault = 'expired' | 'failed';
