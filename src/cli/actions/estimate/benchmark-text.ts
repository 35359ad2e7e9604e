import type {
  AgainstPaper,
  BenchmarkEstimate,
  BenchmarkMethod,
} from '../../../app/estimate/benchmark-contract.ts';
import type { Guess, WorkGuess } from '../../../contracts/estimate.ts';
import { formatUsd, type PicoUsd } from '../../../core/money.ts';
import { counted } from '../../../core/number-text.ts';
import { alignColumns } from '../../columns.ts';
import { moneyText } from '../../estimate-text.ts';

const MILLION = 1e6;
const HOUR_SECONDS = 3_600;

/** What the terminal shows of `mab estimate --benchmark`. */
export function benchmarkText(estimate: BenchmarkEstimate): string {
  const { contexts, questions, contextTokens, methods, judge } = estimate;
  const datasets = estimate.set === 'paper' ? 'the paper’s main table' : 'all published datasets';
  const parts = [
    `MemoryAgentBench, ${datasets}: ${count(contexts)} contexts, ${count(questions)} questions, ` +
      `${millions(contextTokens)} tokens, ${counted(methods.length, 'method')}. No data was read.\n`,
    alignColumns([
      [
        ...['method', 'reader', 'build', 'vectors', 'queries', 'judge'],
        ...['total', 'from', 'to', 'input', 'hours', 'trust'],
      ],
      ...methods.map(methodRow),
    ]),
    totalText(estimate),
    `Judge: ${judge}. Input: tokens that readers read, cached ones too. Hours: with no limits but ` +
      'the calls in flight, methods one after another.\n',
    paperText(estimate.againstPaper),
    estimate.warnings.map((warning) => `note: ${warning}\n`).join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function methodRow(method: BenchmarkMethod): string[] {
  const { title, reader, query, judge, total, wallSeconds, confidence } = method;
  return [
    title,
    reader,
    buildText(method),
    vectorsText(method),
    ...[query, judge, total].map(expectedUsd),
    usd(total.money?.low),
    usd(total.money?.high),
    millions(inputTokens(total)),
    (wallSeconds.expected / HOUR_SECONDS).toFixed(1),
    confidence,
  ];
}

/** What is not bought, and what is not in the estimate, is no zero. */
function buildText({ build, formula }: BenchmarkMethod): string {
  if (formula === 'zep') return 'at Zep';
  return build.calls.expected === 0 ? '–' : expectedUsd(build);
}

function vectorsText({ embedder, embedding }: BenchmarkMethod): string {
  if (embedder === 'local') return 'own GPU';
  return embedding.embeddedTokens.expected === 0 ? '–' : expectedUsd(embedding);
}

function expectedUsd({ money }: WorkGuess): string {
  return usd(money?.expected);
}

/** A missing price is said to be missing. */
function usd(amount: PicoUsd | undefined): string {
  return amount === undefined ? 'no price' : formatUsd(amount);
}

function inputTokens({ uncachedTokens, cachedTokens, cacheWriteTokens }: WorkGuess): number {
  return uncachedTokens.expected + cachedTokens.expected + cacheWriteTokens.expected;
}

function totalText({ total, pricedMoney, methods }: BenchmarkEstimate): string {
  const priced = methods.filter((method) => method.total.money !== undefined).length;
  const some = total.money === undefined ? ` of the ${priced} that have a price` : '';
  return `Total${some}: ${moneyText(pricedMoney)}.\n`;
}

function paperText(figures: readonly AgainstPaper[]): string {
  if (figures.length === 0) return '';
  return alignColumns([
    ['one query', 'dataset', 'paper', 'estimate', 'from', 'to'],
    ...figures.map(({ title, dataset, what, paper, isBound, ours }) => [
      title,
      dataset,
      `${isBound ? '< ' : ''}${figure(what, paper)}`,
      ...guessed(what, ours),
    ]),
  ]);
}

function guessed(what: AgainstPaper['what'], { low, expected, high }: Guess): string[] {
  return [expected, low, high].map((value) => figure(what, value));
}

function figure(what: AgainstPaper['what'], value: number): string {
  return what === 'usd' ? `$${value.toPrecision(2)}` : `${value.toPrecision(2)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function millions(tokens: number): string {
  return `${(tokens / MILLION).toFixed(1)} M`;
}
