/** The job of a worker process: calls through a gateway of its own, on a shared ledger. */
export interface WorkerJob {
  readonly ledgerPath: string;
  /** As in a configuration. */
  readonly reader: object;
  /** Keys, by the names in `reader`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly concurrency: number;
  readonly budgetUsd?: number;
  readonly runId: string;
  /** The numbers of the calls, `to` excluded; the same number is the same call for every worker. */
  readonly calls: { readonly from: number; readonly to: number };
  /** Characters of a prompt. */
  readonly promptCharacters: number;
}

/** What became of it, as one line of JSON on the worker's output. */
export interface WorkerResult {
  readonly answered: number;
  /** How many calls ended with each error code. */
  readonly failed: Readonly<Record<string, number>>;
  /** From the first call to the last. */
  readonly ms: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** Of the process. */
  readonly cpuMs: number;
  readonly peakBytes: number;
}
