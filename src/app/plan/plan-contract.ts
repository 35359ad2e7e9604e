import type { Advice, TopicSpec } from '../../contracts/advice.ts';
import type { Forecast } from '../../contracts/forecast.ts';
import type { KnownInputs } from '../../cost/plan/from-work.ts';
import type { CatalogueOptions } from '../prices/open-catalogue.ts';
import type { ChecklistOptions } from './checklist-contract.ts';
import type { ForecastOptions } from './forecast-contract.ts';

/** What `mab plan` asks of the application. */
export interface PlanCommands {
  /** What `advise` can be asked. */
  readonly topics: readonly TopicSpec[];
  /** What `forecast` and `checklist` are asked. */
  readonly others: Readonly<Record<'forecast' | 'checklist', TopicSpec>>;
  /** What is wrong with the value of an input of a topic, or of the others, as a sentence. */
  problemOf(topic: string, name: string, value: unknown): string | undefined;
  /**
   * @param from  Whose prices; absent: those that were shipped.
   * @throws {MabError} PLAN_TOPIC_UNKNOWN, PLAN_INPUT_INVALID, PRICE_MISSING, MACHINE_UNKNOWN; what
   *   `openCatalogue` and `known` throw.
   */
  advise(request: PlanRequest, from?: CatalogueOptions & Partial<WorkSource>): Promise<Advice>;
  /**
   * What a run, or an estimate, tells of the inputs of a topic.
   * @throws {MabError} WORKSPACE_MISSING, RUN_…, STORE_DAMAGED; FILE_…, ESTIMATE_INVALID; as
   *   `estimateRun`.
   */
  known(topic: string, source: WorkSource): Promise<KnownInputs>;
  /**
   * The questions of a file, in its order: a topic and its inputs in each entry.
   * @throws {MabError} FILE_…, NO_PERMISSION, PLAN_ANSWERS_INVALID, PLAN_TOPIC_UNKNOWN.
   */
  readAnswers(path: string): Promise<readonly PlanRequest[]>;
  /**
   * What evaluating costs while datasets and methods are added.
   * @throws {MabError} FORECAST_…; FILE_…; as `readReport` for a run.
   */
  forecast(options: ForecastOptions): Promise<Forecast>;
  /**
   * What in an account costs more than it has to.
   * @throws {MabError} INVENTORY_…, FILE_…, PACKAGE_MISSING, AWS_NOT_READ, PLAN_INPUT_INVALID.
   */
  checklist(options: ChecklistOptions): Promise<Advice>;
}

/** The run, or the estimate, that a plan begins with. */
export interface WorkSource {
  /** A run id, a start that fits one run only, or `latest`. */
  readonly fromRun?: string | undefined;
  /** A configuration, or a file that `mab estimate --json` has written. */
  readonly fromEstimate?: string | undefined;
  /** Absent: once. */
  readonly runsPerMonth?: number | undefined;
  /** Folder that holds the run. */
  readonly workspace: string;
  /** Files of prices, for an estimate. */
  readonly prices?: readonly string[];
}

/** One question to the advisor. */
export interface PlanRequest {
  readonly topic: string;
  /** By name, as a user wrote them. */
  readonly inputs: Readonly<Record<string, unknown>>;
}
