import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { hoursPerDayFor } from '../../src/cost/formulas/hours.ts';
import { tokenCost } from '../../src/cost/formulas/tokens.ts';
import {
  gigabyteMonths,
  item,
  listed,
  monthOf,
  months,
  ON_DEMAND,
  span,
  sumOf,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Check, Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';
import { FULL, MINIMAL, partsOf, STANDARD } from './stated-configurations.ts';

const GLACIER = ['glacier-instant', 'glacier-flexible', 'deep-archive'] as const;

function storage(
  catalogue: Catalogue,
  ...parts: readonly (readonly [gigabytes: number, id: string])[]
): Item {
  const items = parts.map(([gigabytes, id]) => gigabyteMonths(catalogue, id, gigabytes));
  const sum = items.reduce((all, { low }) => all + low, 0);
  return item(items.map(({ formula }) => formula).join(' + '), sum);
}

/** From one model with input alone to another with a share of output. */
function tokens(
  catalogue: Catalogue,
  count: number,
  cheap: string,
  dear: string,
  outputShare: number,
): Item {
  const rate = (model: string, meter: string): number => {
    const { provider } = catalogue.model(model) ?? { provider: '' };
    return usd(catalogue, `${provider}/models/${model}/${meter}@global`);
  };
  const [low, input, output] = [rate(cheap, 'input'), rate(dear, 'input'), rate(dear, 'output')];
  const mixed = (1 - outputShare) * input + outputShare * output;
  const text = `${formatNumber(count)} × ${low} to ${formatNumber(mixed)} per 1M`;
  return span(text, tokenCost(count, low), tokenCost(count, mixed));
}

/** Machines whose hours are not said. */
function machineHours(type: string, meter: string, machines: number, amount: number): Check {
  return (catalogue) => {
    const id = `aws/ec2/${type}/${meter}@us-east-1`;
    const hours = hoursPerDayFor(amount, machines * usd(catalogue, id));
    return {
      kind: 'unverifiable',
      because:
        `The hours are not said. Never stopped ${formatNumber(monthOf(catalogue, id, { machines }).low)}; ` +
        `${amount} buys ${formatNumber(hours)} hours a day${machines > 1 ? ' of each' : ''}.`,
    };
  };
}

const TRANSFER: Check = (catalogue) => {
  const rate = usd(catalogue, 'aws/transfer/internet/out@us-east-1');
  return worked(span(`1–6 GB × ${rate}`, rate, 6 * rate));
};

/** Chapter 10.1: the three configurations. */
export const SECTION_10_CONFIGURATIONS: readonly Claim[] = [
  {
    id: '10.1.1-g',
    line: 1383,
    quote: '（< 5 数据集）',
    what: 'datasets of the minimal configuration',
    stated: '< 5 datasets',
    check: unverifiable('A premise.'),
  },
  {
    id: '10.1.1-a',
    line: 1388,
    quote: '1x t3.xlarge（按需，每天 8 小时）',
    what: 'this machine on demand',
    stated: '60 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, ON_DEMAND('aws', 't3.xlarge'), { hoursPerDay: 8 })),
  },
  {
    id: '10.1.1-b',
    line: 1393,
    quote: '$60（EC2 Spot 折扣后）',
    what: 'the same as a spot machine',
    stated: '60 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/ec2/t3.xlarge/spot@us-east-1', { hoursPerDay: 8 }), {
        note: 'The line above says on demand.',
      }),
  },
  {
    id: '10.1.1-c',
    line: 1394,
    quote: '存储：$2',
    what: '10 GB of S3, 50 GB of EBS',
    stated: '2 USD a month',
    check: (catalogue) =>
      worked(
        storage(
          catalogue,
          [10, 'aws/s3/standard/storage@us-east-1'],
          [50, 'aws/ebs/gp3/storage@us-east-1'],
        ),
      ),
  },
  {
    id: '10.1.1-d',
    line: 1395,
    quote: 'API：$100-150',
    what: '20M tokens of GPT-4.1-mini',
    stated: '100..150 USD a month',
    check: (catalogue) =>
      worked(tokens(catalogue, 20e6, 'gpt-4.1-mini', 'gpt-4.1-mini', 1), {
        note: 'From input alone to output alone.',
      }),
  },
  {
    id: '10.1.1-e',
    line: 1396,
    quote: '网络：$5',
    what: 'the transfer of 4.3.1',
    stated: '5 USD a month',
    check: TRANSFER,
  },
  {
    id: '10.1.1-f',
    line: 1397,
    quote: '总计：$167-217/月',
    what: 'total of the stated lines',
    stated: '167..217 USD a month',
    check: sumOf(partsOf(MINIMAL)),
  },
  {
    id: '10.1.1-h',
    line: 1390,
    quote: '约 20M tokens/月',
    what: 'tokens',
    stated: '20M tokens a month',
    check: unverifiable('A premise: 6 runs of EventQA 64K as in 4.1.1 have 19.5M.'),
  },
  {
    id: '10.1.2-j',
    line: 1401,
    quote: '（10-20 数据集）',
    what: 'datasets of the standard configuration',
    stated: '10..20 datasets',
    check: unverifiable('A premise; 10.2 says 5–20.'),
  },
  {
    id: '10.1.2-k',
    line: 1403,
    quote: '2-3 人团队协作',
    what: 'people',
    stated: '2..3 people',
    check: unverifiable('A premise.'),
  },
  {
    id: '10.1.2-a',
    line: 1412,
    quote: '$180（CPU Spot）',
    what: 'two t3.xlarge as spot machines',
    stated: '180 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/ec2/t3.xlarge/spot@us-east-1', { machines: 2 })),
  },
  {
    id: '10.1.2-b',
    line: 1412,
    quote: '$80（GPU Spot）',
    what: 'a g4dn.xlarge as a spot machine',
    stated: '80 USD a month',
    check: machineHours('g4dn.xlarge', 'spot', 1, 80),
  },
  {
    id: '10.1.2-c',
    line: 1413,
    quote: '$5（S3）',
    what: '50 GB of S3',
    stated: '5 USD a month',
    check: (catalogue) => worked(storage(catalogue, [50, 'aws/s3/standard/storage@us-east-1'])),
  },
  {
    id: '10.1.2-d',
    line: 1413,
    quote: '$10（EBS）',
    what: '100 GB of EBS',
    stated: '10 USD a month',
    check: (catalogue) => worked(storage(catalogue, [100, 'aws/ebs/gp3/storage@us-east-1'])),
  },
  {
    id: '10.1.2-e',
    line: 1413,
    quote: '$15（EFS）',
    what: '50 GB of EFS',
    stated: '15 USD a month',
    check: (catalogue) => worked(storage(catalogue, [50, 'aws/efs/standard/storage@us-east-1'])),
  },
  {
    id: '10.1.2-f',
    line: 1414,
    quote: 'API：$350-500',
    what: '50M tokens, 1 % of them output',
    stated: '350..500 USD a month',
    check: (catalogue) =>
      worked(tokens(catalogue, 50e6, 'gpt-4.1-mini', 'gpt-4o', 0.01), {
        note: 'From GPT-4.1-mini to GPT-4o.',
      }),
  },
  {
    id: '10.1.2-g',
    line: 1415,
    quote: '数据库：$20',
    what: 'RDS db.t3.small',
    stated: '20 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/rds-postgres/db.t3.small/instance@us-east-1')),
  },
  {
    id: '10.1.2-h',
    line: 1416,
    quote: '网络：$15',
    what: 'the transfer of 4.3.1',
    stated: '15 USD a month',
    check: TRANSFER,
  },
  {
    id: '10.1.2-i',
    line: 1417,
    quote: '总计：$675-825/月',
    what: 'total of the stated lines',
    stated: '675..825 USD a month',
    check: sumOf(partsOf(STANDARD)),
  },
  {
    id: '10.1.2-l',
    line: 1408,
    quote: 'OpenAI（50M tokens）',
    what: 'tokens',
    stated: '50M tokens a month',
    check: unverifiable('A premise: 15 runs of EventQA 64K as in 4.1.1 have 48.8M.'),
  },
  {
    id: '10.1.3-l',
    line: 1421,
    quote: '（50+ 数据集组合）',
    what: 'combinations of the full configuration',
    stated: '>= 50 combinations',
    check: unverifiable('A premise; 10.2 says more than 20 datasets.'),
  },
  {
    id: '10.1.3-a',
    line: 1434,
    quote: '$400（EKS + CPU 节点）',
    what: 'EKS and 2 to 10 t3.xlarge',
    stated: '400 USD a month',
    check: (catalogue) => {
      const plane = monthOf(catalogue, 'aws/eks/cluster/control-plane@us-east-1').low;
      const node = monthOf(catalogue, ON_DEMAND('aws', 't3.xlarge')).low;
      return worked(
        span(`${plane} + 2 to 10 × ${formatNumber(node)}`, plane + 2 * node, plane + 10 * node),
      );
    },
  },
  {
    id: '10.1.3-b',
    line: 1434,
    quote: '$600（GPU 实例）',
    what: 'four g5.xlarge on demand',
    stated: '600 USD a month',
    check: machineHours('g5.xlarge', 'on-demand', 4, 600),
  },
  {
    id: '10.1.3-c',
    line: 1435,
    quote: '$20（S3 Standard）',
    what: '200 GB of S3',
    stated: '20 USD a month',
    check: (catalogue) => worked(storage(catalogue, [200, 'aws/s3/standard/storage@us-east-1'])),
  },
  {
    id: '10.1.3-d',
    line: 1435,
    quote: '$10（S3 Glacier）',
    what: '1 TB of S3 Glacier',
    stated: '10 USD a month',
    check: (catalogue) =>
      worked(
        GLACIER.map((name) =>
          gigabyteMonths(catalogue, `aws/s3/${name}/storage@us-east-1`, 1000, name),
        ),
      ),
  },
  {
    id: '10.1.3-e',
    line: 1435,
    quote: '$50（EBS/EFS）',
    what: 'disks',
    stated: '50 USD a month',
    check: unverifiable('The sizes are not said.'),
  },
  {
    id: '10.1.3-f',
    line: 1436,
    quote: 'API：$2000-3000',
    what: '200M tokens, 1 % of them output',
    stated: '2000..3000 USD a month',
    check: (catalogue) =>
      worked(tokens(catalogue, 200e6, 'gpt-4o', 'claude-3-7-sonnet-20250219', 0.01), {
        note: 'From GPT-4o to Claude 3.7 Sonnet.',
      }),
  },
  {
    id: '10.1.3-g',
    line: 1437,
    quote: '$150（RDS）',
    what: 'RDS db.m5.large',
    stated: '150 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/rds-postgres/db.m5.large/instance@us-east-1'), {
        note: 'Storage comes on top; its size is not said.',
      }),
  },
  {
    id: '10.1.3-h',
    line: 1437,
    quote: '$50（Redis）',
    what: 'ElastiCache cache.t3.medium',
    stated: '50 USD a month',
    check: months('aws/elasticache/cache.t3.medium/instance@us-east-1'),
  },
  {
    id: '10.1.3-i',
    line: 1438,
    quote: '$150（Datadog）',
    what: 'Datadog Pro on 10 hosts',
    stated: '150 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'datadog/monitoring/infrastructure-pro/month@global');
      return listed(item(`10 hosts × ${rate}`, 10 * rate));
    },
  },
  {
    id: '10.1.3-j',
    line: 1439,
    quote: '网络：$100',
    what: 'transfer',
    stated: '100 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'aws/transfer/internet/out@us-east-1');
      return {
        kind: 'unverifiable',
        because: `The amount is not said: at ${rate} it is ${formatNumber(100 / rate)} GB; 4.3.1 has 6.`,
      };
    },
  },
  {
    id: '10.1.3-k',
    line: 1440,
    quote: '总计：$3530-4530/月',
    what: 'total of the stated lines',
    stated: '3530..4530 USD a month',
    check: sumOf(partsOf(FULL)),
  },
  {
    id: '10.1.3-m',
    line: 1429,
    quote: '（200M tokens）',
    what: 'tokens',
    stated: '200M tokens a month',
    check: unverifiable('A premise: 62 runs of EventQA 64K as in 4.1.1 have 201M.'),
  },
];
