import { span, sumOf, unverifiable, worked } from './checks.ts';
import type { Check, Claim } from './claim.ts';
import {
  CONFIGURATIONS,
  FULL,
  MINIMAL,
  partsOf,
  STANDARD,
  type StatedConfiguration,
} from './stated-configurations.ts';
import { fact } from './vendor-facts.ts';

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

/** Percent of each configuration of 10.1 that something takes: of its totals, low and high. */
function share(what: (configuration: StatedConfiguration, end: 0 | 1) => number): Check {
  return () =>
    worked(
      Object.entries(CONFIGURATIONS).map(([name, all]) => {
        const total = (end: 0 | 1): number =>
          all.compute + all.gpu + sum(all.storage) + all.api[end] + sum(all.other) + all.network;
        const ends = ([0, 1] as const).map((end) => (100 * what(all, end)) / total(end));
        const text = `${what(all, 0)} of ${total(0)} to ${what(all, 1)} of ${total(1)}`;
        return span(text, Math.min(...ends), Math.max(...ends), name);
      }),
    );
}

/** Chapter 1: what the cloud is needed for, and what it costs. */
export const SECTION_1: readonly Claim[] = [
  {
    id: '1.1-a',
    line: 6,
    quote: '15+ 种记忆方法',
    what: 'memory methods',
    stated: '>= 15 methods',
    check: fact('methodConfigs', 'Names of methods and models in its agent configurations.'),
  },
  {
    id: '1.1-b',
    line: 6,
    quote: '最长 800K tokens',
    what: 'the longest context',
    stated: '800K tokens',
    check: fact(
      'longestContextTokens',
      'That of the movie dialogues; the longest EventQA has 800K.',
    ),
  },
  {
    id: '1.4-a',
    line: 24,
    quote: '每月 50+ 实验运行',
    what: 'runs behind the monthly figures',
    stated: '>= 50 runs a month',
    check: unverifiable('A premise. The sizes of these runs are not said.'),
  },
  {
    id: '1.4-b',
    line: 25,
    quote: '$150-300/月',
    what: 'minimal configuration',
    stated: '150..300 USD a month',
    check: sumOf(partsOf(MINIMAL)),
  },
  {
    id: '1.4-c',
    line: 26,
    quote: '$500-1000/月',
    what: 'standard configuration',
    stated: '500..1000 USD a month',
    check: sumOf(partsOf(STANDARD)),
  },
  {
    id: '1.4-d',
    line: 27,
    quote: '$2000-5000/月',
    what: 'full configuration',
    stated: '2000..5000 USD a month',
    check: sumOf(partsOf(FULL)),
  },
  {
    id: '1.4-e',
    line: 29,
    quote: 'LLM API 调用（60-70%）',
    what: 'share of model calls',
    stated: '60..70 %',
    check: share(({ api }, end) => api[end]),
  },
  {
    id: '1.4-f',
    line: 29,
    quote: 'GPU 实例（20-30%）',
    what: 'share of GPU machines',
    stated: '20..30 %',
    check: share(({ gpu }) => gpu),
  },
  {
    id: '1.4-g',
    line: 29,
    quote: '存储和网络（5-10%）',
    what: 'share of storage and network',
    stated: '5..10 %',
    check: share(({ storage, network }) => sum(storage) + network),
  },
  {
    id: '1.4-h',
    line: 29,
    quote: '主要成本构成',
    what: 'the three shares together',
    stated: '100 %',
    check: () => worked(span('60 + 20 + 5 to 70 + 30 + 10', 85, 110)),
  },
];
