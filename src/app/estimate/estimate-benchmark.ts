import { findDataset } from '../../bench/datasets/catalog.ts';
import { type PriceRow, priceId } from '../../contracts/prices.ts';
import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import type { Catalogue } from '../../cost/catalogue/catalogue.ts';
import { priceHealth } from '../../cost/catalogue/health.ts';
import {
  type BenchmarkDataset,
  type CellOfLine,
  estimateLine,
  type LineEstimate,
} from '../../cost/estimate/benchmark-estimate.ts';
import { findFormula, METHOD_FORMULAS } from '../../cost/estimate/formulas.ts';
import type { PricedModel } from '../../cost/estimate/method-estimate.ts';
import type { MethodFormula } from '../../cost/estimate/method-formula.ts';
import { outputPrior } from '../../cost/estimate/output-prior.ts';
import {
  type BenchmarkLine,
  PAPER_COSTS,
  PAPER_LATENCIES,
  PAPER_LINES,
  requestWindow,
} from '../../cost/estimate/paper-lines.ts';
import { addMoney, addWork, NO_MONEY, NO_WORK_GUESS } from '../../cost/estimate/price-work.ts';
import { type PublishedRows, publishedRowsOf } from '../../cost/estimate/published-rows.ts';
import { findModelPrice } from '../../cost/model-prices.ts';
import { tokenPrice } from '../../cost/token-price.ts';
import type {
  AgainstPaper,
  BenchmarkEstimate,
  BenchmarkEstimateOptions,
  BenchmarkMethod,
} from './benchmark-contract.ts';

const DEFAULT_MODEL = 'gpt-4o-mini';
const DEFAULT_EMBEDDER = 'text-embedding-3-small';
/** The published code’s judge of LongMemEval and of InfBench. */
const JUDGE = 'gpt-4o';
/** The paper searches for ten chunks. */
const TOP_K = 10;

