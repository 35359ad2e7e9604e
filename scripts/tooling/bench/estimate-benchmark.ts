import { execFileSync } from 'node:child_process';
import type {
  AgainstPaper,
  BenchmarkEstimate,
} from '../../../src/app/estimate/benchmark-contract.ts';
import { comparedCaching, comparedTotals, isAsStated } from '../docs/price-document.ts';
import { DOCUMENT_DAY } from '../docs/price-document-totals.ts';
import type { Line } from './benchmark-page.ts';

const RUNS = 5;
const PICO = 1e12;

/** `mab estimate --benchmark`, from the start of the process to its end, beside the paper. */
export async function estimateBenchmark(): Promise<Line[]> {
  const times: number[] = [];
  let output = '';
  for (let run = 0; run <= RUNS; run++) {
    const startedAt = performance.now();
    output = execFileSync(process.execPath, ['bin/mab.js', 'estimate', '--benchmark', '--json'], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    times.push(performance.now() - startedAt);
  }
  const estimate = JSON.parse(output) as BenchmarkEstimate;
  const sorted = times.slice(1).sort((a, b) => a - b);
  const seconds = (sorted[Math.floor(RUNS / 2)] ?? Number.NaN) / 1_000;
  const size = `${estimate.questions} questions, ${(estimate.contextTokens / 1e6).toFixed(1)} M tokens`;
  return [
    {
      what: `Estimate of the whole benchmark, ${size}, ${estimate.methods.length} methods`,
      ours: `${seconds.toFixed(2)} s, median of ${RUNS}`,
      ...{ other: '', result: moneyText(estimate), bar: '≤ 2 s', met: seconds <= 2 },
    },
    ...estimate.methods.map((method): Line => {
      const { title, reader, confidence, total } = method;
      return {
        what: `Estimate: ${title}, with ${reader}`,
        ours: dollars(total.money?.expected),
        ...{ other: '', bar: '' },
        result: `${dollars(total.money?.low)} to ${dollars(total.money?.high)}, trust ${confidence}`,
      };
    }),
    ...groups(estimate.againstPaper).map(([title, figures]) => paperLine(title, figures)),
    documentLine(),
  ];
}

/** Its totals one by one are in docs/reference/cost-formulas.md. */
function documentLine(): Line {
  const compared = [
    ...comparedTotals().map(({ stated, recomputed }) => ({ stated, recomputed })),
    ...comparedCaching().flatMap(({ total, recomputed }) =>
      total.stated.map((stated, at) => ({ stated, recomputed: recomputed[at] ?? Number.NaN })),
    ),
  ];
  const same = compared.filter(({ stated, recomputed }) => isAsStated(recomputed, stated));
  return {
    what: `Estimate: ${compared.length} totals of the price document of ${DOCUMENT_DAY}, recomputed`,
    ours: `${same.length} as stated`,
    ...{ other: 'its own figures, to their last digit', bar: '' },
    result: '[each with the reason](reference/cost-formulas.md#beside-the-price-document)',
  };
}

function moneyText({ pricedMoney: { low, expected, high } }: BenchmarkEstimate): string {
  return `${dollars(expected)} (${dollars(low)} to ${dollars(high)})`;
}

/** Pico-dollars are texts in JSON. */
function dollars(pico: bigint | string | undefined): string {
  return pico === undefined ? 'no price' : `$${(Number(pico) / PICO).toFixed(2)}`;
}

function groups(figures: readonly AgainstPaper[]) {
  return [...Map.groupBy(figures, ({ title, what }) => `${title}, ${UNITS[what]}`)];
}

const UNITS = { usd: 'dollars a query', seconds: 'seconds a query' } as const;

function paperLine(title: string, figures: readonly AgainstPaper[]): Line {
  const within = figures.filter(({ paper, isBound, ours }) =>
    isBound ? ours.expected < paper : ours.low <= paper && paper <= ours.high,
  );
  return {
    what: `Estimate: ${title}`,
    ours: figures.map(({ ours }) => ours.expected.toPrecision(2)).join(', '),
    other: `paper ${figures.map(({ paper, isBound }) => `${isBound ? '<' : ''}${paper}`).join(', ')}`,
    result: `${within.length} of ${figures.length} within low and high`,
    bar: '',
  };
}
