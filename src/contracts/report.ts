import type { RowStatus } from './dataset.ts';
import type { JudgeProtocolId, PanelRule } from './judge.ts';
import type { Phase, Profile } from './memory-method.ts';
import type { Usage } from './model.ts';
import type { ServedBy } from './records.ts';

/**
 * The result of a run as data: terminal table, Markdown and JSON show the same object. Money is a
 * decimal string of pico-dollars; scores lie in [0, 1]; times are milliseconds.
 */
export interface RunReport {
  readonly v: 1;
  readonly runId: string;
  readonly name: string;
  readonly createdAt: string;
  /**
   * `complete`: every cell has a score or will never have one; `incomplete`: running again adds to
   * it.
   */
  readonly state: 'complete' | 'incomplete';
  readonly data: { readonly label: string; readonly openCorpus: boolean };
  readonly reader: ReaderFacts;
  /** The models behind vectors; absent where no method uses any. */
  readonly embedders?: readonly EmbedderFacts[];
  /** Who marked answers; absent where nobody was asked to. */
  readonly judging?: JudgingReport;
  readonly cells: readonly CellReport[];
  /** Per dataset its methods against the one with the highest score; the nearest to it first. */
  readonly comparisons?: readonly PairReport[];
  readonly totals: MoneyReport & {
    readonly calls: number;
    readonly usage: Usage;
    readonly caching?: CachingReport;
  };
  /** Things a reader must know before using the numbers, as full sentences. */
  readonly warnings: readonly string[];
  readonly versions: { readonly mab: string; readonly node: string; readonly pipeline: number };
}

/** The model that answered. */
export interface ReaderFacts {
  readonly model: string;
  readonly provider: string;
  /** How the reader is to be named beside every score. */
  readonly note?: string;
}

/** A model that made vectors, and who served it: for the embedded one, what computed. */
export interface EmbedderFacts {
  readonly model: string;
  readonly provider: string;
}

/** The newest judging of a run, and how far others agree with it. */
export interface JudgingReport {
  readonly judgingId: string;
  readonly createdAt: string;
  readonly panel: PanelRule;
  readonly judges: readonly JudgeFacts[];
  readonly protocols: readonly JudgeProtocolId[];
  /** Of its judges with each other, with earlier judgings, with people. */
  readonly agreement: readonly AgreementReport[];
  /** What decides its judges' marks; absent where nobody asked. */
  readonly bias?: BiasCheckReport;
}

/** The newest check of a judging: its judges were asked again about some of the answers. */
export interface BiasCheckReport {
  readonly checkId: string;
  readonly seed: number;
  /** Of the answers of each protocol, in (0, 1]. */
  readonly share: number;
  /** Answers that were chosen, and those of them whose probes are still to be marked. */
  readonly answers: number;
  readonly missing: number;
  readonly judges: readonly JudgeBiasReport[];
}

/** One judge by one protocol; the scores are those on the protocol's primary metric. */
export interface JudgeBiasReport {
  readonly judge: string;
  readonly protocol: JudgeProtocolId;
  readonly metric: string;
  /** `repeated`: the same again. `swapped`: the reply first. `padded`: more words behind it. */
  readonly probes: Readonly<Record<'repeated' | 'swapped' | 'padded', ProbeReport>>;
  /**
   * Spearman's, of a reply's length with its score, over all marked answers. Absent where length or
   * score never differ.
   */
  readonly lengthCorrelation?: number;
}

/** What became of the marks of one kind of probe. */
export interface ProbeReport {
  /** Probes that have a score, of answers that have one; and all others. */
  readonly compared: number;
  readonly unscored: number;
  /** Of those compared: how many got more, and how many less, than before. */
  readonly raised: number;
  readonly lowered: number;
  /** Share that got another score, with its 95 % interval; absent without any. */
  readonly changed?: { readonly mean: number; readonly low: number; readonly high: number };
  /** Probe minus original; absent without any. */
  readonly meanShift?: number;
}

/** One judge of a panel. */
export interface JudgeFacts {
  /** As it is called beside its verdicts. */
  readonly name: string;
  readonly model: string;
  readonly provider: string;
  /** How it is to be named beside every verdict. */
  readonly note?: string;
}

/** How far two raters agree on the answers that both have scored. */
export interface AgreementReport {
  readonly protocol: JudgeProtocolId;
  readonly metric: string;
  /** The first is a judge, or the panel; the second a judge, an earlier judging, or people. */
  readonly first: string;
  readonly second: string;
  readonly kind: 'judges' | 'judgings' | 'people';
  /** Of an earlier judging: what its judges are called. */
  readonly secondJudges?: readonly string[];
  readonly answers: number;
  /** Share of them with the same score. */
  readonly equal: number;
  /** Second minus first: below 0 the second is stricter. */
  readonly meanDifference: number;
  /** Cohen's, where all scores are 0 or 1 and not all the same; its 95 % interval where known. */
  readonly kappa?: { readonly kappa: number; readonly low?: number; readonly high?: number };
  /** Spearman's, where scores lie between 0 and 1. */
  readonly correlation?: number;
}

/** How far the answers of a cell are marked. */
export interface JudgedCell {
  readonly protocol: JudgeProtocolId;
  readonly metrics: readonly string[];
  /** Both denominators: answers with a verdict, and all that were to be marked. */
  readonly scored: number;
  readonly planned: number;
  /** Answers without a score, by the reason that the judges gave. */
  readonly unscored: Readonly<Record<string, number>>;
  /** Verdicts that had to be asked for twice. */
  readonly repaired: number;
  /** What these verdicts cost alone; part of the cell's own sum. Decimal string of pico-dollars. */
  readonly standalonePicoUsd: string;
}

