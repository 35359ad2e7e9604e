import type { PicoUsd } from '../core/money.ts';
import type { WireUsage } from './dialects/dialect.ts';
import {
  type Invoice,
  type InvoiceLine,
  type Lane,
  plainInput,
  type RequestLine,
} from './invoice.ts';

/** Whose line of the invoice a request belongs to. */
export interface Account {
  readonly key: string;
  readonly model: string;
  readonly lane: Lane;
}

/** One text of a bill: a chat has one, a batch of embeddings one for each. */
export interface BilledPart {
  readonly textHash: string;
  readonly picoUsd: PicoUsd;
}

const NO_REQUEST: RequestLine = { accepted: 0, billed: 0, picoUsd: 0n };

const NO_TOKENS = {
  ...{ requests: 0, refused: 0, billed: 0, inputTokens: 0, cachedInputTokens: 0 },
  ...{ cacheWriteTokens: 0, cacheWriteHourTokens: 0, outputTokens: 0, reasoningTokens: 0 },
  picoUsd: 0n,
};

/** Adds up while requests come in. */
export class InvoiceBook {
  readonly #lines = new Map<string, InvoiceLine>();
  readonly #requests = new Map<string, RequestLine>();

  /** @returns how often the first of these texts has come, this time included. */
  accept(account: Account, textHashes: readonly string[]): number {
    const line = this.#line(account);
    this.#keep({ ...line, requests: line.requests + 1 });
    for (const textHash of textHashes) {
      const request = this.#requests.get(textHash) ?? NO_REQUEST;
      this.#requests.set(textHash, { ...request, accepted: request.accepted + 1 });
    }
    return this.#requests.get(textHashes[0] ?? '')?.accepted ?? 0;
  }

  /** The request has ended without a bill. */
  refuse(account: Account): void {
    const line = this.#line(account);
    this.#keep({ ...line, refused: line.refused + 1 });
  }

  bill(account: Account, usage: WireUsage, parts: readonly BilledPart[]): void {
    const line = this.#line(account);
    this.#keep({
      ...line,
      billed: line.billed + 1,
      inputTokens: line.inputTokens + plainInput(usage),
      cachedInputTokens: line.cachedInputTokens + usage.cachedTokens,
      cacheWriteTokens: line.cacheWriteTokens + usage.cacheWriteTokens,
      cacheWriteHourTokens: line.cacheWriteHourTokens + usage.cacheWriteHourTokens,
      outputTokens: line.outputTokens + usage.completionTokens,
      reasoningTokens: line.reasoningTokens + usage.reasoningTokens,
      picoUsd: parts.reduce((sum, { picoUsd }) => sum + picoUsd, line.picoUsd),
    });
    for (const { textHash, picoUsd } of parts) {
      const request = this.#requests.get(textHash) ?? NO_REQUEST;
      const { billed } = request;
      const total = request.picoUsd + picoUsd;
      this.#requests.set(textHash, { ...request, billed: billed + 1, picoUsd: total });
    }
  }

  /** What a key has spent so far, on all models and in both lanes. */
  spentBy(key: string): PicoUsd {
    let sum = 0n;
    for (const line of this.#lines.values()) if (line.key === key) sum += line.picoUsd;
    return sum;
  }

  /** The invoice so far. */
  total(): Invoice {
    const lines = [...this.#lines.values()];
    return {
      accepted: lines.reduce((sum, { requests }) => sum + requests, 0),
      billed: lines.reduce((sum, { billed }) => sum + billed, 0),
      totalPicoUsd: lines.reduce((sum, { picoUsd }) => sum + picoUsd, 0n),
      lines,
      requests: new Map(this.#requests),
    };
  }

  #line(account: Account): InvoiceLine {
    return this.#lines.get(nameOf(account)) ?? { ...account, ...NO_TOKENS };
  }

  #keep(line: InvoiceLine): void {
    this.#lines.set(nameOf(line), line);
  }
}

function nameOf({ key, model, lane }: Account): string {
  return JSON.stringify([key, model, lane]);
}
