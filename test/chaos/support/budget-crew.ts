import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Budget } from '../../../src/contracts/budget.ts';
import type { TokenPrice } from '../../../src/cost/token-price.ts';

const WORKER = fileURLToPath(new URL('./budget-worker.ts', import.meta.url));

/** What every worker is told; sent from process to process. */
export interface BudgetGame {
  readonly seed: string;
  /** Path of the ledger, address of the server. */
  readonly ledger: string;
  readonly url: string;
  readonly concurrency: number;
  readonly budget: Budget;
  readonly price: TokenPrice;
  /** One call for each, by the length of its text; all workers want all of them. */
  readonly calls: readonly number[];
}

/** How a worker ended: the codes of the calls that failed. */
export interface WorkerResult {
  readonly errors: readonly string[];
}

/** Worker processes that stay for many games; one that was killed is replaced for the next. */
export class BudgetCrew implements Disposable {
  readonly #workers = new Map<number, ChildProcess>();

  /** @returns how each has ended; undefined for those that were killed. */
  play(game: BudgetGame, workers: number): Promise<(WorkerResult | undefined)[]> {
    return Promise.all(Array.from({ length: workers }, (_, number) => this.#playOne(game, number)));
  }

  kill(number: number): void {
    this.#workers.get(number)?.kill('SIGKILL');
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers.values()) worker.kill('SIGKILL');
  }

  #playOne(game: BudgetGame, number: number): Promise<WorkerResult | undefined> {
    const worker = this.#workers.get(number) ?? fork(WORKER, { serialization: 'advanced' });
    this.#workers.set(number, worker);
    const { promise, resolve } = Promise.withResolvers<WorkerResult | undefined>();
    const died = (): void => {
      this.#workers.delete(number);
      resolve(undefined);
    };
    worker.once('exit', died);
    worker.once('message', (result: WorkerResult) => {
      worker.off('exit', died);
      resolve(result);
    });
    worker.send({ game, number });
    return promise;
  }
}
