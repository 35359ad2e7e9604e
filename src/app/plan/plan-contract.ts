import type { Advice, TopicSpec } from '../../contracts/advice.ts';
import type { Forecast } from '../../contracts/forecast.ts';
import type { ChecklistOptions } from './checklist-contract.ts';
import type { ForecastOptions } from './forecast-contract.ts';

/** What `mab plan` asks of the application. */
export interface PlanCommands {
  /** All that can be asked. */
  readonly topics: readonly TopicSpec[];
  /** @throws {MabError} PLAN_TOPIC_UNKNOWN, PLAN_INPUT_INVALID, PRICE_MISSING, MACHINE_UNKNOWN. */
  advise(request: PlanRequest): Promise<Advice>;
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

/** One question to the advisor. */
export interface PlanRequest {
  readonly topic: string;
  /** By name, as a user wrote them. */
  readonly inputs: Readonly<Record<string, unknown>>;
}
