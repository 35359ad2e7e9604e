import { hoursPerDayFor } from '../../src/cost/formulas/hours.ts';
import { saving } from '../../src/cost/formulas/machines.ts';
import { chunkCount, tokenCost } from '../../src/cost/formulas/tokens.ts';
import {
  cards,
  item,
  machine,
  monthOf,
  ON_DEMAND,
  price,
  span,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Check, Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';
import { fact, VENDOR_FACTS } from './vendor-facts.ts';

/** Gigabytes of weights: parameters × bytes. */
function weights(params: number, bytes: number, label: string): Item {
  return item(`${params / 1e9}B × ${bytes} bytes`, (params * bytes) / 1e9, label);
}

/** Two calls per chunk: entities, then triples. Tokens as the reference’s prompts need them. */
const HIPPORAG: Check = (catalogue) => {
  const chunks = chunkCount(65_536, 4096);
  const [input, output] = [chunks * (2 * (4096 + 45) + 670 + 250), chunks * (250 + 1200)];
  const cost = (model: string): string => {
    const id = (meter: string): string => `openai/models/${model}/${meter}@global`;
    const sum =
      tokenCost(input, usd(catalogue, id('input'))) +
      tokenCost(output, usd(catalogue, id('output')));
    return `${formatNumber(sum)} with ${model}`;
  };
  return {
    kind: 'unverifiable',
    because:
      `The model is not named. Building from 64K tokens takes ${formatNumber(input)} tokens in and ` +
      `${formatNumber(output)} out: ${cost('gpt-4o')}, ${cost('gpt-4o-mini')}.`,
  };
};

const GPU_HOURS: Check = (catalogue) => {
  const list = usd(catalogue, ON_DEMAND('aws', 'g5.xlarge'));
  const hours = (usdAMonth: number): string => formatNumber(hoursPerDayFor(usdAMonth, list));
  return {
    kind: 'unverifiable',
    because: `The hours are not said. At ${list} an hour it buys ${hours(300)}–${hours(500)} h a day.`,
  };
};

/** Chapter 2.2: machines with cards. */
export const SECTION_2_GPU: readonly Claim[] = [
  {
    id: '2.2.1-a',
    line: 87,
    quote: '模型大小：1-7B 参数',
    what: 'parameters of the embedders',
    stated: '1B..7B parameters',
    check: () =>
      worked([
        item('', VENDOR_FACTS.contrieverParams.value, 'Contriever'),
        item('', VENDOR_FACTS.qwen3EmbeddingParams.value, 'Qwen3-Embedding-4B'),
        item('', VENDOR_FACTS.nvEmbedParams.value, 'NV-Embed-v2'),
      ]),
  },
  {
    id: '2.2.1-b',
    line: 88,
    quote: '显存需求：8-16 GB',
    what: 'memory of their weights in 16 bits',
    stated: '8..16 GB',
    check: () =>
      worked([
        weights(VENDOR_FACTS.contrieverParams.value, 2, 'Contriever'),
        weights(VENDOR_FACTS.qwen3EmbeddingParams.value, 2, 'Qwen3-Embedding-4B'),
        weights(VENDOR_FACTS.nvEmbedParams.value, 2, 'NV-Embed-v2'),
      ]),
  },
  {
    id: '2.2.1-c',
    line: 96,
    quote: '$0.526/小时（AWS g4dn.xlarge）',
    what: 'price of g4dn.xlarge',
    stated: '0.526 USD an hour',
    check: price(ON_DEMAND('aws', 'g4dn.xlarge')),
  },
  {
    id: '2.2.1-d',
    line: 97,
    quote: '月度成本（每天 4 小时）：约 $252/月',
    what: 'g4dn.xlarge, 4 hours a day',
    stated: '252 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, ON_DEMAND('aws', 'g4dn.xlarge'), { hoursPerDay: 4 }), {
        note: '252 is what 16 hours a day cost. 4.2.2 and 5.2.1 go on with it.',
      }),
  },
  {
    id: '2.2.1-e',
    line: 98,
    quote: '可节省至 $75-100/月',
    what: 'the same as a spot machine',
    stated: '75..100 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, 'aws/ec2/g4dn.xlarge/spot@us-east-1', { hoursPerDay: 4 }), {
        note: 'It is 60–70 % off the wrong 252.',
      }),
  },
  {
    id: '2.2.1-f',
    line: 91,
    quote: 'g4dn.xlarge（1x NVIDIA T4，16 GB）',
    what: 'what g4dn.xlarge has',
    stated: '1 / 16 cards, GB each',
    check: machine('aws', 'g4dn.xlarge', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.1-g',
    line: 101,
    quote: '约 30 秒',
    what: 'EventQA 64K through the API',
    stated: '30 seconds',
    check: unverifiable('Needs a measurement: 64K–320K tokens, no throughput is said.'),
  },
  {
    id: '2.2.1-h',
    line: 102,
    quote: '约 45 秒',
    what: 'the same with Contriever at home',
    stated: '45 seconds',
    check: unverifiable('Needs a measurement. The published code embeds one text at a time.'),
  },
  {
    id: '2.2.1-i',
    line: 103,
    quote: '约 120 秒',
    what: 'the same with NV-Embed-v2 at home',
    stated: '120 seconds',
    check: unverifiable('Needs a measurement.'),
  },
  {
    id: '2.2.1-j',
    line: 107,
    quote: 'batch_size=32-64',
    what: 'texts in a batch',
    stated: '32..64 texts',
    check: unverifiable('A setting. The published code sends 1, HippoRAG 16.'),
  },
  {
    id: '2.2.1-k',
    line: 92,
    quote: 'Standard_NC4as_T4_v3（1x T4，16 GB）',
    what: 'what Standard_NC4as_T4_v3 has',
    stated: '1 / 16 cards, GB each',
    check: machine('azure', 'Standard_NC4as_T4_v3', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.1-l',
    line: 93,
    quote: 'n1-standard-4 + 1x T4（16 GB）',
    what: 'cards of the GCP machine',
    stated: '1 / 16 cards, GB each',
    check: cards('T4', 1),
  },
  {
    id: '2.2.1-m',
    line: 103,
    quote: 'NV-Embed-v2（7B，GPU）',
    what: 'parameters of NV-Embed-v2',
    stated: '7B parameters',
    check: fact('nvEmbedParams'),
  },
  {
    id: '2.2.2-a',
    line: 113,
    quote: '24+ GB 显存',
    what: 'GPU memory for a local model',
    stated: '>= 24 GB',
    check: unverifiable('The model is not named: 7B in 16 bits takes 14 GB, 13B 26 GB.'),
  },
  {
    id: '2.2.2-b',
    line: 116,
    quote: 'g5.xlarge（1x A10G，24 GB）',
    what: 'what g5.xlarge has',
    stated: '1 / 24 cards, GB each',
    check: machine('aws', 'g5.xlarge', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.2-c',
    line: 117,
    quote: 'Standard_NC6s_v3（1x V100，16 GB）',
    what: 'what Standard_NC6s_v3 has',
    stated: '1 / 16 cards, GB each',
    check: (catalogue) => ({
      ...machine('azure', 'Standard_NC6s_v3', ['gpus', 'gpu-memory'])(catalogue),
      note: 'Its 16 GB also miss the 24 GB that are asked for four lines above.',
    }),
  },
  {
    id: '2.2.2-d',
    line: 117,
    quote: 'NC12s_v3（2x V100，32 GB）',
    what: 'what Standard_NC12s_v3 has',
    stated: '2 / 32 cards, GB in all',
    check: machine('azure', 'Standard_NC12s_v3', ['gpus', 'all-gpu-memory']),
  },
  {
    id: '2.2.2-e',
    line: 118,
    quote: 'a2-highgpu-1g（1x A100，40 GB）',
    what: 'what a2-highgpu-1g has',
    stated: '1 / 40 cards, GB each',
    check: machine('gcp', 'a2-highgpu-1g', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.2-f',
    line: 121,
    quote: '$1.006/小时',
    what: 'price of g5.xlarge',
    stated: '1.006 USD an hour',
    check: price(ON_DEMAND('aws', 'g5.xlarge')),
  },
  {
    id: '2.2.2-g',
    line: 121,
    quote: '$484/月（每天 16 小时）',
    what: 'g5.xlarge, 16 hours a day',
    stated: '484 USD a month',
    check: (catalogue) =>
      worked(monthOf(catalogue, ON_DEMAND('aws', 'g5.xlarge'), { hoursPerDay: 16 })),
  },
  {
    id: '2.2.2-h',
    line: 126,
    quote: '约 $0.50-2.00 per 上下文',
    what: 'HippoRAG through an API',
    stated: '0.50..2.00 USD a context',
    check: HIPPORAG,
  },
  {
    id: '2.2.2-i',
    line: 116,
    quote: 'g5.2xlarge（1x A10G，24 GB）',
    what: 'what g5.2xlarge has',
    stated: '1 / 24 cards, GB each',
    check: machine('aws', 'g5.2xlarge', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.3-a',
    line: 134,
    quote: '需要 16-24 GB 显存',
    what: 'memory for memorag-qwen2-7b-inst',
    stated: '16..24 GB',
    check: unverifiable('Its weights take 7B × 2 bytes = 14 GB; the rest grows with the context.'),
  },
  {
    id: '2.2.3-b',
    line: 135,
    quote: '约 2 GB 显存',
    what: 'memory for bge-m3',
    stated: '2 GB',
    check: () => {
      const params = VENDOR_FACTS.bgeM3Params.value;
      const [half, full] = [2, 4].map((bytes) => (params * bytes) / 1e9) as [number, number];
      return worked(span('0.57B × 2 to 4 bytes', half, full));
    },
  },
  {
    id: '2.2.3-c',
    line: 138,
    quote: 'g5.xlarge（1x A10G，24 GB）',
    what: 'what g5.xlarge has',
    stated: '1 / 24 cards, GB each',
    check: machine('aws', 'g5.xlarge', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.3-d',
    line: 142,
    quote: '约 $300-500/月（按使用时间）',
    what: 'a machine for MemoRAG',
    stated: '300..500 USD a month',
    check: GPU_HOURS,
  },
  {
    id: '2.2.3-e',
    line: 145,
    quote: '（8bit）减半显存',
    what: 'what 8 bits save',
    stated: '50 %',
    check: () => worked(item('100 × (1 − 8 / 16 bits)', 100 * saving(8, 16))),
  },
  {
    id: '2.2.3-f',
    line: 139,
    quote: 'Standard_NC6s_v3（1x V100，16 GB）',
    what: 'what Standard_NC6s_v3 has',
    stated: '1 / 16 cards, GB each',
    check: machine('azure', 'Standard_NC6s_v3', ['gpus', 'gpu-memory']),
  },
  {
    id: '2.2.3-g',
    line: 140,
    quote: '1x T4（16 GB，紧凑模式）',
    what: 'cards of the GCP machine',
    stated: '1 / 16 cards, GB each',
    check: cards('T4', 1),
  },
];
