import { embeddingBreakEvenTokens, tokenCost } from '../../src/cost/formulas/tokens.ts';
import {
  item,
  monthOf,
  ON_DEMAND,
  price,
  rateLimit,
  span,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Check, Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';

const BREAK_EVEN: Check = (catalogue) => {
  const month = monthOf(catalogue, ON_DEMAND('aws', 'g4dn.xlarge'), { hoursPerDay: 4 }).low;
  const rate = usd(catalogue, 'openai/models/text-embedding-3-small/input@global');
  const tokens = (machine: number): Item =>
    item(
      `${formatNumber(machine)} a month / ${rate} per 1M`,
      embeddingBreakEvenTokens(machine, rate),
    );
  const always = monthOf(catalogue, ON_DEMAND('aws', 'g4dn.xlarge')).low;
  return worked(tokens(month), {
    note:
      `${formatNumber(tokens(252).low)} with the 252 of above, ${formatNumber(tokens(always).low)} for a ` +
      'machine that never stops. 10.3.2 says 100M.',
  });
};

const LIMIT_BINDS: Check = (catalogue) => {
  const limit = catalogue.rateLimits('gpt-4o').find(({ usageTier }) => usageTier === 4);
  const perMachine = 65_000 * (60 / 5);
  const machines = (tokens: number): string => formatNumber(Math.ceil(tokens / perMachine));
  return {
    kind: 'unverifiable',
    because:
      'Depends on how fast a model answers, which is not said. At 5 s for 65K tokens the limit of ' +
      `tier 4 binds from ${machines(limit?.tokensPerMinute ?? Number.NaN)} machines on, the stated ` +
      `30M from ${machines(30e6)}.`,
  };
};

/** Chapters 4.2 and 4.3: embedding, transfer, limits. */
export const SECTION_4_NETWORK: readonly Claim[] = [
  {
    id: '4.2.1-a',
    line: 467,
    quote: '150 chunks x 4096 tokens = 614K tokens',
    what: 'tokens to embed',
    stated: '614K tokens',
    check: () =>
      worked(item('150 × 4096', 150 * 4096), { note: 'The 5 contexts have 327,680 at most.' }),
  },
  {
    id: '4.2.1-b',
    line: 468,
    quote: 'Text-Embedding-3-Small: $0.012',
    what: 'with text-embedding-3-small',
    stated: '0.012 USD',
    check: (catalogue) => {
      const rate = usd(catalogue, 'openai/models/text-embedding-3-small/input@global');
      return worked(item(`614,400 × ${rate} / 1M`, tokenCost(614_400, rate)));
    },
  },
  {
    id: '4.2.1-c',
    line: 469,
    quote: 'Text-Embedding-3-Large: $0.080',
    what: 'with text-embedding-3-large',
    stated: '0.080 USD',
    check: (catalogue) => {
      const rate = usd(catalogue, 'openai/models/text-embedding-3-large/input@global');
      return worked(item(`614,400 × ${rate} / 1M`, tokenCost(614_400, rate)));
    },
  },
  {
    id: '4.2.1-d',
    line: 472,
    quote: 'Small: $0.24',
    what: '20 datasets of this size',
    stated: '0.24 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'openai/models/text-embedding-3-small/input@global');
      return worked(item(`20 × 614,400 × ${rate} / 1M`, tokenCost(20 * 614_400, rate)), {
        note: 'It is 20 times the rounded 0.012.',
      });
    },
  },
  {
    id: '4.2.1-e',
    line: 473,
    quote: 'Large: $1.60',
    what: '20 datasets of this size',
    stated: '1.60 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'openai/models/text-embedding-3-large/input@global');
      return worked(item(`20 × 614,400 × ${rate} / 1M`, tokenCost(20 * 614_400, rate)));
    },
  },
  {
    id: '4.2.1-f',
    line: 477,
    quote: '节省 > 90%',
    what: 'what kept vectors save',
    stated: '> 90 %',
    check: unverifiable('Depends on use: 1 − 1/n is above 90 % from the 11th use on.'),
  },
  {
    id: '4.2.2-a',
    line: 486,
    quote: 'g4dn.xlarge: $252/月',
    what: 'a machine that embeds',
    stated: '252 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, ON_DEMAND('aws', 'g4dn.xlarge'), { hoursPerDay: 4 }), {
        note: 'At the 4 hours a day of 2.2.1; 252 are 16 hours a day.',
      }),
  },
  {
    id: '4.2.2-b',
    line: 487,
    quote: '（2-5 倍）',
    what: 'how much slower embedding at home is',
    stated: '2..5 times',
    check: () => worked(span('45 to 120 s / 30 s, all of 2.2.1', 45 / 30, 120 / 30)),
  },
  {
    id: '4.2.2-c',
    line: 490,
    quote: '> 10B',
    what: 'tokens a month from which the machine is cheaper',
    stated: '10B tokens a month',
    check: BREAK_EVEN,
  },
  {
    id: '4.3.1-a',
    line: 497,
    quote: '$0.09/GB（前 10 TB/月）',
    what: 'AWS to the internet',
    stated: '0.09 USD/GB',
    check: price('aws/transfer/internet/out@us-east-1'),
  },
  {
    id: '4.3.1-b',
    line: 498,
    quote: '$0.02/GB',
    what: 'AWS between regions',
    stated: '0.02 USD/GB',
    check: price('aws/transfer/inter-region/out@us-east-1'),
  },
  {
    id: '4.3.1-c',
    line: 505,
    quote: '约 $0.50-1.00',
    what: 'transfer',
    stated: '0.50..1.00 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'aws/transfer/internet/out@us-east-1');
      const free = usd(catalogue, 'aws/transfer/internet/free-out@us-east-1');
      return worked(span(`(1–5 GB + 0–1 GB) × ${rate}`, rate, 6 * rate), {
        note: `The first ${free} GB a month are free, so it is 0; what comes in always is.`,
      });
    },
  },
  {
    id: '4.3.1-d',
    line: 501,
    quote: '下载数据集：5 GB',
    what: 'data that is downloaded',
    stated: '5 GB',
    check: unverifiable('An input; it is the upper end of 3.1.1.'),
  },
  {
    id: '4.3.1-e',
    line: 502,
    quote: '上传结果：1-5 GB/月',
    what: 'results that are uploaded',
    stated: '1..5 GB a month',
    check: unverifiable('An input; 3.4.1 says 5–20 GB a year.'),
  },
  {
    id: '4.3.1-f',
    line: 503,
    quote: '< 1 GB/月',
    what: 'requests and replies of APIs',
    stated: '< 1 GB a month',
    check: unverifiable('An input. 250M tokens are about 1 GB.'),
  },
  {
    id: '4.3.2-a',
    line: 509,
    quote: '10,000 RPM',
    what: 'GPT-4o, tier 4: requests a minute',
    stated: '10,000 requests',
    check: rateLimit('gpt-4o', 4, ['requests']),
  },
  {
    id: '4.3.2-b',
    line: 509,
    quote: '30M TPM',
    what: 'GPT-4o, tier 4: tokens a minute',
    stated: '30M tokens',
    check: rateLimit('gpt-4o', 4, ['tokens'], 'A request of 65K tokens is refused below tier 2.'),
  },
  {
    id: '4.3.2-c',
    line: 510,
    quote: '30,000 RPM，200M TPM',
    what: 'GPT-4.1-mini, tier 4: requests and tokens a minute',
    stated: '30,000 / 200M requests, tokens',
    check: rateLimit('gpt-4.1-mini', 4, ['requests', 'tokens']),
  },
  {
    id: '4.3.2-d',
    line: 514,
    quote: '并行 10+ 实例',
    what: 'machines from which the limit binds',
    stated: '10 machines',
    check: LIMIT_BINDS,
  },
  {
    id: '4.3.2-e',
    line: 518,
    quote: 'Tier 5: 80M TPM',
    what: 'GPT-4o, tier 5: tokens a minute',
    stated: '80M tokens',
    check: rateLimit('gpt-4o', 5, ['tokens']),
  },
];
