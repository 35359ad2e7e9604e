import type { z } from 'zod';
import type { AdviceOption, UsedFormula } from '../../../contracts/advice.ts';
import { HOURS_PER_MONTH } from '../../formulas/hours.ts';
import { machineCost, saving } from '../../formulas/machines.ts';
import { embeddingBreakEvenTokens, tokenCost } from '../../formulas/tokens.ts';
import { monthly, once, priced } from '../from-work.ts';
import { count, quantity, text } from '../inputs.ts';
import { percent, plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import { defineTopic } from '../topic.ts';

const INPUTS = {
  machine: text('machine of AWS that the work runs on', { fallback: 't3.xlarge' }),
  machines: count('how many of them', { unit: 'machines', min: 0, max: 10_000, fallback: 2 }),
  reservedShare: share('part of their hours that always runs', 50),
  spotShare: share('part of their hours that may be interrupted', 50),
  model: text('model that answers', { fallback: 'gpt-4.1-mini' }),
  inputTokens: quantity('what it reads', {
    ...{ unit: 'tokens/month', min: 0, max: 1e15, fallback: 50_000_000 },
  }),
  outputTokens: quantity('what it writes', {
    ...{ unit: 'tokens/month', min: 0, max: 1e15, fallback: 1_000_000 },
  }),
  cachedShare: share('part of what it reads that its prompt cache can have', 80),
  batchShare: share('part of the calls that can wait a day', 50),
  embeddingModel: text('model that embeds', { fallback: 'text-embedding-3-small' }),
  embeddingTokens: quantity('what is embedded', {
    ...{ unit: 'tokens/month', min: 0, max: 1e15, fallback: 100_000_000 },
  }),
  gpuMachine: text('machine that would embed, always on', { fallback: 'g4dn.xlarge' }),
  coldGb: quantity('data that nobody reads any more', {
    ...{ unit: 'GB', min: 0, max: 1e7, fallback: 1_000 },
  }),
  retrievedShare: share('part of it that is read again in a month', 1),
  monthsKept: quantity('how long it is kept', { unit: 'months', min: 0.1, max: 600, fallback: 12 }),
};

function share(description: string, fallback: number) {
  return quantity(description, { unit: '%', min: 0, max: 100, fallback });
}

type Inputs = z.output<z.ZodObject<typeof INPUTS>>;

/** A step, with what it makes of a part of the bill. */
interface Step {
  readonly from: (typeof PERIODS)[number];
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** What the requirements document says of it. */
  readonly document: string;
  readonly formula: UsedFormula;
}

/** `mab plan roadmap`: §10.3.2 of the requirements document. */
export const roadmap = defineTopic({
  id: 'roadmap',
  question: 'What is worth doing in the first year, and when?',
  inputs: INPUTS,
  readings: {
    model: priced(({ model }) => model),
    inputTokens: monthly(({ inputTokens }) => inputTokens),
    outputTokens: monthly(({ outputTokens }) => outputTokens),
    cachedShare: once(({ inputTokens, cachedTokens }) =>
      inputTokens === 0 ? undefined : (100 * cachedTokens) / inputTokens,
    ),
    embeddingModel: priced(({ embedder }) => embedder),
    embeddingTokens: monthly(({ embeddedTokens }) => embeddedTokens),
  },
  answer(inputs, prices) {
    const steps = [
      reserved(inputs, prices),
      spot(inputs, prices),
      calls(inputs, prices),
      embeddings(inputs, prices),
      glacier(inputs, prices),
    ];
    const worth = steps.filter((step) => spared(step) > 0);
    const total = worth.reduce((sum, step) => sum + spared(step), 0);
    const most = worth.toSorted((a, b) => spared(b) - spared(a))[0];
    return {
      answer:
        most === undefined
          ? 'No step saves anything with these numbers.'
          : `${worth.length} of ${steps.length} steps save ${usd(total)} a month; the most comes from ` +
            `${most.name}: ${usd(spared(most))}.`,
      options: steps.map(optionOf),
      tables: [{ title: 'Month by month', rows: periods(steps) }],
      formulas: steps.map(({ formula }) => formula),
      warnings: warningsOf(inputs),
    };
  },
});

function spared({ before, after }: Step): number {
  return before - after;
}

function optionOf(step: Step): AdviceOption {
  const { from, name, before, after, document } = step;
  return {
    name,
    chosen: spared(step) > 0,
    facts: {
      ...{ from, usdPerMonthBefore: before, usdPerMonthAfter: after },
      saves: after < before ? percent(saving(after, before)) : '',
      document,
    },
    ...(spared(step) > 0 ? {} : { reason: 'saves nothing with these numbers' }),
  };
}

const PERIODS = ['month 0', 'month 3', 'month 6'] as const;

/** The bill of all that steps touch, as those take hold that are worth it. */
function periods(steps: readonly Step[]) {
  const bill = steps.reduce((sum, { before }) => sum + before, 0);
  return PERIODS.map((from, at) => {
    const taken = steps.filter((step) => spared(step) > 0 && PERIODS.indexOf(step.from) <= at);
    const saved = taken.reduce((sum, step) => sum + spared(step), 0);
    return { from, usdPerMonth: bill - saved, usdSavedPerMonth: saved };
  });
}

function machineHour(type: string, prices: PriceDesk, meter: Meter): number {
  return prices.machineOrThrow(prices.catalogue.machine('aws', type), meter);
}

type Meter = 'on-demand' | 'spot' | 'reserved-1y';

function reserved(inputs: Inputs, prices: PriceDesk): Step {
  const { machine, machines, reservedShare } = inputs;
  return hourStep(inputs, {
    ...{ name: 'reserved machines (1 year)', document: 'buy after month 3', share: reservedShare },
    prices: [
      machineHour(machine, prices, 'on-demand'),
      machineHour(machine, prices, 'reserved-1y'),
    ],
    machines,
  });
}

function spot(inputs: Inputs, prices: PriceDesk): Step {
  const { machine, machines, spotShare, reservedShare } = inputs;
  return hourStep(inputs, {
    ...{ name: 'spot machines', document: 'saves 60 %', machines },
    // What always runs is reserved already.
    share: Math.min(spotShare, 100 - reservedShare),
    prices: [machineHour(machine, prices, 'on-demand'), machineHour(machine, prices, 'spot')],
  });
}

function hourStep(
  { machine }: Inputs,
  step: {
    readonly name: string;
    readonly document: string;
    readonly share: number;
    readonly machines: number;
    readonly prices: readonly [now: number, then: number];
  },
): Step {
  const { name, document, machines, prices } = step;
  const hours = (HOURS_PER_MONTH * step.share) / 100;
  const [before, after] = prices.map((price) => machineCost(price, hours, machines));
  return {
    ...{ from: 'month 3', name, document, before: before ?? 0, after: after ?? 0 },
    formula: {
      name,
      text: 'machines × hours × (on-demand − price)',
      worked:
        `${machines} × ${plain(hours)} h of ${machine} × (${prices[0]} − ${prices[1]}) = ` +
        usd((before ?? 0) - (after ?? 0)),
    },
  };
}

/**
 * Calls that wait cost the batch price, without a cache (OpenAI has none inside batches before
 * GPT-5); of the others the cached part costs the cached price.
 */
function calls(inputs: Inputs, prices: PriceDesk): Step {
  const price = (meter: string): number => modelPrice(inputs.model, meter, prices);
  const [read, written] = [inputs.inputTokens, inputs.outputTokens];
  const [cached, batch] = [inputs.cachedShare / 100, inputs.batchShare / 100];
  const live = (withCache: number): number =>
    tokenCost(read * (1 - withCache), price('input')) +
    tokenCost(read * withCache, withCache > 0 ? price('cached-input') : 0) +
    tokenCost(written, price('output'));
  const waiting =
    batch > 0
      ? tokenCost(read, price('batch-input')) + tokenCost(written, price('batch-output'))
      : 0;
  const [before, after] = [live(0), (1 - batch) * live(cached) + batch * waiting];
  return {
    ...{
      from: 'month 3',
      name: 'prompt cache and batch lane',
      document: 'cache and batch',
      before,
      after,
    },
    formula: {
      name: 'prompt cache and batch lane',
      text: '(1 − batch) × calls with cache + batch × calls at the batch price',
      worked: `${1 - batch} × ${usd(live(cached))} + ${batch} × ${usd(waiting)} = ${usd(after)}, not ${usd(before)}`,
    },
  };
}

function modelPrice(model: string, meter: string, prices: PriceDesk): number {
  const provider = prices.catalogue.model(model)?.provider ?? 'openai';
  return prices.get({ provider, service: 'models', item: model, meter, region: 'global' }).value;
}

function embeddings(inputs: Inputs, prices: PriceDesk): Step {
  const { embeddingTokens, embeddingModel, gpuMachine } = inputs;
  const perMillion = modelPrice(embeddingModel, 'input', prices);
  const month = machineCost(machineHour(gpuMachine, prices, 'on-demand'), HOURS_PER_MONTH);
  return {
    ...{ from: 'month 6', name: 'embedding on a machine of one’s own' },
    document: 'pays above 100M tokens a month',
    ...{ before: tokenCost(embeddingTokens, perMillion), after: month },
    formula: {
      name: 'embedding on a machine of one’s own',
      text: 'pays above machine a month / price per token',
      worked:
        `${usd(month)} / ($${perMillion} / 10⁶) = ` +
        `${plain(embeddingBreakEvenTokens(month, perMillion))} tokens, not ${plain(embeddingTokens)}`,
    },
  };
}

/** Months for which Deep Archive is paid at least: 180 days. */
const ARCHIVE_MONTHS_MIN = 6;

function glacier({ coldGb, retrievedShare, monthsKept }: Inputs, prices: PriceDesk): Step {
  const key = { provider: 'aws', service: 's3', region: 'us-east-1' };
  const standard = prices.get({ ...key, item: 'standard', meter: 'storage' }).value;
  const archive = prices.get({ ...key, item: 'deep-archive', meter: 'storage' }).value;
  const retrieval = prices.get({ ...key, item: 'deep-archive', meter: 'retrieval' }).value;
  const paidMonths = Math.max(monthsKept, ARCHIVE_MONTHS_MIN);
  const kept = (coldGb * archive * paidMonths) / monthsKept;
  const read = ((coldGb * retrievedShare) / 100) * retrieval;
  return {
    ...{ from: 'month 6', name: 'cold data to Glacier Deep Archive', document: 'saves 90 %' },
    ...{ before: coldGb * standard, after: kept + read },
    formula: {
      name: 'cold data to Glacier Deep Archive',
      text: 'GB × price × max(months, 6) / months + GB read × retrieval',
      worked:
        `${plain(coldGb)} × ${archive} × ${plain(paidMonths)} / ${plain(monthsKept)} + ` +
        `${plain((coldGb * retrievedShare) / 100)} × ${retrieval} = ${usd(kept + read)}, ` +
        `not ${usd(coldGb * standard)}`,
    },
  };
}

function warningsOf({ monthsKept, reservedShare, spotShare }: Inputs): string[] {
  return [
    ...(monthsKept < ARCHIVE_MONTHS_MIN
      ? [`Deep Archive is paid for 6 months, and the data is kept for ${plain(monthsKept)}.`]
      : []),
    ...(reservedShare + spotShare > 100
      ? [`Only ${100 - reservedShare} % of the hours are left for spot machines.`]
      : []),
    'A reservation is paid for its whole year, whatever runs.',
  ];
}
