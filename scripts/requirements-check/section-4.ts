import { findDataset, PUBLISHED_DATASETS } from '../../src/bench/datasets/catalog.ts';
import type { Catalogue } from '../../src/cost/catalogue/catalogue.ts';
import { saving } from '../../src/cost/formulas/machines.ts';
import { tokenCost } from '../../src/cost/formulas/tokens.ts';
import { item, modelPrice, span, unverifiable, usd, worked } from './checks.ts';
import type { Check, Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';
import { fact, VENDOR_FACTS } from './vendor-facts.ts';

/** Dollars per million tokens of `openai/gpt-4o/input`. */
function model(catalogue: Catalogue, path: string): number {
  return usd(catalogue, `${path.replace('/', '/models/')}@global`);
}

function callCost(catalogue: Catalogue, path: string, text: string, tokens: number): Item {
  const rate = model(catalogue, path);
  return item(`${text} × ${rate} / 1M`, tokenCost(tokens, rate));
}

/** GPT-4o that reads 65K tokens for each question and writes 40. */
function longContext(catalogue: Catalogue, questions: number): number {
  const input = tokenCost(questions * 65_000, model(catalogue, 'openai/gpt-4o/input'));
  return input + tokenCost(questions * 40, model(catalogue, 'openai/gpt-4o/output'));
}

/** 50 questions to GPT-4.1-mini, each with 10 of 150 embedded chunks. */
function retrieval(catalogue: Catalogue): number {
  const [embed, input, output] = [
    'text-embedding-3-small/input',
    'gpt-4.1-mini/input',
    'gpt-4.1-mini/output',
  ].map((path) => model(catalogue, `openai/${path}`)) as [number, number, number];
  const asked = tokenCost(50 * (10 * 4096 + 200), input) + tokenCost(50 * 40, output);
  return tokenCost(150 * 4096, embed) + asked;
}

/** Percent that a model saves against another, for input and for output. */
function savings(catalogue: Catalogue, path: string, other: string): Item[] {
  return ['input', 'output'].map((meter) => {
    const [mine, theirs] = [path, other].map((one) => model(catalogue, `${one}/${meter}`)) as [
      number,
      number,
    ];
    return item(`100 × (1 − ${mine} / ${theirs})`, 100 * saving(mine, theirs), meter);
  });
}

function geminiSaving(stated: number): Check {
  return (catalogue) => {
    const [mine, theirs] = ['google/gemini-2.0-flash', 'openai/gpt-4o'].map((path) =>
      model(catalogue, `${path}/input`),
    ) as [number, number];
    const share = (usd: number): Item =>
      item(`100 × (1 − ${usd} / ${theirs})`, 100 * saving(usd, theirs));
    return worked(share(mine), { withStatedPrices: share(stated) });
  };
}

/** The month of 4.1.1 has 5 methods on 20 datasets, with 50 questions each. */
const QUESTIONS: Check = (catalogue) => {
  const { rows = 0, questions = 0 } = findDataset('eventqa_65536');
  const published = PUBLISHED_DATASETS;
  const asked = 5 * published.reduce((sum, dataset) => sum + dataset.questions, 0);
  const usdAMonth = longContext(catalogue, asked - 20 * 5 * 50);
  return worked(item(`${rows} contexts × ${questions / rows}`, questions), {
    usdAMonth,
    note:
      'Every question is asked, so a run with GPT-4o costs ' +
      `${formatNumber(longContext(catalogue, questions))}. The money is for 5 methods on all ` +
      `${published.length} datasets: ${formatNumber(asked)} questions, where the month below has 5,000.`,
  });
};

/** Three calls, about 13,000 tokens in and 1,200 out together; at most by Batch, at least not. */
const INFBENCH_JUDGE: Check = (catalogue) => {
  const cost = (batch: string): number =>
    ['input', 'output'].reduce((sum, meter, at) => {
      const rate = model(catalogue, `openai/gpt-4o-2024-05-13/${batch}${meter}`);
      return sum + tokenCost(at === 0 ? 13_000 : 1200, rate);
    }, 0);
  const text = '13,000 tokens in, 1,200 out, by Batch and without';
  const middle = (cost('batch-') + cost('')) / 2;
  return worked(span(text, cost('batch-'), cost('')), {
    usdAMonth: 1000 * (middle - 0.3),
    note: 'The money is for 1,000 questions a month, as below.',
  });
};

/** Chapter 4.1: calls of models. */
export const SECTION_4_MODELS: readonly Claim[] = [
  {
    id: '4.1.1-a',
    line: 385,
    quote: 'Input: $2.50 / 1M tokens',
    what: 'GPT-4o, input',
    stated: '2.50 USD/1M-tokens',
    check: modelPrice('openai/gpt-4o/input'),
  },
  {
    id: '4.1.1-b',
    line: 386,
    quote: 'Output: $10.00 / 1M tokens',
    what: 'GPT-4o, output',
    stated: '10.00 USD/1M-tokens',
    check: modelPrice('openai/gpt-4o/output'),
  },
  {
    id: '4.1.1-c',
    line: 388,
    quote: 'Input: $0.40 / 1M tokens',
    what: 'GPT-4.1-mini, input',
    stated: '0.40 USD/1M-tokens',
    check: modelPrice('openai/gpt-4.1-mini/input'),
  },
  {
    id: '4.1.1-d',
    line: 389,
    quote: 'Output: $1.20 / 1M tokens',
    what: 'GPT-4.1-mini, output',
    stated: '1.20 USD/1M-tokens',
    check: modelPrice('openai/gpt-4.1-mini/output'),
  },
  {
    id: '4.1.1-e',
    line: 391,
    quote: 'Input: $1.10 / 1M tokens',
    what: 'o4-mini, input',
    stated: '1.10 USD/1M-tokens',
    check: modelPrice('openai/o4-mini/input'),
  },
  {
    id: '4.1.1-f',
    line: 392,
    quote: 'Output: $4.40 / 1M tokens',
    what: 'o4-mini, output',
    stated: '4.40 USD/1M-tokens',
    check: modelPrice('openai/o4-mini/output'),
  },
  {
    id: '4.1.1-g',
    line: 393,
    quote: '$0.02 / 1M tokens',
    what: 'text-embedding-3-small',
    stated: '0.02 USD/1M-tokens',
    check: modelPrice('openai/text-embedding-3-small/input'),
  },
  {
    id: '4.1.1-h',
    line: 394,
    quote: 'Text-Embedding-3-Large**：$0.13 / 1M tokens',
    what: 'text-embedding-3-large',
    stated: '0.13 USD/1M-tokens',
    check: modelPrice('openai/text-embedding-3-large/input'),
  },
  {
    id: '4.1.1-i',
    line: 396,
    quote: '5 样本 x 10 查询',
    what: 'questions of EventQA 64K',
    stated: '50 questions',
    check: QUESTIONS,
  },
  {
    id: '4.1.1-j',
    line: 398,
    quote: '50 queries x 65K tokens x $2.50/1M = $8.13',
    what: 'GPT-4o over the whole context, input',
    stated: '8.13 USD',
    check: (catalogue) =>
      worked(callCost(catalogue, 'openai/gpt-4o/input', '50 × 65,000', 50 * 65_000)),
  },
  {
    id: '4.1.1-k',
    line: 399,
    quote: '50 x 40 tokens x $10/1M = $0.02',
    what: 'its output',
    stated: '0.02 USD',
    check: (catalogue) => worked(callCost(catalogue, 'openai/gpt-4o/output', '50 × 40', 50 * 40)),
  },
  {
    id: '4.1.1-l',
    line: 400,
    quote: '总计：~$8.15',
    what: 'its total',
    stated: '8.15 USD',
    check: (catalogue) => worked(item('4.1.1-j + 4.1.1-k', longContext(catalogue, 50))),
  },
  {
    id: '4.1.1-m',
    line: 403,
    quote: '150 chunks x 4096 tokens x $0.02/1M = $0.012',
    what: 'GPT-4.1-mini with retrieval, embedding',
    stated: '0.012 USD',
    check: (catalogue) =>
      worked(callCost(catalogue, 'openai/text-embedding-3-small/input', '150 × 4096', 150 * 4096)),
  },
  {
    id: '4.1.1-n',
    line: 404,
    quote: '50 x (10 chunks x 4096 + 200) tokens x $0.40/1M = $0.82',
    what: 'its input',
    stated: '0.82 USD',
    check: (catalogue) =>
      worked(
        callCost(
          catalogue,
          'openai/gpt-4.1-mini/input',
          '50 × (10 × 4096 + 200)',
          50 * (10 * 4096 + 200),
        ),
        { note: '10 chunks of 4096 are 63 % of the context: retrieval saves a third.' },
      ),
  },
  {
    id: '4.1.1-o',
    line: 405,
    quote: '50 x 40 tokens x $1.20/1M = $0.0024',
    what: 'its output',
    stated: '0.0024 USD',
    check: (catalogue) =>
      worked(callCost(catalogue, 'openai/gpt-4.1-mini/output', '50 × 40', 50 * 40), {
        withStatedPrices: item('50 × 40 × 1.20 / 1M', tokenCost(2000, 1.2)),
      }),
  },
  {
    id: '4.1.1-p',
    line: 406,
    quote: '总计：~$0.83',
    what: 'its total',
    stated: '0.83 USD',
    check: (catalogue) => worked(item('4.1.1-m + 4.1.1-n + 4.1.1-o', retrieval(catalogue))),
  },
  {
    id: '4.1.1-q',
    line: 409,
    quote: '仅长上下文方法：$500-800',
    what: '20 datasets × 5 methods, whole contexts',
    stated: '500..800 USD a month',
    check: (catalogue) => worked(item('100 × 4.1.1-l', 100 * longContext(catalogue, 50))),
  },
  {
    id: '4.1.1-r',
    line: 410,
    quote: '混合 RAG 方法：$200-400',
    what: '20 datasets × 5 methods, retrieval',
    stated: '200..400 USD a month',
    check: (catalogue) => worked(item('100 × 4.1.1-p', 100 * retrieval(catalogue))),
  },
  {
    id: '4.1.1-s',
    line: 411,
    quote: '完整评估矩阵：$800-1500',
    what: 'both of them',
    stated: '800..1500 USD a month',
    check: () => worked(span('500–800 + 200–400', 700, 1200)),
  },
  {
    id: '4.1.1-t',
    line: 414,
    quote: '（节省 80%）',
    what: 'GPT-4.1-mini in place of GPT-4o saves',
    stated: '80 %',
    check: (catalogue) => worked(savings(catalogue, 'openai/gpt-4.1-mini', 'openai/gpt-4o')),
  },
  {
    id: '4.1.1-u',
    line: 415,
    quote: '节省 50%，但延迟增加 24 小时',
    what: 'the Batch API: saves, waits',
    stated: '50 / 24 %, h',
    check: (catalogue) => {
      const [batch, list] = ['batch-input', 'input'].map((meter) =>
        model(catalogue, `openai/gpt-4o/${meter}`),
      ) as [number, number];
      return worked(
        [
          item(`100 × (1 − ${batch} / ${list})`, 100 * saving(batch, list)),
          item('window', VENDOR_FACTS.batchWindowHours.value),
        ],
        { note: 'Prompt caching does not come on top of it for these models.' },
      );
    },
  },
  {
    id: '4.1.1-v',
    line: 417,
    quote: '企业折扣（10-30%）',
    what: 'discount of long contracts',
    stated: '10..30 %',
    check: unverifiable('Negotiated; no list has it.'),
  },
  {
    id: '4.1.1-w',
    line: 408,
    quote: '20 数据集 x 5 方法',
    what: 'combinations a month',
    stated: '20 / 5 datasets, methods',
    check: unverifiable('A premise. The benchmark has 22 sub-datasets.'),
  },
  {
    id: '4.1.2-a',
    line: 422,
    quote: 'Input: $3.00 / 1M tokens',
    what: 'Claude 3.7 Sonnet, input',
    stated: '3.00 USD/1M-tokens',
    check: modelPrice('anthropic/claude-3-7-sonnet-20250219/input'),
  },
  {
    id: '4.1.2-b',
    line: 423,
    quote: 'Output: $15.00 / 1M tokens',
    what: 'Claude 3.7 Sonnet, output',
    stated: '15.00 USD/1M-tokens',
    check: modelPrice('anthropic/claude-3-7-sonnet-20250219/output'),
  },
  {
    id: '4.1.2-c',
    line: 426,
    quote: '比 GPT-4o 贵 20%',
    what: 'how much dearer than GPT-4o',
    stated: '20 %',
    check: (catalogue) =>
      worked(
        savings(catalogue, 'anthropic/claude-3-7-sonnet-20250219', 'openai/gpt-4o').map(
          ({ label = '', low, formula }) => ({
            ...item(formula.replace('1 − ', '').replace(')', ' − 1)'), -low, label),
          }),
        ),
      ),
  },
  {
    id: '4.1.2-d',
    line: 427,
    quote: '200K vs 128K',
    what: 'contexts of Claude 3.7 Sonnet and GPT-4o',
    stated: '200K / 128K tokens',
    check: (catalogue) =>
      worked(
        ['claude-3-7-sonnet-20250219', 'gpt-4o'].map((name) =>
          item(name, catalogue.model(name)?.contextTokens ?? Number.NaN),
        ),
      ),
  },
  {
    id: '4.1.2-e',
    line: 430,
    quote: '> 128K',
    what: 'context from which GPT-4o is too small',
    stated: '128K tokens',
    check: (catalogue) => worked(item('', catalogue.model('gpt-4o')?.contextTokens ?? Number.NaN)),
  },
  {
    id: '4.1.3-a',
    line: 436,
    quote: 'Input: $0.075 / 1M tokens（≤ 128K 上下文）',
    what: 'Gemini 2.0 Flash, input',
    stated: '0.075 USD/1M-tokens',
    check: modelPrice('google/gemini-2.0-flash/input'),
  },
  {
    id: '4.1.3-b',
    line: 437,
    quote: 'Input: $0.15 / 1M tokens（> 128K 上下文）',
    what: 'Gemini 2.0 Flash, input above 128K',
    stated: '0.15 USD/1M-tokens',
    check: modelPrice('google/gemini-2.0-flash/input'),
  },
  {
    id: '4.1.3-c',
    line: 438,
    quote: 'Output: $0.30 / 1M tokens',
    what: 'Gemini 2.0 Flash, output',
    stated: '0.30 USD/1M-tokens',
    check: modelPrice('google/gemini-2.0-flash/output'),
  },
  {
    id: '4.1.3-d',
    line: 441,
    quote: '比 GPT-4o 便宜 97%（短上下文）',
    what: 'Gemini saves against GPT-4o, input',
    stated: '97 %',
    check: geminiSaving(0.075),
  },
  {
    id: '4.1.3-e',
    line: 442,
    quote: '比 GPT-4o 便宜 94%（长上下文）',
    what: 'the same above 128K',
    stated: '94 %',
    check: geminiSaving(0.15),
  },
  {
    id: '4.1.3-f',
    line: 445,
    quote: '约 5-10%',
    what: 'accuracy lost with Gemini',
    stated: '5..10 %',
    check: unverifiable('Needs a measurement; `mab run` is there for it.'),
  },
  {
    id: '4.1.4-a',
    line: 450,
    quote: '约 $0.05-0.10 per 查询',
    what: 'judge of LongMemEval',
    stated: '0.05..0.10 USD a question',
    check: (catalogue) =>
      worked(
        item(
          '300 tokens in, 10 out',
          tokenCost(300, model(catalogue, 'openai/gpt-4o/input')) +
            tokenCost(10, model(catalogue, 'openai/gpt-4o/output')),
        ),
        { note: 'One call, with GPT-4o.' },
      ),
  },
  {
    id: '4.1.4-b',
    line: 451,
    quote: '约 $0.20-0.40 per 查询',
    what: 'judge of InfBench',
    stated: '0.20..0.40 USD a question',
    check: INFBENCH_JUDGE,
  },
  {
    id: '4.1.4-c',
    line: 451,
    quote: 'InfBench 摘要（五维度）',
    what: 'calls of that judge',
    stated: '5 calls',
    check: fact('judgeCallsInfBench'),
  },
  {
    id: '4.1.4-d',
    line: 454,
    quote: '100 个查询 LLM 评估：$5-40',
    what: '100 judged questions',
    stated: '5..40 USD',
    check: () =>
      worked(span('100 × 0.05–0.40', 5, 40), {
        note: 'By the stated prices; 4.1.4-a and -b have others.',
      }),
  },
  {
    id: '4.1.4-e',
    line: 455,
    quote: '1000 个查询：$50-400',
    what: '1,000 judged questions',
    stated: '50..400 USD',
    check: () =>
      worked(span('1000 × 0.05–0.40', 50, 400), {
        note: 'By the stated prices; 4.1.4-a and -b have others.',
      }),
  },
  {
    id: '4.1.4-f',
    line: 458,
    quote: '成本降低 80%',
    what: 'GPT-4.1-mini as the judge saves',
    stated: '80 %',
    check: (catalogue) => worked(savings(catalogue, 'openai/gpt-4.1-mini', 'openai/gpt-4o')),
  },
];
