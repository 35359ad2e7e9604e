import { leastSeconds } from '../../src/cost/formulas/tokens.ts';
import { item, machine, months, ON_DEMAND, savingsOf, unverifiable, worked } from './checks.ts';
import type { Check, Claim } from './claim.ts';
import { formatNumber } from './format.ts';

const SPOT = savingsOf(
  [
    ['t3.xlarge', 'aws/ec2/t3.xlarge/spot@us-east-1', ON_DEMAND('aws', 't3.xlarge')],
    [
      'n2-standard-4',
      'gcp/compute/n2-standard-4/spot@us-central1',
      ON_DEMAND('gcp', 'n2-standard-4'),
    ],
    [
      'Standard_D4s_v3',
      'azure/vm/Standard_D4s_v3/spot@eastus',
      ON_DEMAND('azure', 'Standard_D4s_v3'),
    ],
  ],
  'The source of Azure’s spot price is weak.',
);

const BM25_TIME: Check = () => {
  const minutes = (calls: number): string =>
    formatNumber(leastSeconds({ tokens: 0, calls, latencySeconds: 2, parallel: 1 }) / 60);
  return {
    kind: 'unverifiable',
    because:
      `Depends on the model’s latency, which is not said. At 2 s a question: ${minutes(50)} ` +
      `minutes for the 50 questions of 4.1.1, ${minutes(500)} for all 500.`,
  };
};