/** Prices as they are looked up, and what has to be said of them. */
class PriceBook {
  readonly #rows = new Set<PriceRow>();
  readonly #models = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #catalogue: Catalogue;

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** A model without a price stays in the estimate, without money. */
  model(name: string): PricedModel & { readonly vendor: string } {
    const found = findModelPrice(name, this.#catalogue);
    this.#models.add(name);
    if (!found) this.#missing.add(name);
    for (const row of found?.rows ?? []) this.#rows.add(row);
    const vendor = this.#catalogue.model(name)?.provider ?? 'other';
    return { name, vendor, price: found && tokenPrice(found) };
  }

  ids(): string[] {
    return [...new Set([...this.#rows].map(priceId))];
  }

  warnings(): string[] {
    const used = { rows: [...this.#rows], models: [...this.#models] };
    return [
      ...[...this.#missing].map(
        (name) => `${name} has no price: its money is missing. Add it with --prices FILE.`,
      ),
      ...this.#catalogue.notes,
      ...priceHealth(used, this.#catalogue).map(({ text }) => text),
    ];
  }

  window(name: string): number {
    return requestWindow(name, this.#catalogue.model(name)?.contextTokens);
  }
}

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
 * @throws {MabError} METHOD_UNKNOWN, MODEL_UNKNOWN.
 */
export function estimateBenchmark(
  catalogue: Catalogue,
  options: BenchmarkEstimateOptions,
): BenchmarkEstimate {
  for (const name of [options.model, options.embedder]) refuseUnknown(name, catalogue);
  const book = new PriceBook(catalogue);
  const rows = publishedRowsOf(options.set);
  const judge = book.model(JUDGE);
  const done = linesOf(options).map((line): Estimated => {
    const formula = formulaOf(line.formula);
    const { reader: name, embedder } = line;
    const parts = {
      ...{ formula, reader: book.model(name), dropsOldText: drops(line, options) },
      embedder: embedder === undefined || embedder === 'local' ? undefined : book.model(embedder),
    };
    const datasets = rows.map((row) => datasetOf(row, line, book.window(name)));
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
    warnings: [...book.warnings(), ...standingWarnings(done)],
  };
}

function linesOf({ methods, model, embedder }: BenchmarkEstimateOptions): BenchmarkLine[] {
  const chosen =
    methods?.map((id): BenchmarkLine => {
      const { title } = formulaOf(id);
      return { title, formula: id, reader: DEFAULT_MODEL, embedder: DEFAULT_EMBEDDER };
    }) ?? PAPER_LINES;
  const keepsReader = (line: BenchmarkLine): boolean =>
    methods === undefined && line.formula === 'long-context';
  return chosen.map((line) => {
    const { hardCoded } = formulaOf(line.formula);
    const reader = hardCoded?.reader ?? (keepsReader(line) ? line.reader : (model ?? line.reader));
    const api = hardCoded?.embedder ?? embedder ?? line.embedder;
    const embeds = line.embedder !== undefined && line.embedder !== 'local';
    return { ...line, reader, ...(embeds && api !== undefined ? { embedder: api } : {}) };
  });
}

/** The paper’s methods lose old text; of ours only those do that we do not have. */
function drops(
  { embedder, formula }: BenchmarkLine,
  { methods }: BenchmarkEstimateOptions,
): boolean {
  const isOurs = methods !== undefined && findFormula(formula)?.ours !== undefined;
  return !isOurs && embedder !== 'local';
}

function formulaOf(id: string): MethodFormula {
  const formula = findFormula(id);
  if (formula) return formula;
  const ids = METHOD_FORMULAS.map((one) => one.id);
  const near = nearestNames(id, ids);
  throw new MabError('METHOD_UNKNOWN', `There is no formula for a method ${id}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Known: ${ids.join(', ')}.`,
  });
}

function refuseUnknown(name: string | undefined, catalogue: Catalogue): void {
  if (name === undefined || catalogue.model(name) || findModelPrice(name, catalogue)) return;
  const near = nearestNames(
    name,
    catalogue.models().map(({ model }) => model),
  );
  throw new MabError('MODEL_UNKNOWN', `The price catalogue has no model ${name}.`, {
    hint: `${near.length > 0 ? `Did you mean ${near.join(' or ')}? Else add` : 'Add'} its price with --prices FILE.`,
  });
}

function datasetOf(
  row: PublishedRows,
  line: BenchmarkLine,
  windowTokens: number,
): BenchmarkDataset {
  const { family, paperChunkTokens, maxOutputTokens } = findDataset(row.dataset);
  return {
    ...{ dataset: row.dataset, family, contexts: row.contexts, windowTokens, topK: TOP_K },
    contextTokens: row.contextTokens,
    chunkTokens: line.chunkTokens ?? paperChunkTokens,
    questions: row.questions / row.contexts,
    questionTokens: row.promptTokens,
    outputTokens: outputPrior({
      ...{ model: line.reader, family, step: 'answer', maxOutputTokens },
    }),
  };
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

function standingWarnings(done: readonly Estimated[]): string[] {
  const local = done.filter(({ line }) => line.embedder === 'local').map(({ line }) => line.title);
  const vendor = done.filter(({ formula }) => formula.id === 'zep').map(({ line }) => line.title);
  const low = done.filter(({ formula }) => formula.confidence === 'low');
  return [
    ...(local.length > 0
      ? [`${local.join(', ')}: embed or read on a GPU of your own, which is not in here.`]
      : []),
    ...(vendor.length > 0 ? ['Zep bills episodes on its own servers, which are not in here.'] : []),
    ...(low.length > 0
      ? [`${low.map(({ line }) => line.title).join(', ')}: assumed sizes decide; see the range.`]
      : []),
  ];
}

/** The icl sets stand together in the paper. */
function cellsOf(estimate: LineEstimate, dataset: string): readonly CellOfLine[] {
  return estimate.cells.filter(
    (cell) => cell.dataset === dataset || cell.dataset.startsWith(`${dataset}_`),
  );
}

function againstPaper(done: readonly Estimated[]): AgainstPaper[] {
  const ours = (title: string, dataset: string, of: 'usdPerQuery' | 'secondsPerQuery') => {
    const found = done.find(({ line }) => line.title === title);
    const guesses = found ? cellsOf(found.estimate, dataset).flatMap((cell) => cell[of] ?? []) : [];
    const mean = (bound: 'low' | 'expected' | 'high'): number =>
      guesses.reduce((sum, guess) => sum + guess[bound], 0) / guesses.length;
    return guesses.length === 0
      ? []
      : [{ low: mean('low'), expected: mean('expected'), high: mean('high') }];
  };
  return [
    ...PAPER_COSTS.flatMap(({ line: title, dataset, usd: paper, isBound = false }) =>
      ours(title, dataset, 'usdPerQuery').map((guess): AgainstPaper => {
        return { what: 'usd', title, dataset, paper, isBound, ours: guess };
      }),
    ),
    ...PAPER_LATENCIES.flatMap(({ line: title, dataset, seconds: paper }) =>
      ours(title, dataset, 'secondsPerQuery').map((guess): AgainstPaper => {
        return { what: 'seconds', title, dataset, paper, isBound: false, ours: guess };
      }),
    ),
  ];
}
