import type { RunEvent } from '../contracts/events.ts';
import type { PicoUsd } from '../core/money.ts';

/** Where a run stands. */
export interface ProgressState {
  readonly runId: string;
  readonly units: number;
  readonly unitsDone: number;
  readonly unitsFailed: number;
  readonly questions: number;
  /** Answered or failed. */
  readonly questionsDone: number;
  /** By this run, all its starts together. */
  readonly paidPicoUsd: PicoUsd;
  readonly budgetPicoUsd: PicoUsd | undefined;
  /** Of this start. */
  readonly calls: number;
  readonly replayedCalls: number;
  readonly retries: number;
  readonly divergedCalls: number;
  /** Calls that wait for the provider's limits. */
  readonly waitingForRoom: number;
  /** Calls that wait for what others have reserved of a budget. */
  readonly waitingForBudget: number;
  /** The context that is being read, until the first question after it. */
  readonly reading: { readonly done: number; readonly chunks: number } | undefined;
  /** The texts that are being embedded, by unit, until the last of them. */
  readonly embedding: ReadonlyMap<string, { readonly done: number; readonly texts: number }>;
  /** Answers that judges are to mark, and those of them that they have; absent: no judges. */
  readonly judging: { readonly answers: number; readonly done: number } | undefined;
  /** What is at vendors' batch APIs. */
  readonly batches: { readonly batches: number; readonly calls: number; readonly answered: number };
}

/** Before `run-started`. */
export const NOT_STARTED: ProgressState = {
  runId: '',
  units: 0,
  unitsDone: 0,
  unitsFailed: 0,
  questions: 0,
  questionsDone: 0,
  paidPicoUsd: 0n,
  budgetPicoUsd: undefined,
  calls: 0,
  replayedCalls: 0,
  retries: 0,
  divergedCalls: 0,
  waitingForRoom: 0,
  waitingForBudget: 0,
  reading: undefined,
  embedding: new Map(),
  judging: undefined,
  batches: { batches: 0, calls: 0, answered: 0 },
};

/** What an event makes of a state. */
export function nextProgress(state: ProgressState, event: RunEvent): ProgressState {
  switch (event.type) {
    case 'run-started': {
      const { runId, units, unitsDone, questions, questionsDone, paidPicoUsd } = event;
      return {
        ...NOT_STARTED,
        ...{ runId, units, unitsDone, questions, questionsDone, paidPicoUsd },
        budgetPicoUsd: event.budgetPicoUsd,
        judging: event.judging,
      };
    }
    case 'judging-started': {
      const { runId, answers, done, paidPicoUsd, budgetPicoUsd } = event;
      return { ...NOT_STARTED, runId, paidPicoUsd, budgetPicoUsd, judging: { answers, done } };
    }
    case 'probing-started':
      return { ...state, judging: { answers: event.answers, done: event.done } };
    case 'answer-judged': {
      const { answers, done } = state.judging ?? { answers: 0, done: 0 };
      return { ...state, judging: { answers, done: done + 1 } };
    }
    case 'chunk-memorized':
      return { ...state, reading: { done: event.done, chunks: event.chunks } };
    case 'texts-embedded': {
      const { unitId, done, texts } = event;
      const embedding = new Map(state.embedding).set(unitId, { done, texts });
      if (done >= texts) embedding.delete(unitId);
      return { ...state, embedding };
    }
    case 'call-completed':
      return {
        ...state,
        calls: state.calls + 1,
        replayedCalls: state.replayedCalls + (event.replayed ? 1 : 0),
        paidPicoUsd: state.paidPicoUsd + event.picoUsd,
      };
    case 'call-retried':
      return { ...state, retries: state.retries + 1 };
    case 'waiting-for-room':
      return { ...state, waitingForRoom: event.waiting };
    case 'waiting-for-budget':
      return { ...state, waitingForBudget: event.waiting };
    case 'call-diverged':
      return { ...state, divergedCalls: state.divergedCalls + 1 };
    case 'question-finished':
      return { ...state, questionsDone: state.questionsDone + 1, reading: undefined };
    case 'unit-committed':
      return { ...state, unitsDone: state.unitsDone + 1 };
    case 'unit-failed':
      return { ...state, unitsFailed: state.unitsFailed + 1 };
    case 'batches-waiting': {
      const { batches, calls, answered, picoUsd } = event;
      const paidPicoUsd = state.paidPicoUsd + picoUsd;
      return { ...state, paidPicoUsd, batches: { batches, calls, answered } };
    }
    case 'batch-refused':
    case 'batch-unanswered':
    case 'limits-split':
    case 'limits-shared':
    case 'ledger-not-shared':
    case 'run-stopped':
    case 'unit-started':
    case 'unit-judged':
    case 'budget-warning':
    case 'run-finished':
      return state;
  }
}
