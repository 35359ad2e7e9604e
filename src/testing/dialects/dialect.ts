import type { ProviderRequest } from '../../contracts/model.ts';
import type { DeterministicReply, WireUsage } from '../deterministic-reply.ts';
import type { Fault } from '../server-faults.ts';

/** A chat request as a server understood it. */
export type AskedChat = Omit<ProviderRequest, 'maxOutputTokens'> & {
  readonly maxOutputTokens: number | undefined;
};

/** One request and how it is answered. */
export interface Exchange {
  /** What the server understood: for tests that nothing was lost on the way. */
  readonly asked: unknown;
  /** Of which the joined SHA-256 names the request on the invoice. */
  readonly texts: readonly string[];
  readonly usage: WireUsage;
  /** What is billed apart, as the texts of a batch are. Absent: the request as a whole. */
  readonly lines?: readonly BilledText[];
  /** The body of the reply; `empty` has not a word in it, `no-usage` says nothing of tokens. */
  body(kind: 'full' | 'empty' | 'no-usage'): object;
}

/** A text with its own line on the invoice. */
export interface BilledText {
  readonly text: string;
  readonly usage: WireUsage;
}

/** How one vendor's format is served. */
export interface Dialect {
  readonly path: RegExp;
  /**
   * @param vectorLength  Of embeddings, where the request asks for none.
   * @throws for a body with anything that the vendor does not document.
   */
  exchange(body: unknown, path: string, vectorLength?: number): Exchange;
  /** How the vendor says that it will not serve. */
  refusal(fault: Fault): Refusal | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly body: object;
}

/** The parts of a deterministic chat reply, left out as the kind demands. */
export function replyParts(
  reply: DeterministicReply,
  kind: 'full' | 'empty' | 'no-usage',
): { readonly text: string; readonly usage: WireUsage | undefined } {
  return {
    text: kind === 'empty' ? '' : reply.text,
    usage: kind === 'no-usage' ? undefined : reply.usage,
  };
}
