import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { parseGrowth } from '../../src/cost/forecast/assumptions.ts';
import { growQuarters } from '../../src/cost/forecast/growth-model.ts';
import { breakEvenUse } from '../../src/cost/formulas/machines.ts';
import { embeddingBreakEvenTokens, tokenCost } from '../../src/cost/formulas/tokens.ts';
import {
  item,
  monthOf,
  ON_DEMAND,
  savingsOf,
  span,
  spotSavings,
  sumOf,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Check, Claim, Item, Recomputed } from './claim.ts';
import { formatNumber } from './format.ts';
import {
  FULL,
  MINIMAL,
  partsOf,
  STANDARD,
  type StatedConfiguration,
} from './stated-configurations.ts';
import { fact } from './vendor-facts.ts';

const GLACIER = ['glacier-instant', 'glacier-flexible', 'deep-archive'] as const;

/** Hours a day from which a year's commitment is cheaper. */
function commitmentHours(catalogue: Catalogue): Item {
  const committed = usd(catalogue, 'aws/ec2/t3.xlarge/reserved-1y@us-east-1');
  const list = usd(catalogue, ON_DEMAND('aws', 't3.xlarge'));
  return item(`${committed} / ${list}`, 24 * breakEvenUse(committed, list));
}

const USE_CLASSES: Check = (catalogue) => ({
  kind: 'unverifiable',
  because:
    'Against what is not said (8.3.2-e). A year’s commitment pays from ' +
    `${formatNumber(commitmentHours(catalogue).low)} hours a day on.`,
});

/** 20 datasets and 5 methods, as in 4.1.1; 3 datasets more each month, 2 methods each quarter. */
const GROWTH: Check = () => {
  const start = { datasets: 20, methods: 5, datasetsPerMonth: 3, methodsPerQuarter: 2 };
  const quarters = growQuarters(parseGrowth({ ...start, cellUsd: 1, quarters: 4 }));
  const all = quarters.reduce((sum, { growth }) => sum + growth, 0);
  return worked(
    quarters.map(({ quarter, datasets, methods, growth }) =>
      item(`Q${quarter}, up to ${datasets} × ${methods} cells`, growth),
    ),
    {
      usdAMonth: ((all - (1 + 4 / 3 + 5 / 3 + 2)) * (6000 + 9000)) / 2 / 12,
      note: 'Of a full matrix of datasets × methods. The money is that of a year from the stated Q1.',
    },
  );
};

function total(configuration: StatedConfiguration, end: 0 | 1): number {
  return partsOf(configuration).reduce<number>(
    (sum, part) => sum + (typeof part === 'number' ? part : part[end]),
    0,
  );
}

