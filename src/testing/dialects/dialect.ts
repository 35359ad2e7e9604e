import type { ProviderRequest, Tool, ToolCall } from '../../contracts/model.ts';
import { CHARACTERS_PER_TOKEN, type DeterministicReply } from '../deterministic-reply.ts';

/** A chat request as a server understood it. */
export type AskedChat = Omit<ProviderRequest, 'maxOutputTokens'> & {
  readonly maxOutputTokens: number | undefined;
};

/** Whose habits a format has: limits, refusals, prompt cache. */
export type Vendor = 'openai' | 'anthropic' | 'gemini';

/** One request and how it is answered. */
export interface Exchange {
  /** What the server understood: for tests that nothing was lost on the way. */
  readonly asked: unknown;
  readonly model: string;
  /** Of which the joined SHA-256 names the request on the invoice. */
  readonly texts: readonly string[];
  /** What the model reads, in the order in which a prompt cache compares it. */
  readonly prompt: readonly PromptPart[];
  /** Keeps apart what OpenAI's cache would else share. */
  readonly promptCacheKey?: string;
  /** Absent: as much as the model can. Embeddings have no output: 0. */
  readonly maxOutputTokens: number | undefined;
  /** The texts of a batch of embeddings, billed apart. Absent: the request as a whole. */
  readonly lines?: readonly BilledText[];
  /** The reply has to be a stream of events. */
  readonly streams?: boolean;
  /** @param occurrence  How often the same was asked, from 1: a sampled reply depends on it. */
  reply(occurrence: number): DeterministicReply;
  body(reply: WireReply): object;
  /** Where the format is served as a stream: the events, as they are sent. */
  events?(reply: WireReply): readonly string[];
}

/** A stretch of the prompt, at whose end a vendor may be told to keep what it has read. */
export interface PromptPart {
  readonly text: string;
  readonly keep?: '5m' | '1h';
}

/** A text with its own line on the invoice. */
export interface BilledText {
  readonly text: string;
  readonly tokens: number;
}

/** A reply with all that the wire has to say of it. */
export interface WireReply extends DeterministicReply {
  readonly id: string;
  readonly createdMs: number;
  readonly finish: 'stop' | 'length' | 'tool';
  /** A well-formed reply without a word or vector in it. */
  readonly isEmpty: boolean;
  /** Absent: nothing is said of tokens. */
  readonly usage: WireUsage | undefined;
}

/**
 * Tokens as OpenAI counts them: whatever was read from a cache or written to it is inside the
 * prompt, reasoning inside the completion.
 */
export interface WireUsage {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  /** Written to a cache for five minutes. */
  readonly cacheWriteTokens: number;
  /** Written to a cache for an hour. */
  readonly cacheWriteHourTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

/** How one vendor's format is served. */
export interface Dialect {
  readonly vendor: Vendor;
  readonly path: RegExp;
  /** The request only counts tokens: free, and under no limit of tokens. */
  readonly countsOnly?: boolean;
  /**
   * @param vectorLength  Of embeddings, where the request asks for none.
   * @throws for a body with anything that the vendor does not document.
   */
  exchange(body: unknown, path: string, vectorLength?: number): Exchange;
}

/** Every part by itself, rounded up, so that the tokens of a prompt are the sum of its parts. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** Of the whole prompt. */
export function promptTokens(prompt: readonly PromptPart[]): number {
  return prompt.reduce((sum, { text }) => sum + tokensOf(text), 0);
}

/** The tools as a part of the prompt; vendors read them first. */
export function toolPart(tool: Tool): string {
  return JSON.stringify([tool.name, tool.description, tool.parameters]);
}

/** The schema of the reply as a part of the prompt: models are told of it, and vendors bill it. */
export function schemaPart(schema: NonNullable<AskedChat['schema']>): string {
  return JSON.stringify(schema);
}

/** What a message adds to the prompt: its words and the calls that it made. */
export function messagePart(message: {
  readonly content: string;
  readonly toolCalls?: readonly ToolCall[];
}): string {
  const calls = (message.toolCalls ?? []).map(({ name, argumentsJson }) => name + argumentsJson);
  return message.content + calls.join('');
}

/** The prompt of a format whose cache needs no marks. */
export function plainPrompt({ tools = [], schema, messages }: AskedChat): PromptPart[] {
  const told = [...tools.map(toolPart), ...(schema ? [schemaPart(schema)] : [])];
  return [...told, ...messages.map(messagePart)].map((text) => ({ text }));
}