/** Money of a cell or of a run. */
export interface MoneyReport {
  /** Spent by this run: each attempt once, for its first payer. */
  readonly paidPicoUsd: string;
  /** What it would cost without anything in the ledger. */
  readonly standalonePicoUsd: string;
  /** Attempts whose outcome is unknown, at their worst case; not part of paid. */
  readonly unknownPicoUsd: string;
  readonly unknownAttempts: number;
}

/** What the vendors' prompt caches changed, by the tokens that the vendors reported. */
export interface CachingReport {
  /**
   * Cached tokens × what each was cheaper, less written tokens × what each was dearer. Negative
   * where more was written than it was worth. Of the standalone cost: of a batch, at its discount.
   */
  readonly savedPicoUsd: string;
  /** Of what it would cost without caches; below 0 as `savedPicoUsd` is. */
  readonly savedShare: number;
}

/** Method × dataset × settings: one number, or the reason why there is none. */
export interface CellReport {
  readonly cellId: string;
  readonly method: string;
  readonly profile: Profile;
  /** Settings that differ from the defaults, for people: `topK=5`. */
  readonly settings: string;
  readonly controlArm: boolean;
  readonly dataset: string;
  /** Settings of the dataset, alike for all methods: `questionsMax=20`. Absent: none. */
  readonly dataSettings?: string;
  readonly rowStatus: RowStatus;
  readonly metric: string;
  /** Scored cells have `score`; blank ones `reason`. Never a zero in place of a missing number. */
  readonly outcome: 'scored' | 'blank';
  readonly score?: IntervalReport;
  /** Every metric of the dataset's scorer, the primary one included. */
  readonly metrics: Readonly<Record<string, IntervalReport>>;
  readonly reason?: string;
  /** Done: in every trial. */
  readonly contexts: { readonly done: number; readonly planned: number };
  /** Both denominators: answered of planned, each trial for itself. */
  readonly questions: { readonly answered: number; readonly planned: number };
  readonly chunks: number;
  readonly money: MoneyReport;
  readonly calls: number;
  readonly usage: Usage;
  /** Absent where the vendors reported no cache, and where prices are unknown. */
  readonly caching?: CachingReport;
  readonly phases: Readonly<Partial<Record<Phase, PhaseReport>>>;
  /** Who served how many of its calls; absent where nobody knows. */
  readonly served?: readonly ServedBy[];
  /** Absent where no judge marks them. */
  readonly judged?: JudgedCell;
  /** Absent where nothing was published of it. */
  readonly published?: PublishedBeside;
  /** What became of the answered questions; they add up to the records of finished contexts. */
  readonly outcomes?: OutcomeCounts;
  /** Share of questions whose gold answer stands in what the reader saw; absent when unknown. */
  readonly answerInContext?: number;
  readonly latencyMs?: { readonly p50: number; readonly p95: number; readonly replayed: boolean };
  /** Memorize and finalize of all contexts together; model calls as when they were first bought. */
  readonly memoryConstructionMs?: number;
}

export type FidelityVerdict = 'agrees' | 'differs' | 'not-comparable';

/** The score of the paper that is nearest to a cell, in [0, 1], and how the two relate. */
export interface PublishedBeside {
  readonly score: number;
  readonly verdict: FidelityVerdict;
}

/** What one phase of a cell took. */
export interface PhaseReport {
  readonly calls: number;
  readonly usage: Usage;
  /** Without anything in the ledger. */
  readonly standalonePicoUsd: string;
}

/** A mean with its interval. */
export interface IntervalReport {
  readonly mean: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** `questions`: a single context, so variation between contexts is not covered. */
  readonly basis: 'contexts' | 'questions';
}

/**
 * What became of a question. `right`: at least half the marks of the primary metric. The others
 * have less: `misread` where the answer stood in what the reader saw, `missed` where it did not,
 * `unknown` where that cannot be told. `unjudged`: an answer that waits for a judge to mark it.
 * `failed`: no answer.
 */
export const OUTCOMES = ['right', 'misread', 'missed', 'unknown', 'unjudged', 'failed'] as const;
export type OutcomeName = (typeof OUTCOMES)[number];
export type OutcomeCounts = Readonly<Record<OutcomeName, number>>;

/** Two cells compared question by question: first minus second, on the primary metric. */
export interface PairReport {
  readonly dataset: string;
  readonly metric: string;
  readonly first: PairSide;
  readonly second: PairSide;
  /** In [-1, 1]. */
  readonly difference: IntervalReport;
  /** Two-sided, of this pair alone. */
  readonly pValue: number;
  /** Among all pairs of the dataset (Holm): what the verdict goes by. */
  readonly adjustedPValue: number;
  readonly test: 'mcnemar' | 'sign-flip' | 'clustered-t';
  /** The smallest difference that as many questions would find with 80 % chance. */
  readonly detectable?: number;
  /** `undecided`: the difference is inside the noise. */
  readonly better: 'first' | 'second' | 'undecided';
  readonly questions: {
    readonly paired: number;
    /** With a score on one side only. */
    readonly unpaired: number;
    readonly firstHigher: number;
    readonly secondHigher: number;
  };
  /** How many questions, in all, would likely settle it; absent where that is not known. */
  readonly toSettle?: number;
}

/** One side of a comparison. */
export interface PairSide {
  readonly cellId: string;
  /** As people call it: `bm25 (current) topK=5`. */
  readonly name: string;
  /** Mean over all questions of the cell. */
  readonly score: number;
}
