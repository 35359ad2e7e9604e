import type { RunComparison } from '../contracts/comparison.ts';
import type { EventSink } from '../contracts/events.ts';
import type { VerdictRecord } from '../contracts/judging.ts';
import type { Lane } from '../contracts/lane.ts';
import type { Phase } from '../contracts/memory-method.ts';
import type { AnswerRecord, PhaseCost, ScoreRecord, ServedBy } from '../contracts/records.ts';
import type { RunReport } from '../contracts/report.ts';
import type { BatchAtVendor } from '../gateway/ledger/batch-protocol.ts';
import type { ReplayProof } from '../gateway/proxy/prove-replay.ts';
import type { ProxyCall } from '../gateway/proxy/proxy-call.ts';
import type { BudgetStop } from '../run/budget-stop.ts';
import type { ConfigPlace } from './config-place.ts';
import type { CostCommands } from './cost/cost-contract.ts';
import type {
  CacheListing,
  DataCheck,
  DataListing,
  SourceName,
  SynthOptions,
  SynthResult,
} from './data/data-contract.ts';
import type { PullOptions, PullResult } from './data/pull-contract.ts';
import type { EstimateCommands } from './estimate/estimate-contract.ts';
import type { ExportCommands } from './export/export-contract.ts';
import type { FidelityCommands } from './fidelity/fidelity-contract.ts';
import type { LedgerCommands } from './ledger/ledger-contract.ts';
import type { PlanCommands } from './plan/plan-contract.ts';
import type { PowerCommands } from './power/power-contract.ts';
import type { PricesCommands } from './prices/prices-contract.ts';
import type { UpstreamCommands } from './upstream/upstream-contract.ts';
import type { WaitingSum } from './waiting-sum.ts';

/**
 * What the command line asks of the application; `commands.ts` is the real one, tests bring a fake.
 */
export interface Commands {
  /**
   * Runs a configuration, or goes on with the run that it stands for.
   * @returns The report, blank cells included.
   * @throws {MabError} INTERRUPTED after `signal`; BUDGET_REACHED; CONFIG_…; whatever else ends a
   *   run.
   */
  runBenchmark(options: RunOptions): Promise<RunReport>;
  /**
   * Has the answers of a run marked, or goes on with that; no method is asked again.
   *
   * @throws {MabError} JUDGES_MISSING, NOTHING_TO_JUDGE, DATA_…, LABELS_…, and as `runBenchmark`.
   */
  judgeRun(options: JudgeOptions): Promise<JudgeResult>;
  /**
   * Starts a model server on this machine, in front of the models of a configuration.
   * @throws {MabError} PORT_TAKEN, REPLAY_PROFILE_UNKNOWN, KEY_MISSING, CONFIG_…, WORKSPACE_….
   */
  openProxy(options: ProxyOptions): Promise<ProxySession>;
  /** The runs of a workspace, newest first. @throws {MabError} WORKSPACE_MISSING. */
  listRuns(workspace: string): Promise<readonly RunListing[]>;
  /**
   * @param run  A run id, a start that fits one run only, or `latest`.
   * @param judging  The start of a judging's id; absent: the newest.
   * @throws {MabError} WORKSPACE_MISSING, RUN_UNKNOWN, RUN_AMBIGUOUS, RUN_ID_INVALID,
   *   JUDGING_UNKNOWN.
   */
  readReport(workspace: string, run: string, judging?: string): Promise<RunReport>;
  /** A report in a form that is a file. Throws as `readReport`. */
  exportRun(
    workspace: string,
    run: string,
    format: ExportFormat,
    judging?: string,
  ): Promise<ExportedRun>;
  /**
   * What changed between two runs, each named as in `readReport`, and thrown as there.
   * @throws {MabError} COMPARE_SAME_RUN, COMPARE_NOTHING_COMMON.
   */
  compareRuns(workspace: string, before: string, after: string): Promise<RunComparison>;
  /** As `readReport`, with what a report has no room for. */
  showRun(workspace: string, run: string, questionId?: string): Promise<RunDetail>;
  /**
   * Brings the published dataset into the cache of this machine.
   * @throws {MabError} INTERRUPTED after `signal`; HUB_…; DISK_…; NO_PERMISSION; DATA_FOLDER_TAKEN.
   */
  pullData(options: PullOptions): Promise<PullResult>;
  /** @throws {MabError} DATA_…, FILE_…, NO_PERMISSION, SOURCE_INVALID. */
  listData(from: SourceName): Promise<DataListing>;
  /** What is in the cache of this machine. */
  listCache(): Promise<CacheListing>;
  /**
   * Reads everything that a source holds.
   * @throws {MabError} as `listData`; never for a bad row.
   */
  checkData(from: SourceName): Promise<DataCheck>;
  /**
   * Writes the open corpus as parquet.
   * @throws {MabError} DATASET_UNKNOWN, DATA_FOLDER_TAKEN, DISK_…, NO_PERMISSION, INTERRUPTED.
   */
  synthData(options: SynthOptions): Promise<SynthResult>;
  /** Deletes the replies to a dataset's calls from the ledger. @returns how many there were. */
  forgetDataset(workspace: string, dataset: string): Promise<{ readonly calls: number }>;
  /** What was spent. */
  cost(): Promise<CostCommands>;
  /** Everything that is done to a ledger as a whole. */
  ledger(): Promise<LedgerCommands>;
  /** The advisor. */
  plan(): Promise<PlanCommands>;
  /** Runs in the formats of other programs. */
  exports(): Promise<ExportCommands>;
  /** How scores relate to the published ones. */
  fidelity(): Promise<FidelityCommands>;
  /** What would settle which method is better. */
  power(): Promise<PowerCommands>;
  /** Everything that concerns the Python project. */
  upstream(): Promise<UpstreamCommands>;
  /** Everything that is done to the price catalogue. */
  prices(): Promise<PricesCommands>;
  /** What runs will cost. */
  estimates(): Promise<EstimateCommands>;
}