/** Chapter 2: machines without cards, and how work is shared (2.2 is in a file of its own). */
export const SECTION_2_CPU: readonly Claim[] = [
  {
    id: '2.1.1-a',
    line: 41,
    quote: 't3.xlarge（4 vCPU，16 GB RAM）',
    what: 'what t3.xlarge has',
    stated: '4 / 16 vCPU, GB',
    check: machine('aws', 't3.xlarge', ['vcpu', 'memory']),
  },
  {
    id: '2.1.1-b',
    line: 42,
    quote: 'Standard_D4s_v3（4 vCPU，16 GB RAM）',
    what: 'what Standard_D4s_v3 has',
    stated: '4 / 16 vCPU, GB',
    check: machine('azure', 'Standard_D4s_v3', ['vcpu', 'memory']),
  },
  {
    id: '2.1.1-c',
    line: 43,
    quote: 'n2-standard-4（4 vCPU，16 GB RAM）',
    what: 'what n2-standard-4 has',
    stated: '4 / 16 vCPU, GB',
    check: machine('gcp', 'n2-standard-4', ['vcpu', 'memory']),
  },
  {
    id: '2.1.1-d',
    line: 45,
    quote: '约 $120-150/月（按需实例）',
    what: 'these machines, never stopped',
    stated: '120..150 USD a month',
    check: months(
      ON_DEMAND('aws', 't3.xlarge'),
      ON_DEMAND('azure', 'Standard_D4s_v3'),
      ON_DEMAND('gcp', 'n2-standard-4'),
    ),
  },
  {
    id: '2.1.1-e',
    line: 48,
    quote: '节省 60-70% 成本',
    what: 'what spot machines save',
    stated: '60..70 %',
    check: SPOT,
  },
  {
    id: '2.1.2-a',
    line: 57,
    quote: 'c6i.2xlarge（8 vCPU，16 GB RAM）',
    what: 'what c6i.2xlarge has',
    stated: '8 / 16 vCPU, GB',
    check: machine('aws', 'c6i.2xlarge', ['vcpu', 'memory']),
  },
  {
    id: '2.1.2-b',
    line: 58,
    quote: 'Standard_F8s_v2（8 vCPU，16 GB RAM）',
    what: 'what Standard_F8s_v2 has',
    stated: '8 / 16 vCPU, GB',
    check: machine('azure', 'Standard_F8s_v2', ['vcpu', 'memory']),
  },
  {
    id: '2.1.2-c',
    line: 59,
    quote: 'c2-standard-8（8 vCPU，32 GB RAM）',
    what: 'what c2-standard-8 has',
    stated: '8 / 32 vCPU, GB',
    check: machine('gcp', 'c2-standard-8', ['vcpu', 'memory']),
  },
  {
    id: '2.1.2-d',
    line: 61,
    quote: '约 $200-280/月',
    what: 'these machines, never stopped',
    stated: '200..280 USD a month',
    check: months(
      ON_DEMAND('aws', 'c6i.2xlarge'),
      ON_DEMAND('azure', 'Standard_F8s_v2'),
      ON_DEMAND('gcp', 'c2-standard-8'),
    ),
  },
  {
    id: '2.1.2-e',
    line: 64,
    quote: '约 15 分钟',
    what: 'EventQA 64K with BM25 on one machine',
    stated: '15 minutes',
    check: BM25_TIME,
  },
  {
    id: '2.1.2-f',
    line: 65,
    quote: '4 并行实例：完成 20 个数据集组合仅需 1-2 小时',
    what: '20 such runs on 4 machines',
    stated: '1..2 hours',
    check: () => worked(item('20 runs × 15 min / 4 machines / 60', (20 * 15) / 4 / 60)),
  },
  {
    id: '2.1.3-a',
    line: 73,
    quote: 'm6i.2xlarge（8 vCPU，32 GB RAM）',
    what: 'what m6i.2xlarge has',
    stated: '8 / 32 vCPU, GB',
    check: machine('aws', 'm6i.2xlarge', ['vcpu', 'memory']),
  },
  {
    id: '2.1.3-b',
    line: 74,
    quote: 'Standard_E8s_v3（8 vCPU，64 GB RAM）',
    what: 'what Standard_E8s_v3 has',
    stated: '8 / 64 vCPU, GB',
    check: machine('azure', 'Standard_E8s_v3', ['vcpu', 'memory']),
  },
  {
    id: '2.1.3-c',
    line: 75,
    quote: 'n2-highmem-8（8 vCPU，64 GB RAM）',
    what: 'what n2-highmem-8 has',
    stated: '8 / 64 vCPU, GB',
    check: machine('gcp', 'n2-highmem-8', ['vcpu', 'memory']),
  },
  {
    id: '2.1.3-d',
    line: 77,
    quote: '约 $300-420/月',
    what: 'these machines, never stopped',
    stated: '300..420 USD a month',
    check: months(
      ON_DEMAND('aws', 'm6i.2xlarge'),
      ON_DEMAND('azure', 'Standard_E8s_v3'),
      ON_DEMAND('gcp', 'n2-highmem-8'),
    ),
  },
  {
    id: '2.1.3-e',
    line: 70,
    quote: '需要更大内存（32+ GB）',
    what: 'memory for Letta, Mem0, Cognee',
    stated: '>= 32 GB',
    check: unverifiable('Needs a measurement. The recommended machines have 32 GB and more.'),
  },
  {
    id: '2.1.3-f',
    line: 80,
    quote: '挂载 EBS/持久磁盘（10-50 GB）',
    what: 'disk for Letta',
    stated: '10..50 GB',
    check: unverifiable('A choice. 3.3.1 needs 1–5 GB for 100 experiments.'),
  },
  {
    id: '2.3.1-a',
    line: 163,
    quote: '理论 4x',
    what: 'speed-up of 4 machines',
    stated: '4 times',
    check: () => worked(item('4 machines / 1', 4)),
  },
  {
    id: '2.3.1-b',
    line: 163,
    quote: '实际 3.5-3.8x',
    what: 'the same in practice',
    stated: '3.5..3.8 times',
    check: unverifiable('Needs a measurement; a limit of tokens a minute may bind first.'),
  },
  {
    id: '2.3.1-c',
    line: 155,
    quote: '--count 4',
    what: 'machines that share the work',
    stated: '4 jobs',
    check: () =>
      worked(item('4 machines × 4 jobs', 16), {
        note: 'All machines get the same script, so every experiment runs and is paid 4 times.',
      }),
  },
  {
    id: '2.3.3-a',
    line: 195,
    quote: '"size": 20',
    what: 'tasks at once under the 256 vCPU of 5.3.1',
    stated: '<= 256 vCPU',
    check: () => worked(item('20 tasks × 4 vCPU', 20 * 4)),
  },
];
