import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { lambdaBreakEvenCalls } from '../../src/cost/formulas/break-even-calls.ts';
import { DAYS_PER_MONTH, HOURS_PER_MONTH } from '../../src/cost/formulas/hours.ts';
import { breakEvenUse } from '../../src/cost/formulas/machines.ts';
import {
  fargateBreakEvenHoursPerDay,
  fargateUsdPerHour,
  type LambdaPrices,
  lambdaUsdPerMonth,
} from '../../src/cost/formulas/serverless.ts';
import {
  item,
  listed,
  listedMonth,
  machine,
  monthOf,
  months,
  ON_DEMAND,
  price,
  savingsOf,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Check, Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';
import { fact } from './vendor-facts.ts';

function lambdaPrices(catalogue: Catalogue): LambdaPrices {
  const [usdPerMillionRequests, usdPerGbSecond] = ['requests', 'duration'].map((meter) =>
    usd(catalogue, `aws/lambda/x86/${meter}@us-east-1`),
  ) as [number, number];
  return { usdPerMillionRequests, usdPerGbSecond, freeRequests: 0, freeGbSeconds: 0 };
}

/** A million calls with 512 MB, the free allowance left out. */
function lambda(catalogue: Catalogue, seconds: number): Item {
  const prices = lambdaPrices(catalogue);
  const work = { requests: 1e6, seconds, memoryGb: 0.5 };
  return item(
    `${prices.usdPerMillionRequests} + 1M × ${seconds} s × 0.5 GB × ${prices.usdPerGbSecond}`,
    lambdaUsdPerMonth(work, prices, { free: false }),
  );
}

/** An hour of a task of 4 vCPU and 8 GB. */
function fargate(catalogue: Catalogue): Item {
  const [usdPerVcpuHour, usdPerGbHour] = ['vcpu', 'memory'].map((meter) =>
    usd(catalogue, `aws/fargate/linux-x86/${meter}@us-east-1`),
  ) as [number, number];
  return item(
    `(4 × ${usdPerVcpuHour} + 8 × ${usdPerGbHour})`,
    fargateUsdPerHour(4, 8, { usdPerVcpuHour, usdPerGbHour }),
  );
}

const CDN: Check = (catalogue) => {
  const [direct, cdn, free] = [
    'aws/transfer/internet/out@us-east-1',
    'aws/cloudfront/us-eu/out@us-east-1',
    'aws/cloudfront/us-eu/free-out@us-east-1',
  ].map((id) => usd(catalogue, id)) as [number, number, number];
  const gigabytes = 5 * 10 * DAYS_PER_MONTH;
  return {
    kind: 'unverifiable',
    because:
      `A policy. 5 GB ten times a day: ${formatNumber(gigabytes * direct)} USD a month from S3, ` +
      `${formatNumber((gigabytes - free) * cdn)} from CloudFront after its free ${free} GB.`,
  };
};

/** Chapter 8: paying less. */
export const SECTION_8: readonly Claim[] = [
  {
    id: '8.1.1-a',
    line: 1133,
    quote: '1 年承诺：节省 30-40%',
    what: 'what a year’s commitment saves',
    stated: '30..40 %',
    check: savingsOf([
      ['t3.xlarge', 'aws/ec2/t3.xlarge/reserved-1y@us-east-1', ON_DEMAND('aws', 't3.xlarge')],
    ]),
  },
  {
    id: '8.1.1-b',
    line: 1134,
    quote: '3 年承诺：节省 50-60%',
    what: 'what three years’ save',
    stated: '50..60 %',
    check: savingsOf(
      [['t3.xlarge', 'aws/ec2/t3.xlarge/reserved-3y@us-east-1', ON_DEMAND('aws', 't3.xlarge')]],
      'All paid upfront.',
    ),
  },
  {
    id: '8.1.1-c',
    line: 1130,
    quote: '> 6 个月',
    what: 'months of use from which a year’s commitment pays',
    stated: '6 months',
    check: (catalogue) => {
      const [committed, list] = [
        usd(catalogue, 'aws/ec2/t3.xlarge/reserved-1y@us-east-1'),
        usd(catalogue, ON_DEMAND('aws', 't3.xlarge')),
      ];
      return worked(item(`12 × ${committed} / ${list}`, 12 * breakEvenUse(committed, list)));
    },
  },
  {
    id: '8.1.1-d',
    line: 1141,
    quote: '$121.44/月',
    what: 't3.xlarge on demand',
    stated: '121.44 USD a month',
    check: months(ON_DEMAND('aws', 't3.xlarge')),
  },
  {
    id: '8.1.1-e',
    line: 1142,
    quote: '1 年预留（部分预付）：$78.84/月',
    what: 't3.xlarge, a year, partly upfront',
    stated: '78.84 USD a month',
    check: listedMonth('aws/ec2/t3.xlarge/reserved-1y@us-east-1'),
  },
  {
    id: '8.1.1-f',
    line: 1142,
    quote: '节省 $42.60',
    what: 'what that saves, by the stated prices',
    stated: '42.60 USD a month',
    check: () => worked(item('121.44 − 78.84', 121.44 - 78.84)),
  },
  {
    id: '8.1.1-g',
    line: 1143,
    quote: '3 年预留（全额预付）：$51.84/月',
    what: 't3.xlarge, three years, all upfront',
    stated: '51.84 USD a month',
    check: listedMonth('aws/ec2/t3.xlarge/reserved-3y@us-east-1'),
  },
  {
    id: '8.1.1-h',
    line: 1143,
    quote: '节省 $69.60',
    what: 'what that saves, by the stated prices',
    stated: '69.60 USD a month',
    check: () => worked(item('121.44 − 51.84', 121.44 - 51.84)),
  },
  {
    id: '8.1.2-a',
    line: 1151,
    quote: '50% 使用量',
    what: 'use that a savings plan covers',
    stated: '50 %',
    check: unverifiable('A policy; `mab plan` has the break-even.'),
  },
  {
    id: '8.2.1-a',
    line: 1166,
    quote: '"SpotPrice": "0.036"',
    what: 'bid for t3.xlarge, against the market',
    stated: '0.036 USD an hour',
    check: (catalogue) => ({
      ...price('aws/ec2/t3.xlarge/spot@us-east-1')(catalogue),
      note: 'No machine starts below the market’s price; without a bid it is capped at the list’s.',
    }),
  },
  {
    id: '8.2.1-b',
    line: 1171,
    quote: '"SpotPrice": "0.032"',
    what: 'bid for t3a.xlarge, against the market',
    stated: '0.032 USD an hour',
    check: (catalogue) => ({
      ...price('aws/ec2/t3a.xlarge/spot@us-east-1')(catalogue),
      note: 'No machine starts below the market’s price; without a bid it is capped at the list’s.',
    }),
  },
  {
    id: '8.2.1-c',
    line: 1176,
    quote: '"SpotPrice": "0.038"',
    what: 'bid for t2.xlarge, against the market',
    stated: '0.038 USD an hour',
    check: (catalogue) => ({
      ...price('aws/ec2/t2.xlarge/spot@us-east-1')(catalogue),
      note: 'No machine starts below the market’s price; without a bid it is capped at the list’s.',
    }),
  },
  {
    id: '8.2.1-d',
    line: 1161,
    quote: '"TargetCapacity": 20',
    what: 'units of the fleet',
    stated: '20 units',
    check: () => worked(item('5 machines × 4', 5 * 4)),
  },
  {
    id: '8.2.1-e',
    line: 1162,
    quote: '"SpotPrice": "0.50"',
    what: 'bid for a unit of the fleet',
    stated: '0.50 USD an hour',
    check: (catalogue) => {
      const list = usd(catalogue, ON_DEMAND('aws', 't3.xlarge'));
      return {
        kind: 'unverifiable',
        because: `For a unit: 2.00 for a machine of 4, where the list says ${list}. It never binds.`,
      };
    },
  },
  {
    id: '8.2.1-f',
    line: 1167,
    quote: '"WeightedCapacity": 4',
    what: 'weight of t3.xlarge: its vCPU',
    stated: '4 vCPU',
    check: machine('aws', 't3.xlarge', ['vcpu']),
  },
  {
    id: '8.2.1-g',
    line: 1172,
    quote: '"WeightedCapacity": 4',
    what: 'weight of t3a.xlarge: its vCPU',
    stated: '4 vCPU',
    check: machine('aws', 't3a.xlarge', ['vcpu']),
  },
  {
    id: '8.2.1-h',
    line: 1177,
    quote: '"WeightedCapacity": 4',
    what: 'weight of t2.xlarge: its vCPU',
    stated: '4 vCPU',
    check: machine('aws', 't2.xlarge', ['vcpu']),
  },
  {
    id: '8.2.2-a',
    line: 1202,
    quote: '提前 2 分钟',
    what: 'notice before a spot machine goes',
    stated: '2 minutes',
    check: fact('awsSpotNoticeMinutes'),
  },
  {
    id: '8.3.1-a',
    line: 1232,
    quote: '$7.50/月',
    what: 't3.micro, never stopped',
    stated: '7.50 USD a month',
    check: months(ON_DEMAND('aws', 't3.micro')),
  },
  {
    id: '8.3.1-b',
    line: 1233,
    quote: '（1M 调用，每次 512 MB-s）**：$0.83/月',
    what: 'Lambda: 1M calls of 1 s with 512 MB',
    stated: '0.83 USD a month',
    check: (catalogue) => {
      const short = lambda(catalogue, 0.1);
      return worked(lambda(catalogue, 1), {
        note: `Calls of 0.1 s: ${formatNumber(short.low)}, of that 0.83 without the requests.`,
      });
    },
  },
  {
    id: '8.3.1-c',
    line: 1236,
    quote: '短时间任务（< 15 分钟）',
    what: 'longest call of Lambda',
    stated: '15 minutes',
    check: fact('lambdaMinutes'),
  },
  {
    id: '8.3.1-d',
    line: 1237,
    quote: '< 100K/月',
    what: 'calls up to which Lambda is cheaper than t3.micro',
    stated: '100K calls a month',
    check: (catalogue) => {
      const machine = monthOf(catalogue, ON_DEMAND('aws', 't3.micro')).low;
      const prices = lambdaPrices(catalogue);
      const one = { seconds: 1, memoryGb: 0.5 };
      const calls = lambdaBreakEvenCalls(machine, one, prices, { free: false });
      return worked(item(`${formatNumber(machine)} / the price of such a call`, calls));
    },
  },
  {
    id: '8.3.2-a',
    line: 1246,
    quote: '成本对比（4 vCPU，8 GB 内存）',
    what: 'size of both machines that are compared',
    stated: '4 / 8 vCPU, GB',
    check: (catalogue) => ({
      ...machine('aws', 't3.xlarge', ['vcpu', 'memory'])(catalogue),
      note: 'A Fargate task of 8 GB is held against a machine of 16 GB.',
    }),
  },
  {
    id: '8.3.2-b',
    line: 1247,
    quote: 'EC2 t3.xlarge**：$121.44/月（24/7）',
    what: 't3.xlarge, never stopped',
    stated: '121.44 USD a month',
    check: months(ON_DEMAND('aws', 't3.xlarge')),
  },
  {
    id: '8.3.2-c',
    line: 1248,
    quote: '$177.12/月（24/7）',
    what: 'Fargate, 4 vCPU, 8 GB, never stopped',
    stated: '177.12 USD a month',
    check: (catalogue) => {
      const hour = fargate(catalogue);
      return listed(item(`${hour.formula} × ${HOURS_PER_MONTH} h`, hour.low * HOURS_PER_MONTH));
    },
  },
  {
    id: '8.3.2-d',
    line: 1248,
    quote: '$5.90/天（8 小时/天）',
    what: 'the same, 8 hours a day',
    stated: '5.90 USD a day',
    check: (catalogue) => {
      const day = 8 * fargate(catalogue).low;
      return worked(item('8 h × the same', day), {
        usdAMonth: (day - 5.9) * DAYS_PER_MONTH,
        note: '5.90 is 24 hours of the stated 177.12 a month.',
      });
    },
  },
  {
    id: '8.3.2-e',
    line: 1251,
    quote: '< 8 小时/天）：Fargate 更经济',
    what: 'use up to which Fargate is cheaper',
    stated: '8 hours a day',
    check: (catalogue) => {
      const [hour, list] = [fargate(catalogue).low, usd(catalogue, ON_DEMAND('aws', 't3.xlarge'))];
      const most = formatNumber(fargateBreakEvenHoursPerDay(hour, list));
      return {
        kind: 'unverifiable',
        because:
          `Against what is not said: against a t3.xlarge that never stops below ${most} hours a day, ` +
          `against one that is stopped never (${formatNumber(hour)} to ${list} an hour).`,
      };
    },
  },
  {
    id: '8.3.2-f',
    line: 1244,
    quote: '快速启动（< 1 分钟）',
    what: 'start of a Fargate task',
    stated: '< 1 minutes',
    check: unverifiable('Needs a measurement; the image of 15 GB has to be fetched each time.'),
  },
  {
    id: '8.4.1-a',
    line: 1260,
    quote: '$0.09/GB',
    what: 'from S3 to the internet',
    stated: '0.09 USD/GB',
    check: price('aws/transfer/internet/out@us-east-1'),
  },
  {
    id: '8.4.1-b',
    line: 1261,
    quote: '$0.085/GB（10 TB 内）',
    what: 'from CloudFront',
    stated: '0.085 USD/GB',
    check: price('aws/cloudfront/us-eu/out@us-east-1'),
  },
  {
    id: '8.4.1-c',
    line: 1265,
    quote: '访问频率 > 10 次/天',
    what: 'downloads from which CloudFront pays',
    stated: '> 10 a day',
    check: CDN,
  },
  {
    id: '8.4.1-d',
    line: 1264,
    quote: '数据集 > 1 GB',
    what: 'size from which CloudFront pays',
    stated: '> 1 GB',
    check: unverifiable('A policy; the price by the GB is lower at any size.'),
  },
  {
    id: '8.4.2-a',
    line: 1271,
    quote: '$0.04/GB（美国）或 $0.08/GB（欧洲/亚洲）',
    what: 'S3 Transfer Acceleration',
    stated: '0.04 / 0.08 USD/GB',
    check: price(
      'aws/s3/transfer-acceleration/us-eu-jp@us-east-1',
      'aws/s3/transfer-acceleration/elsewhere@us-east-1',
    ),
  },
  {
    id: '8.4.2-b',
    line: 1273,
    quote: '50-500% 速度提升',
    what: 'what it speeds up',
    stated: '50..500 %',
    check: unverifiable('Needs a measurement.'),
  },
];
