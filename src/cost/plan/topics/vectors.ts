import type { AdviceOption, AdviceTable } from '../../../contracts/advice.ts';
import { HOURS_PER_MONTH } from '../../formulas/hours.ts';
import { vectorBytes } from '../../formulas/tokens.ts';
import { monthly, once } from '../from-work.ts';
import { count, quantity } from '../inputs.ts';
import { plain, usd } from '../number-text.ts';
import type { PriceDesk } from '../price-desk.ts';
import { defineTopic } from '../topic.ts';

/** 4096 tokens of English, at 4.3 characters a token. */
const CHUNK_BYTES = 17_613;

const INPUTS = {
  vectors: count('vectors that are kept', {
    unit: 'vectors',
    min: 1,
    max: 1e12,
    fallback: 100_000,
  }),
  dimensions: count('length of each', { unit: 'numbers', min: 1, max: 65_536, fallback: 1_536 }),
  textBytes: quantity('text beside each; default: a chunk of 4096 tokens', {
    ...{ unit: 'bytes', min: 0, max: 1e7, fallback: CHUNK_BYTES },
  }),
  queries: count('searches', { unit: 'queries/month', min: 0, max: 1e12, fallback: 10_000 }),
  overhead: quantity('memory that a server needs for a byte of vectors', {
    ...{ unit: 'times', min: 1, max: 10, fallback: 1.5 },
  }),
};

/** `mab plan vectors`: §3.2 of the requirements document. */
export const vectors = defineTopic({
  id: 'vectors',
  question: 'What do vectors cost in files of one’s own, and what with somebody who serves them?',
  inputs: INPUTS,
  readings: {
    vectors: once(({ keptVectors }) => keptVectors),
    dimensions: once(({ dimensions }) => dimensions),
    queries: monthly(({ searches }) => searches),
  },
  answer(inputs, prices) {
    const bytes = vectorBytes(inputs.vectors, inputs.dimensions);
    const gb = (bytes + inputs.vectors * inputs.textBytes) / 1e9;
    const ways = [...ownWays(gb, prices), ...servedWays({ ...inputs, bytes }, prices)];
    const best = ways[0];
    const memoryGb = (bytes / 1e9) * inputs.overhead;
    return {
      answer:
        `${plain(inputs.vectors)} vectors are ${plain(bytes / 1e6)} MB, with their text ` +
        `${plain(gb * 1e3)} MB; searching them takes about ${plain(memoryGb)} GB of memory. ` +
        `${best?.name} cost ${usd(Number(best?.facts.usdPerMonthAtLeast ?? 0))} a month beside a ` +
        'machine that is there anyway.',
      options: ways,
      tables: [documentTable()],
      formulas: [
        {
          name: 'vectors',
          text: 'count × dimensions × 4 bytes',
          worked: `${plain(inputs.vectors)} × ${inputs.dimensions} × 4 = ${plain(bytes)} bytes`,
        },
        {
          name: 'memory of a server',
          text: 'vectors × overhead',
          worked: `${plain(bytes / 1e9)} GB × ${inputs.overhead} = ${plain(memoryGb)} GB`,
        },
      ],
      warnings: [
        'Of those who serve vectors the catalogue has one price each; what it lacks stands in ' +
          'the column “not priced”, so that they cost at least that much.',
        'Each of them gives a small index away, which may be all that one run needs.',
      ],
    };
  },
});

function ownWays(gb: number, prices: PriceDesk): AdviceOption[] {
  const aws = { provider: 'aws', meter: 'storage', region: 'us-east-1' };
  const disk = prices.get({ ...aws, service: 'ebs', item: 'gp3' }).value;
  const store = prices.get({ ...aws, service: 's3', item: 'standard' }).value;
  return [
    option('Files in S3, loaded at the start', gb * store, {
      ...{ how: 'FAISS or our own exact search, in memory', unpriced: 'requests' },
      chosen: true,
    }),
    // A volume has whole GiB, and at least one.
    option('Files on an EBS disk', Math.max(1, Math.ceil(gb / 1.073741824)) * disk, {
      ...{ how: 'FAISS or our own exact search, in memory', unpriced: '' },
    }),
  ];
}

interface Served {
  readonly vectors: number;
  readonly dimensions: number;
  readonly queries: number;
  readonly bytes: number;
}

/** Pinecone counts a query as 1 read unit per GB of its namespace, at least 0.25 (its manual). */
const READ_UNITS_MIN = 0.25;

function servedWays({ vectors: n, dimensions, queries, bytes }: Served, prices: PriceDesk) {
  const key = { service: 'vectors', region: 'global' };
  const reads = queries * Math.max(READ_UNITS_MIN, bytes / 1e9);
  const perRead = prices.get({
    ...key,
    provider: 'pinecone',
    item: 'serverless',
    meter: 'read-units',
  });
  const perDimension = prices.get({
    ...key,
    provider: 'weaviate',
    item: 'cloud',
    meter: 'dimensions',
  });
  const node = prices.get({ ...key, provider: 'qdrant', item: 'cloud', meter: 'node' });
  return [
    option('Qdrant Cloud', node.value * HOURS_PER_MONTH, {
      ...{ how: 'one node, the smallest', unpriced: 'larger nodes: the memory above' },
    }),
    option('Weaviate Cloud', ((n * dimensions) / 1e6) * perDimension.value, {
      ...{ how: 'by dimensions kept', unpriced: 'least charge of a plan' },
    }),
    option('Pinecone serverless', (reads / 1e6) * perRead.value, {
      ...{ how: 'by read units', unpriced: 'storage, writes, least charge of a plan' },
    }),
  ];
}

function option(
  name: string,
  usdPerMonthAtLeast: number,
  more: { readonly how: string; readonly unpriced: string; readonly chosen?: boolean },
): AdviceOption {
  const { how, unpriced, chosen = false } = more;
  return { name, chosen, facts: { usdPerMonthAtLeast, how, notPriced: unpriced } };
}

/** §3.2.1 of the requirements document, with 1536 dimensions. */
function documentTable(): AdviceTable {
  const row = (what: string, stated: string, n: number) => ({
    ...{ what, stated, vectorsMb: vectorBytes(n, 1_536) / 1e6 },
    withTextMb: (vectorBytes(n, 1_536) + n * CHUNK_BYTES) / 1e6,
  });
  return {
    title: 'What the requirements document says (§3.2.1)',
    rows: [
      row('EventQA 64K, 150 chunks', '50 MB', 150),
      row('InfBench, 2000 chunks', '800 MB', 2_000),
    ],
  };
}