/** `csv` and `parquet` have a row per answered question and cell, `cells-csv` a row per cell. */
export type ExportFormat = 'html' | 'csv' | 'cells-csv' | 'parquet';

export interface ExportedRun {
  /** For a file of its own: `<run id>.html`. */
  readonly fileName: string;
  readonly data: string | Uint8Array;
}

export interface RunOptions extends ConfigPlace {
  /** Folder that holds runs and ledger; made when it is not there. */
  readonly workspace: string;
  /** Ask again what failed for good; a new epoch in the ledger. */
  readonly retryFailed: boolean;
  /** Go on although a resumed unit asks something else than before, and pay for it. */
  readonly acceptDiverged: boolean;
  /** This process is one of so many that share nothing: limits and budgets are divided. 1: all. */
  readonly share: number;
  /** Instead of the configuration's. */
  readonly lane?: Lane;
  /** Whom the spending is counted for, instead of MAB_MEMBER's and the configuration's. */
  readonly member?: string;
  /** Files of prices, besides the configuration's. */
  readonly prices?: readonly string[];
  readonly onEvent: EventSink;
  readonly signal: AbortSignal;
}

export interface JudgeOptions
  extends Pick<
    RunOptions,
    'workspace' | 'retryFailed' | 'acceptDiverged' | 'lane' | 'member' | 'prices' | 'onEvent'
  > {
  /** As in `readReport`. */
  readonly run: string;
  /** File of judges, or a configuration that has some; absent: those that the run began with. */
  readonly judgesPath?: string;
  /** Instead of what the configuration says of each dataset. */
  readonly rubric?: 'auto' | 'generic';
  /** Folder with the data, where it lies elsewhere than when the run was made. */
  readonly data?: string;
  /** File with labels that people gave; with it alone, no judge is asked. */
  readonly labelsPath?: string;
  /** Ask the judges again about a share of the answers; absent: do not. */
  readonly checkBias?: { readonly share: number; readonly seed: number };
  readonly signal: AbortSignal;
}