/** Chapters 10.2 to 10.4: decisions, growth, clouds. */
export const SECTION_10_DECISIONS: readonly Claim[] = [
  {
    id: '10.2-a',
    line: 1448,
    quote: '小（< 5 数据集）',
    what: 'where medium and large begin',
    stated: '5 / 20 datasets',
    check: () =>
      worked([item('10.1.2', 10), item('10.1.3', 50)], {
        note: '10.1 has other limits: 5–10 and 20–50 fall between.',
      }),
  },
  {
    id: '10.2-b',
    line: 1458,
    quote: '偶尔（< 8h/天）',
    what: 'use up to which Fargate pays',
    stated: '8 hours a day',
    check: USE_CLASSES,
  },
  {
    id: '10.2-c',
    line: 1449,
    quote: '中（5-20 数据集）→ 标准配置（$500-1000）',
    what: 'standard configuration',
    stated: '500..1000 USD a month',
    check: sumOf(partsOf(STANDARD)),
  },
  {
    id: '10.2-d',
    line: 1450,
    quote: '大（> 20 数据集）→ 完整配置（$2000-5000）',
    what: 'full configuration',
    stated: '2000..5000 USD a month',
    check: sumOf(partsOf(FULL)),
  },
  {
    id: '10.2-e',
    line: 1448,
    quote: '$150-300',
    what: 'minimal configuration',
    stated: '150..300 USD a month',
    check: sumOf(partsOf(MINIMAL)),
  },
  {
    id: '10.2-f',
    line: 1459,
    quote: '常规（8-16h/天）',
    what: 'use up to which on-demand beats a year’s commitment',
    stated: '8..16 hours a day',
    check: (catalogue) => {
      const hours = commitmentHours(catalogue);
      return worked(item(`24 × ${hours.formula}`, hours.low));
    },
  },
  {
    id: '10.2-g',
    line: 1460,
    quote: '持续（24/7）',
    what: 'use from which a commitment pays',
    stated: '24 hours a day',
    check: unverifiable('A policy; any use above 10.2-f does.'),
  },
  {
    id: '10.2-h',
    line: 1469,
    quote: '小团队（2-5 人）',
    what: 'people',
    stated: '2..5 people',
    check: unverifiable('A choice.'),
  },
  {
    id: '10.2-i',
    line: 1470,
    quote: '大团队（> 5 人）',
    what: 'people',
    stated: '> 5 people',
    check: unverifiable('A choice.'),
  },
  {
    id: '10.3.1-a',
    line: 1482,
    quote: 'Q1**：$6000-9000',
    what: 'first quarter: 3 months of the standard configuration',
    stated: '6000..9000 USD a quarter',
    check: () => {
      const [low, high] = [3 * total(STANDARD, 0), 3 * total(STANDARD, 1)];
      const more = ([0, 1] as const).map(
        (end) => 3 * (total(STANDARD, end) + 2 * STANDARD.api[end]),
      );
      return worked(span('3 × 675–825', low, high), {
        note: `With the API’s part three times over: ${more.map(formatNumber).join('–')}.`,
      });
    },
  },
  {
    id: '10.3.1-b',
    line: 1483,
    quote: 'Q2**：$8000-12000（+33% 数据集）',
    what: 'second quarter by the stated growth',
    stated: '8000..12000 USD a quarter',
    check: () => worked(span('4 / 3 × 6000–9000', (4 / 3) * 6000, (4 / 3) * 9000)),
  },
  {
    id: '10.3.1-c',
    line: 1484,
    quote: 'Q3**：$10000-15000（+67% 数据集 + 新方法）',
    what: 'third quarter by the stated growth',
    stated: '10000..15000 USD a quarter',
    check: () => worked(span('5 / 3 × 6000–9000', (5 / 3) * 6000, (5 / 3) * 9000)),
  },
  {
    id: '10.3.1-d',
    line: 1485,
    quote: 'Q4**：$12000-18000（+100% 数据集 + 论文冲刺）',
    what: 'fourth quarter by the stated growth',
    stated: '12000..18000 USD a quarter',
    check: () => worked(span('2 × 6000–9000', 2 * 6000, 2 * 9000)),
  },
  {
    id: '10.3.1-e',
    line: 1486,
    quote: '$36000-54000',
    what: 'the year: its four quarters',
    stated: '36000..54000 USD a year',
    check: sumOf([
      [6000, 9000],
      [8000, 12000],
      [10000, 15000],
      [12000, 18000],
    ]),
  },
  {
    id: '10.3.1-f',
    line: 1477,
    quote: '每月新增 3 个数据集',
    what: 'quarters against the first, with the stated drivers',
    stated: '1 / 1.33 / 1.67 / 2.00 times',
    check: GROWTH,
  },
  {
    id: '10.3.1-g',
    line: 1478,
    quote: '每季度新增 2 种记忆方法',
    what: 'methods that are added',
    stated: '2 a quarter',
    check: unverifiable('A premise; 10.3.1-f works with it.'),
  },
  {
    id: '10.3.1-h',
    line: 1479,
    quote: '实验重复次数：3 次',
    what: 'runs of everything',
    stated: '3 times',
    check: unverifiable('A premise; it triples model calls, and 10.1 does not have it.'),
  },
  {
    id: '10.3.2-a',
    line: 1495,
    quote: '启用 Spot Fleet（节省 60%）',
    what: 'what spot machines save',
    stated: '60 %',
    check: spotSavings('t3.xlarge'),
  },
  {
    id: '10.3.2-b',
    line: 1499,
    quote: '> 100M',
    what: 'tokens a month from which embedding at home pays',
    stated: '100M tokens a month',
    check: (catalogue) => {
      const machine = monthOf(catalogue, ON_DEMAND('aws', 'g4dn.xlarge'), { hoursPerDay: 4 }).low;
      const rate = usd(catalogue, 'openai/models/text-embedding-3-small/input@global');
      return worked(
        item(`${formatNumber(machine)} / ${rate} per 1M`, embeddingBreakEvenTokens(machine, rate)),
        {
          usdAMonth: machine - tokenCost(100e6, rate),
          note: `100M tokens cost ${formatNumber(tokenCost(100e6, rate))} by the API. 4.2.2 says 10B.`,
        },
      );
    },
  },
  {
    id: '10.3.2-c',
    line: 1500,
    quote: '节省 90% 存储成本',
    what: 'what Glacier saves against S3 Standard',
    stated: '90 %',
    check: (catalogue) =>
      savingsOf(
        GLACIER.map((name) => [
          name,
          `aws/s3/${name}/storage@us-east-1`,
          'aws/s3/standard/storage@us-east-1',
        ]),
      )(catalogue),
  },
  {
    id: '10.4.1-a',
    line: 1508,
    quote: '与 Azure OpenAI 无缝集成',
    what: 'prices of Azure OpenAI among those of AWS',
    stated: '>= 1 prices',
    check: (catalogue) => {
      const rows = catalogue
        .rows({ provider: 'aws' })
        .filter(({ service }) => service.includes('openai'));
      return worked(item('', rows.length), {
        note: 'Azure OpenAI is a service of Azure; AWS sells models in Bedrock.',
      });
    },
  },
  {
    id: '10.4.3-a',
    line: 1519,
    quote: '某些服务比 AWS 便宜 10-30%',
    what: 'some of GCP cheaper than AWS',
    stated: '10..30 %',
    check: (catalogue) => ({
      ...(savingsOf([
        [
          'n2-standard-4, t3.xlarge',
          ON_DEMAND('gcp', 'n2-standard-4'),
          ON_DEMAND('aws', 't3.xlarge'),
        ],
        [
          'e2-standard-4, t3.xlarge',
          ON_DEMAND('gcp', 'e2-standard-4'),
          ON_DEMAND('aws', 't3.xlarge'),
        ],
        [
          'c2-standard-8, c6i.2xlarge',
          ON_DEMAND('gcp', 'c2-standard-8'),
          ON_DEMAND('aws', 'c6i.2xlarge'),
        ],
        [
          'storage',
          'gcp/storage/standard/storage@us-central1',
          'aws/s3/standard/storage@us-east-1',
        ],
      ])(catalogue) as Recomputed),
      some: true,
    }),
  },
  {
    id: '10.4.3-b',
    line: 1520,
    quote: '（24 小时保证）',
    what: 'hours that a preemptible machine is guaranteed',
    stated: '>= 24 hours',
    check: fact('preemptibleGuaranteedHours', '24 hours are the most that it runs, not the least.'),
  },
  {
    id: '10.4.4-a',
    line: 1527,
    quote: '运行 80% 实验',
    what: 'experiments on AWS',
    stated: '80 %',
    check: unverifiable('A choice.'),
  },
];
