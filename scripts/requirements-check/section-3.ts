import { chunkCount, vectorBytes } from '../../src/cost/formulas/tokens.ts';
import {
  gigabyteMonths,
  item,
  listedMonth,
  price,
  span,
  unverifiable,
  usd,
  worked,
} from './checks.ts';
import type { Claim, Item } from './claim.ts';
import { formatNumber } from './format.ts';
import { fact, VENDOR_FACTS } from './vendor-facts.ts';

const GP3 = 'aws/ebs/gp3/storage@us-east-1';

/** Megabytes of an exact index: vectors alone, and with the chunks’ texts. */
function indexSize(chunks: number): Item {
  const vectors = vectorBytes(chunks, VENDOR_FACTS.embeddingSmallDimensions.value) / 1e6;
  const texts = (chunks * 4096 * VENDOR_FACTS.bytesPerToken.value) / 1e6;
  const text = `${chunks} × 1536 × 4 bytes, + ${chunks} × 4096 tokens × ${VENDOR_FACTS.bytesPerToken.value} bytes`;
  return span(text, vectors, vectors + texts);
}

/** Chapters 3.1 and 3.2: data and vectors. */
export const SECTION_3_STORAGE: readonly Claim[] = [
  {
    id: '3.1.1-a',
    line: 213,
    quote: 'HuggingFace 数据集缓存：约 2-5 GB',
    what: 'cache of the data',
    stated: '2..5 GB',
    check: unverifiable(
      'The published rows are 146 texts of at most 3.2M characters, ' +
        'so below 0.47 GB; what is kept beside the text is not known here.',
    ),
  },
  {
    id: '3.1.1-b',
    line: 214,
    quote: '约 50 MB',
    what: 'entity2id.json',
    stated: '50 MB',
    check: unverifiable('Needs the file, which the published data does not hold.'),
  },
  {
    id: '3.1.1-c',
    line: 218,
    quote: '$0.023/GB/月',
    what: 'S3 Standard',
    stated: '0.023 USD/GB-month',
    check: price('aws/s3/standard/storage@us-east-1'),
  },
  {
    id: '3.1.1-d',
    line: 219,
    quote: '$0.0184/GB/月',
    what: 'Azure Blob, hot',
    stated: '0.0184 USD/GB-month',
    check: price('azure/blob/hot/storage@eastus'),
  },
  {
    id: '3.1.1-e',
    line: 220,
    quote: '$0.020/GB/月',
    what: 'GCP Cloud Storage',
    stated: '0.020 USD/GB-month',
    check: price('gcp/storage/standard/storage@us-central1'),
  },
  {
    id: '3.1.1-f',
    line: 222,
    quote: '约 $0.10-0.20/月（5 GB）',
    what: '5 GB of it',
    stated: '0.10..0.20 USD a month',
    check: (catalogue) =>
      worked([
        gigabyteMonths(catalogue, 'aws/s3/standard/storage@us-east-1', 5, 'S3'),
        gigabyteMonths(catalogue, 'gcp/storage/standard/storage@us-central1', 5, 'GCP'),
      ]),
  },
  {
    id: '3.1.1-g',
    line: 226,
    quote: '节省 50-70% 空间',
    what: 'what compression saves',
    stated: '50..70 %',
    check: unverifiable('Needs a measurement; usual for English text.'),
  },
  {
    id: '3.1.1-h',
    line: 215,
    quote: '通常 < 1 GB',
    what: 'data of one’s own',
    stated: '< 1 GB',
    check: unverifiable('Depends on the data.'),
  },
  {
    id: '3.2.1-a',
    line: 243,
    quote: '约 150 chunks',
    what: 'chunks of EventQA 64K',
    stated: '150 chunks',
    check: () =>
      worked(item('5 contexts × ⌈65,536 / 4096⌉', 5 * chunkCount(65_536, 4096)), {
        note: 'One context has 16. 4.1.1 and 4.2.1 go on with 150.',
      }),
  },
  {
    id: '3.2.1-b',
    line: 243,
    quote: '~50 MB（Text-Embedding-3-Small，1536维）',
    what: 'their index',
    stated: '50 MB',
    check: () => worked(indexSize(150), { note: 'Without and with the texts.' }),
  },
  {
    id: '3.2.1-c',
    line: 244,
    quote: '~800 MB',
    what: 'index of InfBench Sum',
    stated: '800 MB',
    check: () => worked(indexSize(2000), { note: 'Without and with the texts.' }),
  },
  {
    id: '3.2.1-d',
    line: 245,
    quote: '约 5-10 GB',
    what: 'indexes of 20 datasets',
    stated: '5..10 GB',
    check: () => {
      const [small, large] = [indexSize(150), indexSize(2000)];
      const text = '20 × the smallest to the largest of the two';
      return worked(span(text, (20 * small.low) / 1000, (20 * large.high) / 1000));
    },
  },
  {
    id: '3.2.1-e',
    line: 258,
    quote: 'IOPS：3000（默认）',
    what: 'what gp3 gives by default',
    stated: '3000 IOPS',
    check: fact('gp3Iops'),
  },
  {
    id: '3.2.1-f',
    line: 259,
    quote: '吞吐量：125 MB/s（默认）',
    what: 'what gp3 gives by default',
    stated: '125 MB/s',
    check: fact('gp3MegabytesPerSecond'),
  },
  {
    id: '3.2.1-g',
    line: 254,
    quote: '中等（100-500 MB/s）',
    what: 'throughput needed, within the recommended volume’s 125 MB/s',
    stated: '<= 125 MB/s',
    check: () => worked(span('', 100, 500), { note: 'More than the default is billed per MB/s.' }),
  },
  {
    id: '3.2.1-h',
    line: 243,
    quote: '1536维',
    what: 'dimensions of text-embedding-3-small',
    stated: '1536 dimensions',
    check: fact('embeddingSmallDimensions'),
  },
  {
    id: '3.2.1-i',
    line: 260,
    quote: '成本：约 $4/月',
    what: '50 GB of gp3',
    stated: '4 USD a month',
    check: (catalogue) => worked(gigabyteMonths(catalogue, GP3, 50)),
  },
  {
    id: '3.2.1-j',
    line: 244,
    quote: '约 2000 chunks',
    what: 'chunks of InfBench Sum',
    stated: '2000 chunks',
    check: () =>
      worked(
        item(
          '100 contexts × ⌈172,000 / 4096⌉',
          100 * chunkCount(VENDOR_FACTS.infBenchTokens.value, 4096),
        ),
        {
          note: 'One context of 172K tokens has 42.',
        },
      ),
  },
  {
    id: '3.2.1-k',
    line: 257,
    quote: '容量：50 GB',
    what: 'size of the volume',
    stated: '50 GB',
    check: unverifiable('A choice; it holds what the lines above ask for.'),
  },
  {
    id: '3.2.2-a',
    line: 265,
    quote: 'EventQA 64K：~200 MB',
    what: 'LanceDB of EventQA 64K',
    stated: '200 MB',
    check: unverifiable(
      'Needs a measurement; vectors and texts take 3.6 MB, the graph is not described.',
    ),
  },
  {
    id: '3.2.2-b',
    line: 266,
    quote: '1-3 GB per 数据集',
    what: 'LanceDB of a large dataset',
    stated: '1..3 GB',
    check: unverifiable('Needs a measurement.'),
  },
  {
    id: '3.2.2-c',
    line: 274,
    quote: 'S3 存储（20 GB）：$0.46/月',
    what: '20 GB of S3',
    stated: '0.46 USD a month',
    check: (catalogue) =>
      worked(gigabyteMonths(catalogue, 'aws/s3/standard/storage@us-east-1', 20)),
  },
  {
    id: '3.2.2-d',
    line: 275,
    quote: '本地 SSD 缓存（100 GB）：$10-15/月',
    what: '100 GB of disk',
    stated: '10..15 USD a month',
    check: (catalogue) =>
      worked([
        gigabyteMonths(catalogue, GP3, 100, 'AWS gp3'),
        ...['local-ssd', 'pd-balanced', 'pd-ssd'].map((disk) =>
          gigabyteMonths(catalogue, `gcp/disk/${disk}/storage@us-central1`, 100, `GCP ${disk}`),
        ),
      ]),
  },
  {
    id: '3.2.3-a',
    line: 279,
    quote: '$70/月起（100K 向量，1536 维）',
    what: 'Pinecone, from',
    stated: '70 USD a month',
    check: (catalogue) => ({
      ...price('pinecone/vectors/standard/minimum@global')(catalogue),
      note: '70 was the price of the smallest pod; it is paid by use now, with this minimum.',
    }),
  },
  {
    id: '3.2.3-b',
    line: 280,
    quote: '$25/月起（100K 向量）',
    what: 'Weaviate Cloud, from',
    stated: '25 USD a month',
    check: (catalogue) => {
      const rate = usd(catalogue, 'weaviate/vectors/cloud/dimensions@global');
      const use = (100_000 * 1536 * rate) / 1e6;
      return {
        kind: 'unverifiable',
        because:
          `By use it is 100K × 1536 × ${rate} / 1M = ${formatNumber(use)}; sources of low confidence ` +
          'disagree on whether 25 is charged at least.',
      };
    },
  },
  {
    id: '3.2.3-c',
    line: 281,
    quote: '$95/月起（1M 向量）',
    what: 'Qdrant Cloud, from',
    stated: '95 USD a month',
    check: listedMonth(
      'qdrant/vectors/cloud/node@global',
      'This is the smallest node; one for 1M vectors is larger.',
    ),
  },
];
