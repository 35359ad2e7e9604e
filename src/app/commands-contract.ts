import type { DatasetListing } from '../contracts/dataset.ts';
import type { EventSink } from '../contracts/events.ts';
import type { Profile } from '../contracts/memory-method.ts';
import type { AnswerRecord, ScoreRecord } from '../contracts/records.ts';
import type { RunReport } from '../contracts/report.ts';

/** What the command line asks of the application; `commands.ts` is the real one, tests bring a fake. */
export interface Commands {
  /**
   * Runs a configuration, or goes on with the run that it stands for.
   * @returns The report, blank cells included.
   * @throws {MabError} INTERRUPTED after `signal`; BUDGET_REACHED; CONFIG_…; whatever else ends a run.
   */
  runBenchmark(options: RunOptions): Promise<RunReport>;
  /** The runs of a workspace, newest first; empty where there is no workspace yet. */
  listRuns(workspace: string): Promise<readonly RunListing[]>;
  /** @param run  A complete run id. @throws {MabError} RUN_UNKNOWN. */
  readReport(workspace: string, run: string): Promise<RunReport>;
  /** @throws {MabError} RUN_UNKNOWN, QUESTION_UNKNOWN. */
  showRun(workspace: string, run: string, questionId?: string): Promise<RunDetail>;
  /** The datasets of a folder, or with `open` of the built-in corpus. */
  listData(source: string): Promise<readonly DatasetListing[]>;
}

export interface RunOptions {
  readonly configPath: string;
  /** Folder that holds runs and ledger; made when it is not there. */
  readonly workspace: string;
  /** Ask again what failed for good; a new epoch in the ledger. */
  readonly retryFailed: boolean;
  /** Go on although a resumed unit asks something else than before, and pay for it. */
  readonly acceptDiverged: boolean;
  readonly onEvent: EventSink;
  readonly signal: AbortSignal;
}

export interface RunListing {
  readonly runId: string;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly state: RunReport['state'];
  readonly cells: number;
  /** Decimal strings of pico-dollars. */
  readonly paidPicoUsd: string;
  readonly unknownPicoUsd: string;
}

export interface RunDetail {
  readonly report: RunReport;
  /** Everything that can change an answer, as it was fixed when the run began. */
  readonly manifest: unknown;
  readonly failed: readonly FailedQuestion[];
  /** How each cell answered the question that was asked for; absent when none was. */
  readonly answers?: readonly QuestionAnswer[];
}

/** Which cell an answer belongs to: all methods of a run answer the same questions. */
export interface CellName {
  readonly cellId: string;
  readonly method: string;
  readonly profile: Profile;
  /** As in the report: `topK=5`; empty for the defaults. */
  readonly settings: string;
  /** From 1. */
  readonly trial: number;
}

export interface FailedQuestion extends CellName {
  readonly questionId: string;
  readonly code: string;
  readonly message: string;
}

export interface QuestionAnswer extends CellName {
  readonly record: AnswerRecord;
  /** Absent for a question that failed. */
  readonly scores?: ScoreRecord;
}
