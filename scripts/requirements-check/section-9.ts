import { item, months, ON_DEMAND, price, unverifiable, worked } from './checks.ts';
import type { Claim } from './claim.ts';

/** Chapter 9: backups. */
export const SECTION_9: readonly Claim[] = [
  {
    id: '9.1.1-a',
    line: 1293,
    quote: '$0.00099/GB/月',
    what: 'Glacier Deep Archive',
    stated: '0.00099 USD/GB-month',
    check: price('aws/s3/deep-archive/storage@us-east-1'),
  },
  {
    id: '9.1.2-a',
    line: 1313,
    quote: '-mtime +30',
    what: 'days that results stay on the machine',
    stated: '30 days',
    check: unverifiable('A choice.'),
  },
  {
    id: '9.1.2-b',
    line: 1319,
    quote: '0 2 * * *',
    what: 'hours between backups of results',
    stated: '24 hours',
    check: () => worked(item('one a day, at 02:00', 24)),
  },
  {
    id: '9.2.1-a',
    line: 1334,
    quote: 'S3 跨区域复制：$0.02/GB',
    what: 'replication to another region',
    stated: '0.02 USD/GB',
    check: price('aws/transfer/inter-region/out@us-east-1'),
  },
  {
    id: '9.2.1-b',
    line: 1335,
    quote: '$10-20/月',
    what: 'a small machine that stands by',
    stated: '10..20 USD a month',
    check: months(ON_DEMAND('aws', 't3.small')),
  },
  {
    id: '9.2.2-a',
    line: 1344,
    quote: '< 15 分钟',
    what: 'time to be back',
    stated: '< 15 minutes',
    check: unverifiable('Needs a drill; the image alone has 15 GB to fetch.'),
  },
  {
    id: '9.2.2-b',
    line: 1345,
    quote: '< 1 小时',
    what: 'work that may be lost',
    stated: '< 1 hours',
    check: () =>
      worked(
        [item('hourly backup of 3.3.1', 1, 'Letta'), item('daily backup of 9.1.2', 24, 'results')],
        {
          note: 'Unless results are replicated as they are written.',
        },
      ),
  },
];