export interface JudgeResult {
  readonly report: RunReport;
  /** Answers without a verdict: judges could not be asked, or there is no answer yet. */
  readonly missing: number;
  /** Verdicts that were had by this command. */
  readonly judged: number;
  /** Answers that judges were asked about again by this command, and those that they were not. */
  readonly probed: number;
  readonly unprobed: number;
}

export interface ProxyOptions {
  readonly configPath: string;
  readonly workspace: string;
  /** 0: any free one. */
  readonly port: number;
  /** What the calls are billed to. */
  readonly unit: string;
  readonly phase: Phase;
  /** As of a run. */
  readonly member?: string;
  /** An SDK whose replay was proved; absent: every request is bought. */
  readonly replay?: string;
  readonly onEvent: EventSink;
  /** Told of every request that was answered or refused. */
  readonly onCall: (call: ProxyCall) => void;
  /** Files of prices, besides the configuration's. */
  readonly prices?: readonly string[];
  /** Stops new calls; those that were sent are waited for. */
  readonly signal: AbortSignal;
}

/** A metering proxy that runs. */
export interface ProxySession {
  readonly runId: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Names that may be asked for. */
  readonly models: readonly string[];
  /** What all starts of this run have paid so far. */
  readonly paidPicoUsd: bigint;
  readonly budgetPicoUsd?: bigint;
  /**
   * Runs a program with the address and the token in its environment.
   * @returns its exit code. @throws {MabError} COMMAND_NOT_STARTED.
   */
  run(command: readonly string[]): Promise<number>;
  /**
   * Runs a program twice, which has to begin with an empty memory each time.
   * @param patterns  Regular expressions of what is volatile, besides the profile's.
   * @returns whether the second run could be answered from the ledger, and if not, why.
   * @throws {MabError} COMMAND_NOT_STARTED, COMMAND_FAILED.
   */
  prove(command: readonly string[], patterns: readonly string[]): Promise<ReplayProof>;
  /** Waits for what is being served, and closes the workspace. @returns the bill. */
  close(): Promise<ProxyBill>;
}

/** What the calls of a proxy have cost, by all its starts. */
export interface ProxyBill {
  readonly runId: string;
  readonly unit: string;
  /** Of the unit. */
  readonly phases: Partial<Record<Phase, PhaseCost>>;
  /** Of the run, all units together: decimal strings of pico-dollars. */
  readonly paidPicoUsd: string;
  readonly unknownPicoUsd: string;
  readonly budgetPicoUsd?: string;
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
  /** At vendors' batch APIs, to be collected by the next start. Absent: nothing. */
  readonly waiting?: WaitingSum;
}

export interface RunDetail {
  readonly report: RunReport;
  /** Everything that can change an answer, as it was fixed when the run began. */
  readonly manifest: unknown;
  /** Where it stood when its budget was reached; absent where it was not, or the run is done. */
  readonly budgetStop?: BudgetStopDetail;
  /** Of units that are not done. */
  readonly failed: readonly FailedQuestion[];
  /** At vendors' batch APIs, to be collected by the next start. Absent: nothing. */
  readonly waiting?: readonly BatchAtVendor[];
  /**
   * How each cell that is done answered the question that was asked for, a trial at a time; empty
   * when none was asked for, or nobody knows it.
   */
  readonly questions: readonly QuestionDetail[];
}

/** As it is kept beside the run, and in words. */
export interface BudgetStopDetail extends BudgetStop {
  readonly message: string;
  /** The next step. */
  readonly next: string;
}

export interface FailedQuestion {
  readonly cellId: string;
  readonly questionId: string;
  readonly code: string;
  readonly message: string;
}

export interface QuestionDetail {
  readonly cellId: string;
  readonly method: string;
  readonly record: AnswerRecord;
  /** Absent for a question that failed. */
  readonly scores: ScoreRecord | undefined;
  /** What the judges of the newest judging said; absent where nobody has marked it. */
  readonly verdict?: VerdictRecord | undefined;
  /** Who served its calls; nothing where nobody knows. */
  readonly served: readonly ServedBy[];
}
