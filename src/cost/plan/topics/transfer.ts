import type { AdviceOption, AdviceTable, UsedFormula } from '../../../contracts/advice.ts';
import type { PriceRow } from '../../../contracts/prices.ts';
import { DAYS_PER_MONTH } from '../../formulas/hours.ts';
import { monthly } from '../from-work.ts';
import { choice, quantity, text, yesNo } from '../inputs.ts';
import { plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import { defineTopic } from '../topic.ts';

const INPUTS = {
  datasetGb: quantity('size of the data', { unit: 'GB', min: 0.001, max: 1e6, fallback: 5 }),
  downloadsPerDay: quantity('how often people outside of AWS load all of it', {
    ...{ unit: 'per day', min: 0, max: 1e6, fallback: 10 },
  }),
  readsPerDay: quantity('how often our machines load all of it', {
    ...{ unit: 'per day', min: 0, max: 1e6, fallback: 10 },
  }),
  free: yesNo('whether the free allowance of the account is still to be had', { fallback: false }),
  storageRegion: text('region of the data', { fallback: 'us-east-1' }),
  computeRegion: text('region of the machines', { fallback: 'us-east-1' }),
  uploadGb: quantity('what is sent to S3 from far away', {
    ...{ unit: 'GB/month', min: 0, max: 1e6, fallback: 0 },
  }),
  uploadMbit: quantity('how fast that goes without Transfer Acceleration', {
    ...{ unit: 'Mbit/s', min: 0.1, max: 100_000, fallback: 100 },
  }),
  faster: quantity('how many times as fast it goes with it; the requirements document: 1.5 to 6', {
    ...{ unit: 'times', min: 1, max: 20, fallback: 1.5 },
  }),
  edge: choice('where it is sent from', {
    choices: ['us-eu-jp', 'elsewhere'],
    fallback: 'us-eu-jp',
  }),
};

/** Beyond that a month, the transfer gets cheaper; the catalogue has the first tier only. */
const FIRST_TIER_GB = 10_240;

/** `mab plan transfer`: §8.4 and §4.3 of the requirements document. */
export const transfer = defineTopic({
  id: 'transfer',
  question: 'What does moving data cost, and what makes it cheaper?',
  inputs: INPUTS,
  readings: { uploadGb: monthly(({ storedBytes }) => storedBytes / 1e9) },
  answer(inputs, prices) {
    const out = internetAdvice(inputs, prices);
    const across = regionAdvice(inputs, prices);
    const acceleration = inputs.uploadGb > 0 ? accelerationAdvice(inputs, prices) : undefined;
    return {
      answer: [out.answer, across.answer, acceleration?.answer].filter(Boolean).join(' '),
      options: out.options,
      tables: [...across.tables, ...(acceleration?.tables ?? [])],
      formulas: [...out.formulas, ...across.formulas, ...(acceleration?.formulas ?? [])],
      warnings: [...out.warnings, ...across.warnings],
    };
  },
});

interface Part {
  readonly answer: string;
  readonly tables: readonly AdviceTable[];
  readonly formulas: readonly UsedFormula[];
  readonly warnings: readonly string[];
}

interface InternetInputs {
  readonly datasetGb: number;
  readonly downloadsPerDay: number;
  readonly free: boolean;
  readonly storageRegion: string;
}

function internetAdvice(
  { datasetGb, downloadsPerDay, free, storageRegion }: InternetInputs,
  prices: PriceDesk,
): Part & { options: readonly AdviceOption[] } {
  const gb = datasetGb * downloadsPerDay * DAYS_PER_MONTH;
  const near = nearRow(prices, storageRegion);
  const ways = [
    way('CloudFront', near('cloudfront', 'us-eu', 'out'), near('cloudfront', 'us-eu', 'free-out')),
    way(
      'S3 directly',
      near('transfer', 'internet', 'out'),
      near('transfer', 'internet', 'free-out'),
    ),
  ].map(({ name, price, freeGb }) => ({
    ...{ name, price, freeGb, list: gb * price },
    afterFree: Math.max(0, gb - freeGb) * price,
  }));
  const cost = (one: (typeof ways)[number]): number => (free ? one.afterFree : one.list);
  const sorted = ways.toSorted((a, b) => cost(a) - cost(b));
  const [best, other] = sorted;
  const spared = best && other ? cost(other) - cost(best) : 0;
  const how = free ? ', after what is free' : '';
  return {
    answer:
      spared > 0
        ? `${plain(gb)} GB a month to the internet cost ${usd(spared)} less through ${best?.name}${how}.`
        : `${plain(gb)} GB a month to the internet cost the same through both${how}.`,
    options: sorted.map(({ name, price, freeGb, list, afterFree }) => ({
      name,
      chosen: name === best?.name && spared > 0,
      facts: {
        ...{ gbPerMonth: gb, usdPerGb: price, freeGbPerMonth: freeGb },
        ...{ usdPerMonthAtList: list, usdPerMonthAfterFree: afterFree },
      },
    })),
    tables: [],
    formulas: ways.map(({ name, price, freeGb, list, afterFree }) => ({
      name,
      text: 'GB × downloads × days × price; after what is free: max(0, GB − free) × price',
      worked:
        `${datasetGb} × ${downloadsPerDay} × ${plain(DAYS_PER_MONTH)} × ${price} = ${usd(list)}; ` +
        `max(0, ${plain(gb)} − ${freeGb}) × ${price} = ${usd(afterFree)}`,
    })),
    warnings:
      gb > FIRST_TIER_GB
        ? ['Above 10 TB a month both get cheaper; the prices here are those of the first 10 TB.']
        : [],
  };
}

function way(name: string, price: PriceRow, free: PriceRow) {
  return { name, price: price.value, freeGb: free.value };
}

/** The catalogue knows transfer out of one region; elsewhere that price stands in, and is named. */
const KNOWN_REGION = 'us-east-1';

function nearRow(prices: PriceDesk, region: string) {
  return (service: string, item: string, meter: string): PriceRow => {
    const key = { provider: 'aws', service, item, meter };
    return prices.find({ ...key, region }) ?? prices.get({ ...key, region: KNOWN_REGION });
  };
}

interface RegionInputs {
  readonly datasetGb: number;
  readonly readsPerDay: number;
  readonly storageRegion: string;
  readonly computeRegion: string;
}

function regionAdvice(inputs: RegionInputs, prices: PriceDesk): Part {
  const { datasetGb, readsPerDay, storageRegion, computeRegion } = inputs;
  if (storageRegion === computeRegion) {
    const answer = 'Machines and data are in one region: what they exchange is free.';
    return { answer, tables: [], formulas: [], warnings: standIn(prices, storageRegion) };
  }
  const price = nearRow(prices, storageRegion)('transfer', 'inter-region', 'out').value;
  const gb = datasetGb * readsPerDay * DAYS_PER_MONTH;
  const penalty = gb * price;
  const copy = datasetGb * price;
  return {
    answer:
      `Machines in ${computeRegion} read data in ${storageRegion}: that costs ${usd(penalty)} a ` +
      `month for nothing. A copy in ${computeRegion} costs ${usd(copy)} once.`,
    tables: [
      {
        title: 'Machines and data in different regions',
        rows: [
          { what: 'as it is', gbPerMonth: gb, usdPerMonth: penalty, usdOnce: 0 },
          { what: `data copied to ${computeRegion}`, gbPerMonth: 0, usdPerMonth: 0, usdOnce: copy },
        ],
      },
    ],
    formulas: [
      {
        name: 'across regions',
        text: 'GB × reads × days × price',
        worked: `${datasetGb} × ${readsPerDay} × ${plain(DAYS_PER_MONTH)} × ${price} = ${usd(penalty)}`,
      },
    ],
    warnings: [
      `Machines are in ${computeRegion} and data in ${storageRegion}.`,
      ...standIn(prices, storageRegion),
    ],
  };
}

function standIn({ catalogue }: PriceDesk, region: string): string[] {
  const known = catalogue.rows({ provider: 'aws', service: 'transfer', region }).length > 0;
  if (known) return [];
  return [
    `The catalogue has no transfer prices of ${region}: those of ${KNOWN_REGION} stand in. ` +
      'Add its own with --prices FILE.',
  ];
}

interface UploadInputs {
  readonly uploadGb: number;
  readonly uploadMbit: number;
  readonly faster: number;
  readonly edge: 'us-eu-jp' | 'elsewhere';
  readonly storageRegion: string;
}

function accelerationAdvice(inputs: UploadInputs, prices: PriceDesk): Part {
  const { uploadGb, uploadMbit, faster, edge, storageRegion } = inputs;
  const price = nearRow(prices, storageRegion)('s3', 'transfer-acceleration', edge).value;
  const hours = (uploadGb * 8_000) / uploadMbit / 3_600;
  const spared = hours - hours / faster;
  const extra = uploadGb * price;
  const perHour = spared > 0 ? extra / spared : null;
  return {
    answer:
      perHour === null
        ? 'Transfer Acceleration would save no time.'
        : `Transfer Acceleration saves ${plain(spared)} hours a month for ${usd(extra)}: ` +
          `${usd(perHour)} an hour.`,
    tables: [
      {
        title: 'Transfer Acceleration',
        rows: [
          { upload: 'without', hours, usdPerMonth: 0, usdPerHourSaved: null },
          { upload: 'with', hours: hours / faster, usdPerMonth: extra, usdPerHourSaved: perHour },
        ],
      },
    ],
    formulas: [
      {
        name: 'upload',
        text: 'GB × 8000 / Mbit/s / 3600, divided by how much faster it is',
        worked:
          `${uploadGb} × 8000 / ${uploadMbit} / 3600 = ${plain(hours)} h, ` +
          `/ ${faster} = ${plain(hours / faster)} h`,
      },
      {
        name: 'acceleration',
        text: 'GB × price',
        worked: `${uploadGb} × ${price} = ${usd(extra)}`,
      },
    ],
    warnings: [],
  };
}
