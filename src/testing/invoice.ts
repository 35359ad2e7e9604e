import type { PicoUsd } from '../core/money.ts';
import type { WireUsage } from './deterministic-reply.ts';

/** Prices of one token, in pico-dollars. */
export interface TokenPrices {
  readonly inputPicoUsd: PicoUsd;
  readonly cachedInputPicoUsd: PicoUsd;
  readonly outputPicoUsd: PicoUsd;
}

/**
 * What a vendor would bill: one line for each reply that was produced, whether or not it arrived.
 */
export interface Invoice {
  /** Requests that were read to their end, refused ones included. */
  readonly accepted: number;
  /** Replies that were produced, and so are billed. */
  readonly billed: number;
  readonly totalPicoUsd: PicoUsd;
  /**
   * By `textHash`: SHA-256 of the messages' contents, one after the other without anything between;
   * of embeddings, of each text.
   */
  readonly requests: ReadonlyMap<string, RequestLine>;
}

/** One distinct request, or text of a batch, on an invoice. */
export interface RequestLine {
  readonly accepted: number;
  readonly billed: number;
  readonly picoUsd: PicoUsd;
}

/** What one reply costs. */
export function replyPrice(usage: WireUsage, prices: TokenPrices): PicoUsd {
  return (
    BigInt(usage.promptTokens - usage.cachedTokens) * prices.inputPicoUsd +
    BigInt(usage.cachedTokens) * prices.cachedInputPicoUsd +
    BigInt(usage.completionTokens) * prices.outputPicoUsd
  );
}

const NOTHING: RequestLine = { accepted: 0, billed: 0, picoUsd: 0n };

/** Adds up while requests come in. */
export class InvoiceBook {
  readonly #lines = new Map<string, RequestLine>();
  #accepted = 0;
  #billed = 0;

  /** One request; a batch of texts has a line for each of them. */
  accept(textHashes: readonly string[]): void {
    this.#accepted += 1;
    for (const textHash of textHashes) {
      const line = this.#lines.get(textHash) ?? NOTHING;
      this.#lines.set(textHash, { ...line, accepted: line.accepted + 1 });
    }
  }

  bill(lines: readonly { readonly textHash: string; readonly picoUsd: PicoUsd }[]): void {
    this.#billed += 1;
    for (const { textHash, picoUsd } of lines) {
      const line = this.#lines.get(textHash) ?? NOTHING;
      this.#lines.set(textHash, {
        ...line,
        billed: line.billed + 1,
        picoUsd: line.picoUsd + picoUsd,
      });
    }
  }

  /** The invoice so far. */
  total(): Invoice {
    const lines = [...this.#lines.values()];
    return {
      accepted: this.#accepted,
      billed: this.#billed,
      totalPicoUsd: lines.reduce((sum, { picoUsd }) => sum + picoUsd, 0n),
      requests: new Map(this.#lines),
    };
  }
}
