import { monthlyHours } from '../../formulas/hours.ts';
import { type CostLine, machineLines, serviceLine, tokenLines, totalOf } from '../cost-lines.ts';
import type { Cloud, PriceDesk } from '../price-desk.ts';

/** A line of §10.1 of the requirements document beside what it comes to. */
interface DocumentLine {
  readonly item: string;
  /** Dollars a month, as the document says. */
  readonly document: readonly [low: number, high: number];
  readonly lines: (prices: PriceDesk) => readonly CostLine[];
}

interface DocumentConfiguration {
  readonly name: 'minimal' | 'standard' | 'full';
  /** The range of its heading. */
  readonly range: readonly [low: number, high: number];
  readonly parts: readonly DocumentLine[];
}

const AWS: Cloud = 'aws';
const HOURS = { working: monthlyHours(8), all: monthlyHours(24) };

const machine =
  (type: string, count: number, hoursPerMonth: number, spotShare: 0 | 1) => (prices: PriceDesk) =>
    machineLines(prices, AWS, {
      ...{ item: 'machines', type, count, hoursPerMonth, meter: 'on-demand', spotShare },
    });
const service =
  (name: Parameters<typeof serviceLine>[2]['name'], quantity: number, unit = 'GB') =>
  (prices: PriceDesk) => [serviceLine(prices, AWS, { name, quantity, unit })];
const tokens =
  (millionTokens: number, ...models: readonly (readonly [provider: string, model: string])[]) =>
  (prices: PriceDesk) =>
    tokenLines(prices, {
      ...{ millionTokens, outputPercent: 1 },
      models: models.map(([provider, model]) => ({ provider, model })),
    });
const both =
  (...parts: readonly ((prices: PriceDesk) => readonly CostLine[])[]) =>
  (prices: PriceDesk) =>
    parts.flatMap((part) => part(prices));

/**
 * The three configurations of §10.1. Where the document gives no quantity ours is assumed: 5, 10
 * and 50 GB of traffic, spot machines around the clock, GPU machines by the hour 8 hours a day,
 * three nodes, 1 % of the tokens as output.
 */
export const DOCUMENT_CONFIGURATIONS: readonly DocumentConfiguration[] = [
  {
    name: 'minimal',
    range: [150, 300],
    parts: [
      {
        ...{ item: 'compute: t3.xlarge, 8 h/day', document: [60, 60] },
        lines: machine('t3.xlarge', 1, HOURS.working, 0),
      },
      {
        ...{ item: 'storage: S3 10 GB, EBS 50 GB', document: [2, 2] },
        lines: both(service('object storage', 10), service('disks', 50)),
      },
      {
        ...{ item: 'API: 20 M tokens of gpt-4.1-mini', document: [100, 150] },
        lines: tokens(20, ['openai', 'gpt-4.1-mini']),
      },
      {
        ...{ item: 'network', document: [5, 5] },
        lines: service('traffic to the internet', 5),
      },
    ],
  },
  {
    name: 'standard',
    range: [500, 1000],
    parts: [
      {
        ...{ item: 'compute: 2 × t3.xlarge on spot', document: [180, 180] },
        lines: machine('t3.xlarge', 2, HOURS.all, 1),
      },
      {
        ...{ item: 'compute: g4dn.xlarge on spot', document: [80, 80] },
        lines: machine('g4dn.xlarge', 1, HOURS.all, 1),
      },
      { item: 'storage: S3 50 GB', document: [5, 5], lines: service('object storage', 50) },
      { item: 'storage: EBS 100 GB', document: [10, 10], lines: service('disks', 100) },
      { item: 'storage: EFS 50 GB', document: [15, 15], lines: service('shared files', 50) },
      {
        ...{ item: 'API: 50 M tokens of gpt-4o', document: [350, 500] },
        lines: tokens(50, ['openai', 'gpt-4o']),
      },
      {
        ...{ item: 'database: PostgreSQL t3.small', document: [20, 20] },
        lines: service('small database', 1, 'machine'),
      },
      { item: 'network', document: [15, 15], lines: service('traffic to the internet', 10) },
    ],
  },
  {
    name: 'full',
    range: [2000, 5000],
    parts: [
      {
        ...{ item: 'compute: EKS and 3 × t3.xlarge', document: [400, 400] },
        lines: both(service('kubernetes', 1, 'cluster'), machine('t3.xlarge', 3, HOURS.all, 0)),
      },
      {
        ...{ item: 'compute: 4 × g5.xlarge, 8 h/day', document: [600, 600] },
        lines: machine('g5.xlarge', 4, HOURS.working, 0),
      },
      { item: 'storage: S3 200 GB', document: [20, 20], lines: service('object storage', 200) },
      { item: 'storage: Glacier 1 TB', document: [10, 10], lines: service('archive', 1000) },
      {
        ...{ item: 'storage: EBS 200 GB, EFS 100 GB', document: [50, 50] },
        lines: both(service('disks', 200), service('shared files', 100)),
      },
      {
        ...{ item: 'API: 200 M tokens of three vendors', document: [2000, 3000] },
        lines: tokens(
          200,
          ['openai', 'gpt-4o'],
          ['anthropic', 'claude-sonnet-4-6'],
          ['google', 'gemini-2.5-flash'],
        ),
      },
      {
        ...{ item: 'database: PostgreSQL m5.large', document: [150, 150] },
        lines: service('large database', 1, 'machine'),
      },
      { item: 'database: Redis', document: [50, 50], lines: service('redis', 1, 'node') },
      {
        ...{ item: 'monitoring: Datadog Pro, 10 hosts', document: [150, 150] },
        lines: (prices) => [datadog(prices, 10)],
      },
      { item: 'network', document: [100, 100], lines: service('traffic to the internet', 50) },
    ],
  },
];

function datadog(prices: PriceDesk, hosts: number): CostLine {
  const row = prices.find({
    ...{ provider: 'datadog', service: 'monitoring', item: 'infrastructure-pro' },
    ...{ meter: 'month', region: 'global' },
  });
  return {
    item: 'monitoring: Datadog',
    formula: `${hosts} hosts × ${row ? `$${row.value}` : 'an unknown price'}`,
    usd: row && hosts * row.value,
  };
}

/** One configuration line by line: what the document says, and what the catalogue makes of it. */
export function documentRows(
  { parts, range }: DocumentConfiguration,
  prices: PriceDesk,
): Record<string, string | number | null>[] {
  const worked = parts.map(({ item, document, lines }) => {
    const own = lines(prices);
    const { usd, missing } = totalOf(own);
    const formula = own.map((line) => line.formula).join(' + ');
    return { item, document, formula, usd: missing.length > 0 ? undefined : usd };
  });
  const sum = (end: 0 | 1) => worked.reduce((total, { document }) => total + document[end], 0);
  const known = worked.reduce((total, { usd = 0 }) => total + usd, 0);
  const unknown = worked.some(({ usd }) => usd === undefined);
  return [
    ...worked.map(({ item, document, formula, usd }) => ({
      ...{ item, usdDocument: rangeText(document), usdCatalogue: usd ?? null, formula },
    })),
    {
      item: 'total',
      usdDocument: rangeText([sum(0), sum(1)]),
      usdCatalogue: known,
      formula: `the document’s range is ${rangeText(range)}${unknown ? '; without what is unknown' : ''}`,
    },
  ];
}

function rangeText([low, high]: readonly [number, number]): string {
  return low === high ? String(low) : `${low} to ${high}`;
}
