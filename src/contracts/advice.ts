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
  /** Parts of a sum, facts beside the prices, and whatever else does not fit the options. */
  readonly tables?: readonly AdviceTable[];
  readonly formulas: readonly UsedFormula[];
  readonly inputs: readonly AdviceInput[];
  /** The rows of the catalogue that went into it. */
  readonly prices: readonly PriceRow[];
  /** Old or doubtful prices, retired machines, what was not looked at. */
  readonly warnings: readonly string[];
  /** Ready for another program, by the name of the format: `aws` → a request of EC2. */
  readonly documents?: Readonly<Record<string, unknown>>;
}

/** One value of a table; null where it is not known. */
export type AdviceFact = number | string | null;

/** Rows with the same columns. */
export interface AdviceTable {
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, AdviceFact>>[];
}

/** One of the things to choose from. */
export interface AdviceOption {
  readonly name: string;
  readonly chosen: boolean;
  /** Column → number or text, the same columns in all options: `usdPerMonth`, `breakEvenHours`. */
  readonly facts: Readonly<Record<string, AdviceFact>>;
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
  readonly value: InputValue;
  readonly unit?: string;
  /**
   * `given` by the user, `default` of ours, `measured` in an earlier run, `estimated` before one.
   */
  readonly from: 'given' | 'default' | 'measured' | 'estimated';
  readonly note?: string;
}

/** What an input may be. */
export type InputValue = number | string | boolean | readonly string[] | readonly number[];

/** What can be said to a topic, for flags, help and pages. */
export interface InputSpec {
  /** As in files and JSON: `memoryGib`. */
  readonly name: string;
  /** As on the command line: `--memory-gib`. */
  readonly flag: string;
  readonly kind: 'number' | 'whole' | 'choice' | 'yes-no' | 'text' | 'names' | 'numbers';
  readonly description: string;
  readonly unit?: string;
  /** Both included. */
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  /** What each choice means, in their order. Whoever plans without flags is asked these inputs. */
  readonly choiceNotes?: readonly string[];
  /** Absent: it has to be given, or measured, or is left out. */
  readonly fallback?: InputValue;
}

/** One question that the advisor can answer. */
export interface TopicSpec {
  /** As on the command line: `machines`. */
  readonly id: string;
  readonly question: string;
  readonly inputs: readonly InputSpec[];
  /** Names of those that a run, or an estimate of one, can tell. */
  readonly measurable: readonly string[];
}
