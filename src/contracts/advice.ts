import type { PriceRow } from './prices.ts';

/** What the advisor says to one question, with all that it needs to be checked by hand. */
export interface Advice {
  /** As on the command line: `mab plan machines`. */
  readonly topic: string;
  readonly question: string;
  /** One or two sentences. */
  readonly answer: string;
  /** What there is to choose from, best first; empty where there is one way only. */
  readonly options: readonly AdviceOption[];
  readonly formulas: readonly UsedFormula[];
  readonly inputs: readonly AdviceInput[];
  /** The rows of the catalogue that went into it. */
  readonly prices: readonly PriceRow[];
  /** Old or doubtful prices, retired machines, what was not looked at. */
  readonly warnings: readonly string[];
}

/** One of the things to choose from. */
export interface AdviceOption {
  readonly name: string;
  readonly chosen: boolean;
  /** Column → number or text, the same columns in all options: `usdPerMonth`, `breakEvenHours`. */
  readonly facts: Readonly<Record<string, number | string | null>>;
  readonly reason?: string;
}

/** A formula as it was computed: `machines × hours × price = 2 × 730 × 0.1664 = 242.94`. */
export interface UsedFormula {
  readonly name: string;
  readonly text: string;
  /** With this answer’s numbers put in. */
  readonly worked: string;
}

/** A number that went into an answer, and who said it. */
export interface AdviceInput {
  readonly name: string;
  readonly value: number | string | boolean;
  readonly unit?: string;
  /** `given` by the user, `default` of ours, `measured` in an earlier run. */
  readonly from: 'given' | 'default' | 'measured';
  readonly note?: string;
}
