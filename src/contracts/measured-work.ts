/** What a run has taken, or is expected to take, once: what plans can begin with. */
export interface MeasuredWork {
  /** `run small-0123456789abcdef`, `estimate of small`. */
  readonly origin: string;
  readonly kind: 'measured' | 'estimated';
  /** Ids of methods, control arms included. */
  readonly methods: readonly string[];
  readonly datasets: number;
  /** A method on one context, once: what can be done elsewhere. */
  readonly tasks: number;
  /** How long one of them takes, on average, one call after another; absent: not known. */
  readonly taskMinutes?: number;
  /** From start to end; absent: not known. */
  readonly hours?: number;
  /** Answers that are scored, of every trial. */
  readonly answers: number;
  /** The model that answers. */
  readonly model: string;
  /** From the prompt cache or not. */
  readonly inputTokens: number;
  /** The part of these that came from the prompt cache. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** What judges read and wrote, which is none of these. */
  readonly judgeTokens: number;
  /** Absent where there is none, or more than one. */
  readonly embedder?: string;
  readonly embeddedTokens: number;
  /** Vectors that are kept: texts of memories. */
  readonly keptVectors: number;
  /** Vectors of questions. */
  readonly searches: number;
  readonly dimensions?: number;
  /** What is kept of it. */
  readonly storedBytes: number;
}
