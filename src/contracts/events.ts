import type { Phase } from './memory-method.ts';

/**
 * What a run says while it works. Sinks (progress line, JSON lines) read these; library code never
 * prints. Counts are of this process; `picoUsd` is money paid now, so zero for what the ledger
 * already had.
 */
export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly runId: string;
      readonly resumed: boolean;
      readonly units: number;
      readonly questions: number;
      /** Units that an earlier start, or another run, has committed. */
      readonly unitsDone: number;
      readonly questionsDone: number;
      /** Spent by earlier starts of this run. */
      readonly paidPicoUsd: bigint;
      readonly budgetPicoUsd?: bigint;
      /** Answers that judges are to mark, in all and those that are marked; absent: no judges. */
      readonly judging?: { readonly answers: number; readonly done: number };
    }
  | {
      /** Answers of a run that was made before are marked. */
      readonly type: 'judging-started';
      readonly runId: string;
      readonly judgingId: string;
      readonly resumed: boolean;
      readonly answers: number;
      /** That were marked before. */
      readonly done: number;
      /** Spent by the run so far. */
      readonly paidPicoUsd: bigint;
      readonly budgetPicoUsd?: bigint;
    }
  | {
      /** Judges are asked again about some answers, so as to check them. */
      readonly type: 'probing-started';
      readonly checkId: string;
      readonly answers: number;
      /** That they were asked about again before. */
      readonly done: number;
    }
  | {
      /** All judges have said something of an answer, or one of them could not be asked. */
      readonly type: 'answer-judged';
      readonly unitId: string;
      readonly questionId: string;
      readonly outcome: 'judged' | 'failed';
    }
  | { readonly type: 'unit-judged'; readonly unitId: string; readonly label: string }
  | { readonly type: 'unit-started'; readonly unitId: string; readonly label: string }
  | {
      readonly type: 'chunk-memorized';
      readonly unitId: string;
      readonly done: number;
      readonly chunks: number;
    }
  | {
      /** A batch of many texts has its vectors; `texts` in all are wanted at this place. */
      readonly type: 'texts-embedded';
      readonly unitId: string;
      readonly done: number;
      readonly texts: number;
    }
  | {
      readonly type: 'call-completed';
      readonly unitId: string;
      readonly phase: Phase;
      readonly replayed: boolean;
      readonly picoUsd: bigint;
    }
  | {
      readonly type: 'call-retried';
      readonly unitId: string;
      readonly code: string;
      readonly message: string;
      readonly attempt: number;
      readonly waitMs: number;
      /** Key or provider that is asked next; only where that is another one. */
      readonly route?: string;
    }
  | {
      /** Told every few seconds while calls wait for the provider's limits, and once after. */
      readonly type: 'waiting-for-room';
      /** Calls; 0: none waits any more. */
      readonly waiting: number;
    }
  | {
      /**
       * Told every few seconds while calls wait for what others have reserved of a budget, and once
       * after.
       */
      readonly type: 'waiting-for-budget';
      /** Calls; 0: none waits any more. */
      readonly waiting: number;
    }
  | {
      /**
       * The place where limits are shared is out of reach: this process goes on with its equal part
       * of them.
       */
      readonly type: 'limits-split';
      /** Processes that share them. */
      readonly workers: number;
      readonly message: string;
    }
  /** It is in reach again. */
  | { readonly type: 'limits-shared' }
  /** A shared ledger is at hand in the environment, and this workspace has one of its own. */
  | { readonly type: 'ledger-not-shared' }
  | {
      /** A resumed unit asked something else than before, and was allowed to. */
      readonly type: 'call-diverged';
      readonly unitId: string;
      /** The extra cost; 0 where the ledger had the reply. */
      readonly picoUsd: bigint;
    }
  | {
      /** What is spent on an account, unknown outcomes included, has passed a part of its limit. */
      readonly type: 'budget-warning';
      /** Its name, for `accountText`. */
      readonly account: string;
      readonly percent: number;
      /** What the two amounts are: pico-dollars, or tokens. */
      readonly of: 'money' | 'tokens';
      readonly spent: bigint;
      readonly limit: bigint;
    }
  | {
      readonly type: 'question-finished';
      readonly unitId: string;
      readonly questionId: string;
      readonly outcome: 'answered' | 'failed';
    }
  | {
      /** What this process waits for at vendors'. */
      readonly type: 'batches-waiting';
      readonly batches: number;
      readonly calls: number;
      /** Of these calls. */
      readonly answered: number;
      /** Paid now, for a reply that has come. */
      readonly picoUsd: bigint;
    }
  | {
      /** A vendor has not served a batch: its calls are asked live, at the full price. */
      readonly type: 'batch-refused';
      readonly code: string;
      readonly message: string;
      readonly calls: number;
    }
  | {
      /** A vendor does not say how a batch is; it is asked again until it does. */
      readonly type: 'batch-unanswered';
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'unit-committed'; readonly unitId: string; readonly label: string }
  | {
      readonly type: 'unit-failed';
      readonly unitId: string;
      readonly label: string;
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
    }
  | {
      /** Before its end, by an error or by the user. What is at vendors' stays there. */
      readonly type: 'run-stopped';
      readonly batches: number;
      readonly calls: number;
    }
  | {
      readonly type: 'run-finished';
      readonly runId: string;
      readonly state: 'complete' | 'incomplete';
    };

export type EventSink = (event: RunEvent) => void;
