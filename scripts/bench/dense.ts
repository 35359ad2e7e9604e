/**
 * Dense retrieval over one context: chunks, pieces, vectors by the embedded MiniLM, exact search.
 * Prints one line of JSON.
 *
 *   node scripts/bench/dense.ts FOLDER [TOKENS] [auto|native|wasm]
 *
 * Writes into FOLDER, for scripts/bench/dense.py: a sample of the pieces and of our vectors for
 * them (`sample.json`), all vectors and the queries' vectors (32-bit floats, one after the other).
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { createRetrievalCorpus } from '../../src/bench/datasets/open-corpus/retrieval-corpus.ts';
import { splitForEmbedding } from '../../src/bench/methods/passages/split-for-embedding.ts';
import {
  type MiniLm,
  type MiniLmEngine,
  openMiniLm,
} from '../../src/gateway/providers/embedded-minilm/minilm.ts';
import { MINILM_MAX_TOKENS } from '../../src/gateway/providers/embedded-minilm/model-facts.ts';
import { createVectorIndex } from '../../src/retrieval/vector-index.ts';

const BATCH = 32;
const QUERIES = 100;
const SAMPLE_EVERY = 20;
const TOP_K = 10;

async function timed<T>(work: () => T | Promise<T>): Promise<[seconds: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1_000, result];
}

async function embedAll(miniLm: MiniLm, texts: readonly string[], batch: number) {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += batch) {
    const request = {
      model: 'MiniLM',
      texts: texts.slice(from, from + batch),
      role: 'document',
    } as const;
    vectors.push(...(await miniLm.embed(request, new AbortController().signal)).vectors);
  }
  return vectors;
}

const floats = (vectors: readonly Float32Array[]): Buffer =>
  Buffer.concat(
    vectors.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
  );

async function main([folder, tokens = '1000000', engine = 'auto']: readonly string[]) {
  if (!folder) throw new Error('Name a folder: node scripts/bench/dense.ts FOLDER [TOKENS]');
  const { context, questions } = await createRetrievalCorpus(1, Number(tokens), QUERIES);
  const miniLm = await openMiniLm(engine as MiniLmEngine);
  const options = { chunkTokens: 4_096, punkt: 'nltk-3.10' } as const;
  const [chunkSeconds, chunks] = await timed(() => chunkText(context, options));
  const [splitSeconds, pieces] = await timed(() =>
    chunks.flatMap((chunk) => splitForEmbedding(chunk, MINILM_MAX_TOKENS, miniLm.countTokens)),
  );
  const [loadSeconds] = await timed(() => embedAll(miniLm, ['warm'], 1));
  const [embedSeconds, vectors] = await timed(() => embedAll(miniLm, pieces, BATCH));
  const [indexSeconds, index] = await timed(() => createVectorIndex('MiniLM', vectors));
  const texts = questions.map(({ text }) => text);
  const [queryEmbedSeconds, queries] = await timed(() => embedAll(miniLm, texts, 1));
  const [searchSeconds] = await timed(() => queries.map((query) => index.search(query, TOP_K)));
  const sample = pieces.flatMap((text, at) => (at % SAMPLE_EVERY === 0 ? [{ at, text }] : []));
  await writeFile(join(folder, 'sample.json'), JSON.stringify(sample));
  await writeFile(join(folder, 'vectors.bin'), floats(vectors));
  await writeFile(join(folder, 'queries.bin'), floats(queries));
  const wordPieces = pieces.reduce((sum, piece) => sum + miniLm.countTokens(piece), 0);
  const result = {
    ...{ tokens: Number(tokens), chunks: chunks.length, pieces: pieces.length, wordPieces },
    ...{ chunkSeconds, splitSeconds, loadSeconds, embedSeconds, indexSeconds },
    queryEmbedSeconds: queryEmbedSeconds / queries.length,
    searchSeconds: searchSeconds / queries.length,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
    native: miniLm.servedBy.includes('native') ? 1 : 0,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

await main(process.argv.slice(2));
