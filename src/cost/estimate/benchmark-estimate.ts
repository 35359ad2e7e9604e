import type { Guess, MoneyGuess, WorkGuess } from '../../contracts/estimate.ts';
import { NOTHING } from './guesses.ts';
import {
  type EstimatedContexts,
  estimateMethod,
  type MethodEstimate,
  type MethodParts,
} from './method-estimate.ts';
import { judgeWork } from './methods/judge.ts';
import { addWork, NO_WORK_GUESS, readerWork } from './price-work.ts';
import { type WallWork, wallSeconds } from './wall-time.ts';

/** A dataset as the estimate of a benchmark takes it. */
export interface BenchmarkDataset extends EstimatedContexts {
  readonly dataset: string;
  readonly family: string;
}

/** Who judges, and how much runs at once. */
export interface BenchmarkSettings {
  readonly judge: MethodParts['reader'];
  /** Calls in flight, for one method. */
  readonly parallel: number;
}

/** One method over all datasets. */
export interface LineEstimate {
  readonly build: WorkGuess;
  readonly embedding: WorkGuess;
  readonly query: WorkGuess;
  readonly judge: WorkGuess;
  readonly total: WorkGuess;
  readonly wallSeconds: Guess;
  readonly cells: readonly CellOfLine[];
}

/** One method on one dataset. */
export interface CellOfLine {
  readonly dataset: string;
  readonly questions: number;
  /** Build, embeddings, queries and judge. */
  readonly total: WorkGuess;
  /** Answering alone, of one question; undefined where a price is missing. */
  readonly usdPerQuery: Guess | undefined;
  readonly secondsPerQuery: Guess;
}

const PICO = 1e12;

/** All datasets with one method. */
export function estimateLine(
  parts: MethodParts,
  datasets: readonly BenchmarkDataset[],
  { judge, parallel }: BenchmarkSettings,
): LineEstimate {
  const done = datasets.map((dataset) => ({
    dataset,
    method: estimateMethod(parts, dataset),
    judge: judgeOf(dataset, judge),
  }));
  const sum = (of: (one: (typeof done)[number]) => WorkGuess): WorkGuess =>
    done.map(of).reduce(addWork, NO_WORK_GUESS);
  return {
    build: sum(({ method }) => method.build),
    embedding: sum(({ method }) => method.embedding),
    query: sum(({ method }) => method.query),
    judge: sum((one) => one.judge),
    total: sum((one) => addWork(one.method.total, one.judge)),
    wallSeconds: wallSeconds(
      done.flatMap(({ method }) => method.walls.map(withoutLimits)),
      parallel,
    ),
    cells: done.map((one) => cellOf(one)),
  };
}

/** The caller of a benchmark gives no limits; all that binds is what is in flight. */
function withoutLimits(wall: MethodEstimate['walls'][number]): WallWork {
  return { ...wall, limitTokens: NOTHING, limitName: '' };
}

function judgeOf(dataset: BenchmarkDataset, judge: MethodParts['reader']): WorkGuess {
  const { family, questions, contexts } = dataset;
  const work = judgeWork(family, { questions: questions * contexts });
  const tokens = (factor: number) => ({
    calls: work.queryCalls,
    ...{ uncached: work.queryInput * factor, cached: 0, cacheWrite: 0 },
    output: work.queryOutput * factor,
  });
  return readerWork({ low: tokens(0.75), expected: tokens(1), high: tokens(1.35) }, judge.price);
}

function cellOf({
  dataset,
  method,
  judge,
}: Readonly<{
  dataset: BenchmarkDataset;
  method: MethodEstimate;
  judge: WorkGuess;
}>): CellOfLine {
  const questions = dataset.questions * dataset.contexts;
  const { money } = method.query;
  return {
    dataset: dataset.dataset,
    questions,
    total: addWork(method.total, judge),
    usdPerQuery: money && perQuery(money, questions),
    secondsPerQuery: method.querySeconds,
  };
}

function perQuery({ low, expected, high }: MoneyGuess, questions: number): Guess {
  const usd = (pico: bigint): number => Number(pico) / PICO / questions;
  return { low: usd(low), expected: usd(expected), high: usd(high) };
}
