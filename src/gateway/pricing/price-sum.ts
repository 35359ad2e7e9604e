import type { Amount, CallsPrice } from '../../contracts/gateway.ts';

/** One call that has not been bought. */
export interface PricedCall {
  readonly cellId: string;
  readonly least: Amount;
  readonly most: Amount;
  readonly reservation: Amount;
  readonly exact: boolean;
}

const NOTHING: Amount = { picoUsd: 0n, tokens: 0 };
export const NO_CALLS: CallsPrice = {
  ...{ calls: 0, least: NOTHING, most: NOTHING, reservation: NOTHING, exact: true },
};

/** Adds up, by cell. */
export class PriceSum {
  readonly #cells = new Map<string, CallsPrice>();

  add({ cellId, least, most, reservation, exact }: PricedCall): void {
    const sum = this.#cells.get(cellId) ?? NO_CALLS;
    this.#cells.set(cellId, {
      ...sum,
      calls: sum.calls + 1,
      least: plus(sum.least, least),
      most: plus(sum.most, most),
      reservation: larger(sum.reservation, reservation),
      exact: sum.exact && exact,
    });
  }

  byCell(): ReadonlyMap<string, CallsPrice> {
    return this.#cells;
  }
}

function plus(a: Amount, b: Amount): Amount {
  return { picoUsd: a.picoUsd + b.picoUsd, tokens: a.tokens + b.tokens };
}

function larger(a: Amount, b: Amount): Amount {
  return {
    picoUsd: a.picoUsd > b.picoUsd ? a.picoUsd : b.picoUsd,
    tokens: Math.max(a.tokens, b.tokens),
  };
}
