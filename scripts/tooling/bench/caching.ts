import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatUsd } from '../../../src/core/money.ts';
import { Catalogue } from '../../../src/cost/catalogue/catalogue.ts';
import { shippedPrices } from '../../../src/cost/catalogue/shipped.ts';
import { findModelPrice } from '../../../src/cost/model-prices.ts';
import type { Line } from './benchmark-page.ts';
import {
  type Case,
  CONCURRENCY,
  MODELS,
  OUTPUT_TOKENS,
  OWN_TOKENS,
  PREFIX_TOKENS,
  PRICE_DAY,
  QUESTIONS,
  resultName,
} from './caching-cases.ts';
import { cachingCost } from './caching-formula.ts';
import { runScript } from './run-json.ts';

/** The guide has all figures; the page of benchmarks those of the larger runs. */
export const CACHING_PAGE = { path: 'docs/guide/prompt-caching.md', tableFile: 'caching.md' };

type Results = Readonly<Record<string, number>>;

/** What a lab bills for questions on one long context, against the formula. */
export async function caching(folder: string): Promise<Line[]> {
  const results = await runScript('scripts/bench/caching.ts', [folder]);
  await writeFile(join(folder, CACHING_PAGE.tableFile), cachingTable(results));
  return MODELS.map((model) => {
    const questions = Math.max(...QUESTIONS);
    const figure = (way: Case['way']): number =>
      results[resultName({ model, questions, way })] ?? Number.NaN;
    const differences = QUESTIONS.flatMap((count) => formulaDifferences(results, model, count));
    return {
      what: `${questions} questions on 65,000 tokens, ${model}`,
      ours: `${dollars(figure('warm-up'))} with prompt caching`,
      other: `${dollars(figure('without'))} without, ${dollars(figure('no-warm-up'))} without warm-up`,
      result: `${saved(figure('without'), figure('warm-up'))} saved`,
      bar: 'invoice = formula',
      met: differences.every((picoUsd) => picoUsd < 1),
    };
  });
}

/** Between the lab's invoice and the closed formula, in pico-dollars. */
function formulaDifferences(results: Results, model: string, count: number): number[] {
  const price = findModelPrice(model, new Catalogue(shippedPrices(), PRICE_DAY));
  if (!price) return [Number.NaN];
  const tokens = {
    prefixTokens: PREFIX_TOKENS,
    ownTokens: OWN_TOKENS,
    outputTokens: OUTPUT_TOKENS,
  };
  const misses = { without: undefined, 'no-warm-up': CONCURRENCY, 'warm-up': 1 } as const;
  return Object.entries(misses).map(([way, missed]) => {
    const expected = Math.round(cachingCost({ ...tokens, count }, price, missed) * 1e12);
    const found = results[resultName({ model, questions: count, way: way as Case['way'] })];
    return Math.abs((found ?? Number.NaN) - expected);
  });
}

function cachingTable(results: Results): string {
  const rows = QUESTIONS.flatMap((questions) =>
    MODELS.map((model) => {
      const [without, cold, warm] = (['without', 'no-warm-up', 'warm-up'] as const).map(
        (way) => results[resultName({ model, questions, way })] ?? Number.NaN,
      ) as [number, number, number];
      const amounts = [without, cold, warm].map(dollars);
      return `| ${[questions, model, ...amounts, saved(without, warm)].join(' | ')} |`;
    }),
  );
  return [
    '| questions | model | no prompt caching | caching, no warm-up | caching and warm-up | saved |',
    '| ---: | :--- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

function dollars(picoUsd: number): string {
  return formatUsd(BigInt(Math.round(picoUsd)));
}

function saved(without: number, withCache: number): string {
  return `${((1 - withCache / without) * 100).toFixed(1)} %`;
}
