import type { Question } from './dataset.ts';
import type { ChatModel } from './model.ts';

/**
 * The seam between answers and the models that mark them. Judging comes after answering and never
 * asks a method again: one judging marks the answers of a run with one panel of judges, and a run
 * may have several.
 */

/**
 * How answers are marked. `longmemeval`: right or wrong, by the type of the question. `summary`:
 * fluency, recall of key points, precision. `generic`: right or wrong against the accepted answers,
 * for any dataset.
 */
export const JUDGE_PROTOCOLS = ['longmemeval', 'summary', 'generic'] as const;
export type JudgeProtocolId = (typeof JUDGE_PROTOCOLS)[number];

/** What is marked, and against what. */
export interface JudgeTask {
  readonly question: Pick<Question, 'text' | 'answers' | 'type' | 'sourceId' | 'keypoints'>;
  /** The answer as the method gave it. */
  readonly reply: string;
  /**
   * The judge sees the reply before what it is held against: asked to find out whether the order
   * decides. Absent: after it.
   */
  readonly replyFirst?: boolean;
}

/**
 * What one judge said of one answer. `unscored` is never a wrong answer: the cell has no score
 * until somebody marks it.
 */
export type Marks =
  | {
      readonly outcome: 'scored';
      /** By metric name, each in [0, 1]; exactly the protocol's metrics. */
      readonly scores: Readonly<Record<string, number>>;
      /** The counts behind the scores, for people: `recall_found`, `precision_total`. */
      readonly counts?: Readonly<Record<string, number>>;
      /** The verdict had to be asked for a second time. */
      readonly repaired: boolean;
    }
  | {
      readonly outcome: 'unscored';
      /** JUDGE_REFUSED, JUDGE_UNREADABLE, JUDGE_CUT_OFF … and the judge's own words, shortened. */
      readonly code: string;
      readonly said: string;
    };

/** One way of marking. Pure but for the model that it asks. */
export interface JudgeProtocol {
  readonly id: JudgeProtocolId;
  /** Raised whenever the same words of a judge may give another score. */
  readonly version: number;
  /** A hash of its rendered prompts: part of a judging's identity. */
  readonly promptsVersion: string;
  /** Exactly the keys of `Marks.scores`, the primary one first. */
  readonly metrics: readonly [string, ...string[]];
  /**
   * Marks one answer with one judge. Each question to the judge is a step of its own; a verdict
   * that cannot be read is asked for once more, as the step `…-repair`.
   *
   * @throws {MabError} what the model throws; never for what a judge says.
   */
  mark(task: JudgeTask, judge: ChatModel): Promise<Marks>;
}

/** How the marks of several judges become one. */
export const PANEL_RULES = ['majority', 'mean'] as const;
export type PanelRule = (typeof PANEL_RULES)[number];

/** The marks of one answer by all judges of a panel, and what they come to together. */
export interface PanelMarks {
  readonly questionId: string;
  /** By the judge's name in the configuration, in its order. */
  readonly byJudge: Readonly<Record<string, Marks>>;
  readonly panel: Marks;
}
