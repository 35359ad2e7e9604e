import { DAYS_PER_MONTH, HOURS_PER_MONTH } from '../../src/cost/formulas/hours.ts';
import {
  item,
  listed,
  listedMonth,
  machine,
  monthOf,
  price,
  span,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Claim } from './claim.ts';
import { fact, VENDOR_FACTS } from './vendor-facts.ts';

/** Chapters 3.3 and 3.4: databases and results. */
export const SECTION_3_RESULTS: readonly Claim[] = [
  {
    id: '3.3.1-a',
    line: 295,
    quote: '每个代理状态：10-50 MB',
    what: 'state of a Letta agent',
    stated: '10..50 MB',
    check: unverifiable('Needs a measurement.'),
  },
  {
    id: '3.3.1-b',
    line: 296,
    quote: '100 个实验：1-5 GB',
    what: 'states of 100 experiments',
    stated: '1..5 GB',
    check: () => worked(span('100 × 10–50 MB', 1, 5)),
  },
  {
    id: '3.3.1-c',
    line: 305,
    quote: '*/60 * * * *',
    what: 'minutes between backups',
    stated: '60 minutes',
    check: () =>
      worked(item('60 / 1 a matching minute of the hour', 60), {
        note: '“*/60” means minute 0. 720 full copies a month are kept; nothing deletes them.',
      }),
  },
  {
    id: '3.3.2-a',
    line: 312,
    quote: 'db.t3.small（2 vCPU，2 GB）',
    what: 'what t3.small has',
    stated: '2 / 2 vCPU, GB',
    check: machine('aws', 't3.small', ['vcpu', 'memory']),
  },
  {
    id: '3.3.2-b',
    line: 313,
    quote: 'Basic B1ms（1 vCPU，2 GB）',
    what: 'what Standard_B1ms has',
    stated: '1 / 2 vCPU, GB',
    check: machine('azure', 'Standard_B1ms', ['vcpu', 'memory']),
  },
  {
    id: '3.3.2-c',
    line: 314,
    quote: 'db-f1-micro（共享 vCPU，0.6 GB）',
    what: 'memory of db-f1-micro',
    stated: '0.6 GB',
    check: fact('cloudSqlMicroGigabytes'),
  },
  {
    id: '3.3.2-d',
    line: 316,
    quote: '$15-30/月',
    what: 'the AWS one of these databases',
    stated: '15..30 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/rds-postgres/db.t3.small/instance@us-east-1')),
  },
  {
    id: '3.3.3-a',
    line: 329,
    quote: 'db.r5.large 起，约 $200/月',
    what: 'Neptune',
    stated: '200 USD a month',
    check: listedMonth('aws/neptune/db.r5.large/instance@us-east-1'),
  },
  {
    id: '3.3.3-b',
    line: 330,
    quote: '400 RU/s 起，约 $24/月',
    what: 'Cosmos DB, 400 RU/s',
    stated: '24 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'azure/cosmos-db/100-ru-s/throughput@westus');
      return listed(item(`4 × ${rate} × ${HOURS_PER_MONTH} h`, 4 * rate * HOURS_PER_MONTH));
    },
  },
  {
    id: '3.3.3-c',
    line: 331,
    quote: '$65/月起（8 GB 内存）',
    what: 'Neo4j Aura, 8 GB',
    stated: '65 USD a month',
    check: price('neo4j/aura/professional/month@global'),
  },
  {
    id: '3.4.1-a',
    line: 345,
    quote: '单个实验结果：1-10 MB',
    what: 'a result file',
    stated: '1..10 MB',
    check: unverifiable('Depends on the run.'),
  },
  {
    id: '3.4.1-b',
    line: 346,
    quote: '100 MB - 1 GB',
    what: '100 of them',
    stated: '100..1000 MB',
    check: () => worked(span('100 × 1–10 MB', 100, 1000)),
  },
  {
    id: '3.4.1-c',
    line: 347,
    quote: '一年实验累积：5-20 GB',
    what: 'a year of them',
    stated: '5..20 GB',
    check: () =>
      worked(span('50 runs × 12 months × 1–10 MB', 0.6, 6), {
        note: '50 runs a month are those of 1.4.',
      }),
  },
  {
    id: '3.4.1-d',
    line: 350,
    quote: '$0.0125/GB/月',
    what: 'S3 Standard-IA',
    stated: '0.0125 USD/GB-month',
    check: price('aws/s3/standard-ia/storage@us-east-1'),
  },
  {
    id: '3.4.1-e',
    line: 351,
    quote: '成本：$0.25-2.50/月',
    what: 'a year of results there',
    stated: '0.25..2.50 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'aws/s3/standard-ia/storage@us-east-1');
      return worked(span(`5–20 GB × ${rate}`, 5 * rate, 20 * rate), {
        note: '2.50 would be 200 GB.',
      });
    },
  },
  {
    id: '3.4.2-a',
    line: 357,
    quote: '每个查询：10-100 KB',
    what: 'retrieved text of a question',
    stated: '10..100 KB',
    check: () =>
      worked(
        item(
          '10 chunks × 4096 tokens × 4.3 bytes / 1000',
          (10 * 4096 * VENDOR_FACTS.bytesPerToken.value) / 1000,
        ),
      ),
  },
  {
    id: '3.4.2-b',
    line: 358,
    quote: '1000 个查询：10-100 MB',
    what: 'that of 1,000 questions',
    stated: '10..100 MB',
    check: () => worked(span('1000 × 10–100 KB', 10, 100)),
  },
  {
    id: '3.4.2-c',
    line: 359,
    quote: '100 MB - 1 GB',
    what: 'that of 10,000 questions',
    stated: '100..1000 MB',
    check: () => worked(span('10,000 × 10–100 KB', 100, 1000)),
  },
  {
    id: '3.4.2-d',
    line: 362,
    quote: '30 天前的缓存',
    what: 'days that they are kept',
    stated: '30 days',
    check: unverifiable('A choice.'),
  },
  {
    id: '3.4.3-a',
    line: 367,
    quote: '应用日志：约 10-50 MB/天',
    what: 'logs of the program',
    stated: '10..50 MB a day',
    check: unverifiable('Depends on the run.'),
  },
  {
    id: '3.4.3-b',
    line: 368,
    quote: '约 5-20 MB/天',
    what: 'logs of calls',
    stated: '5..20 MB a day',
    check: unverifiable('Depends on the run.'),
  },
  {
    id: '3.4.3-c',
    line: 369,
    quote: '约 1-5 GB/月',
    what: 'metrics',
    stated: '1..5 GB a month',
    check: unverifiable('Depends on how much is measured.'),
  },
  {
    id: '3.4.3-d',
    line: 372,
    quote: '$0.50/GB 摄取 + $0.03/GB 存储',
    what: 'CloudWatch Logs: taken in, and kept',
    stated: '0.50 / 0.03 USD/GB, USD/GB-month',
    check: price(
      'aws/cloudwatch-logs/standard/ingest@us-east-1',
      'aws/cloudwatch-logs/standard/storage@us-east-1',
    ),
  },
  {
    id: '3.4.3-e',
    line: 373,
    quote: '前 50 GB/月免费',
    what: 'Cloud Logging, free',
    stated: '50 GB a month',
    check: fact('cloudLoggingFreeGigabytes'),
  },
  {
    id: '3.4.3-f',
    line: 376,
    quote: '$10-30/月',
    what: 'logs and metrics',
    stated: '10..30 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'aws/cloudwatch-logs/standard/ingest@us-east-1');
      const cost = (mbADay: number, gb: number): number =>
        ((mbADay * DAYS_PER_MONTH) / 1000 + gb) * rate;
      const text = `(15–70 MB a day × 30.42 days + 1–5 GB) × ${rate}`;
      return worked(span(text, cost(15, 1), cost(70, 5)));
    },
  },
];
