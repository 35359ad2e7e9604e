import { findDataset } from '../../bench/datasets/catalog.ts';
import type { Guess } from '../../contracts/estimate.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import {
  type BenchmarkDataset,
  estimateLine,
  type LineEstimate,
} from '../../cost/estimate/benchmark-estimate.ts';
import type { MeasuredUsages } from '../../cost/estimate/measured-usage.ts';
import type { MethodFormula } from '../../cost/estimate/method-formula.ts';
import { outputPrior } from '../../cost/estimate/output-prior.ts';
import type { BenchmarkLine } from '../../cost/estimate/paper-lines.ts';
import { addMoney, addWork, NO_MONEY, NO_WORK_GUESS } from '../../cost/estimate/price-work.ts';
import { type PublishedRows, publishedRowsOf } from '../../cost/estimate/published-rows.ts';
import { againstPaper } from './against-paper.ts';
import type {
  BenchmarkEstimate,
  BenchmarkEstimateOptions,
  BenchmarkMethod,
} from './benchmark-contract.ts';
import { dropsOldText, formulaOf, linesOf } from './benchmark-lines.ts';
import { PriceBook, refuseUnknownModel } from './price-book.ts';

/** The published code’s judge of LongMemEval and of InfBench. */
const JUDGE = 'gpt-4o';
/** What RAPTOR and Self-RAG read with, whatever is configured. */
const DEFAULT_READER = 'gpt-4o-mini';
/** The paper searches for ten chunks. */
const TOP_K = 10;

/** A line with what it is estimated by. */
interface Estimated {
  readonly line: BenchmarkLine;
  readonly formula: MethodFormula;
  readonly estimate: LineEstimate;
}

/**
 * What the whole benchmark costs, from the counts of rows that this release ships: no data is read
 * and nothing is sent.
 *
 * @param measured  Earlier runs of the workspace, whose answers go before what is assumed.
 * @throws {MabError} METHOD_UNKNOWN, MODEL_UNKNOWN.
 */
export function estimateBenchmark(
  catalogue: Catalogue,
  options: BenchmarkEstimateOptions,
  measured: MeasuredUsages,
): BenchmarkEstimate {
  for (const name of [options.model, options.embedder]) refuseUnknownModel(name, catalogue);
  const book = new PriceBook(catalogue);
  const rows = publishedRowsOf(options.set);
  const judge = book.model(JUDGE);
  const done = linesOf(options).map((line): Estimated => {
    const formula = formulaOf(line.formula);
    const { reader: name, embedder } = line;
    const parts = {
      ...{ formula, reader: book.model(name), dropsOldText: dropsOldText(line, options) },
      embedder: embedder === undefined || embedder === 'local' ? undefined : book.model(embedder),
    };
    const datasets = rows.map((row) => {
      const outputTokens = outputOf(row, line.reader, measured);
      return datasetOf(row, line, { windowTokens: book.window(name), outputTokens });
    });
    const { parallel } = options;
    return { line, formula, estimate: estimateLine(parts, datasets, { judge, parallel }) };
  });
  return {
    ...{ v: 1, set: options.set, ...countsOf(rows), judge: JUDGE, methods: done.map(methodOf) },
    total: done.map(({ estimate }) => estimate.total).reduce(addWork, NO_WORK_GUESS),
    pricedMoney: done
      .flatMap(({ estimate }) => estimate.total.money ?? [])
      .reduce(addMoney, NO_MONEY),
    againstPaper: options.methods || options.model ? [] : againstPaper(done),
    prices: book.ids(),
    warnings: [...book.warnings(), ...standingWarnings(done, options)],
  };
}

function datasetOf(
  row: PublishedRows,
  line: BenchmarkLine,
  { windowTokens, outputTokens }: { readonly windowTokens: number; readonly outputTokens: Guess },
): BenchmarkDataset {
  const { family, paperChunkTokens } = findDataset(row.dataset);
  return {
    ...{ dataset: row.dataset, family, contexts: row.contexts, windowTokens, topK: TOP_K },
    contextTokens: row.contextTokens,
    chunkTokens: formulaOf(line.formula).chunkTokens ?? paperChunkTokens,
    questions: row.questions / row.contexts,
    questionTokens: row.promptTokens,
    outputTokens,
  };
}

/** Measured on this dataset by this model, or else assumed. */
function outputOf({ dataset, questions }: PublishedRows, model: string, measured: MeasuredUsages) {
  const step = 'answer';
  const asked = { model, dataset, phase: 'answer', step, calls: questions } as const;
  const found = measured.outputTokens(asked);
  if (found?.of === 'same') return found.guess;
  const { family, maxOutputTokens } = findDataset(dataset);
  return outputPrior({ model, family, step, maxOutputTokens });
}

function countsOf(rows: readonly PublishedRows[]) {
  const sum = (of: (row: PublishedRows) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  return {
    contexts: sum(({ contexts }) => contexts),
    questions: sum(({ questions }) => questions),
    contextTokens: sum(({ contexts, contextTokens }) => contexts * contextTokens),
  };
}

function methodOf({ line, formula, estimate }: Estimated): BenchmarkMethod {
  const { cells: _, ...sums } = estimate;
  const embedder = estimate.embedding.embeddedTokens.expected > 0 ? line.embedder : undefined;
  return {
    ...{ title: line.title, formula: formula.id, reader: line.reader, ...sums },
    embedder: line.embedder === 'local' ? 'local' : embedder,
    confidence: formula.confidence,
  };
}

function standingWarnings(
  done: readonly Estimated[],
  { model }: BenchmarkEstimateOptions,
): string[] {
  const fixed = done.filter(({ formula }) => formula.hardCoded?.reader !== undefined);
  const local = done.filter(({ line }) => line.embedder === 'local');
  const vendor = done.filter(({ formula }) => formula.id === 'zep');
  const low = done.filter(({ formula }) => formula.confidence === 'low');
  return [
    ...(model !== undefined && fixed.length > 0
      ? [`${titles(fixed)} read with ${DEFAULT_READER}, as the published code has it.`]
      : []),
    ...(local.length > 0
      ? [`${titles(local)}: embed or read on a GPU of your own, which is not in here.`]
      : []),
    ...(vendor.length > 0 ? ['Zep bills episodes on its own servers, which are not in here.'] : []),
    ...(low.length > 0 ? [`${titles(low)}: assumed sizes decide; see the range.`] : []),
  ];
}

function titles(done: readonly Estimated[]): string {
  return done.map(({ line }) => line.title).join(', ');
}
