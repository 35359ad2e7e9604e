/**
 * BM25 over 100,000 synthetic passages; prints one line of JSON. Side by side with rank_bm25:
 *
 *   node scripts/bench/bm25.ts PASSAGES
 *   python scripts/bench/bm25.py PASSAGES > rank_bm25.json
 *   node scripts/bench/bm25.ts PASSAGES rank_bm25.json
 *
 * PASSAGES is written by the first command when it is missing: 20 lines of queries, then one
 * passage a line.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRandom, randomInt } from '../../src/core/random.ts';
import { type Bm25Hit, type Bm25Index, createBm25 } from '../../src/retrieval/bm25.ts';
import { whitespaceTokens } from '../../src/retrieval/tokenizers.ts';

const PASSAGES = 100_000;
const PASSAGE_WORDS = 100;
const QUERIES = 20;
const VOCABULARY = 80_000;
const ROUNDS = 5;

interface RankBm25Result {
  readonly build_seconds: number;
  readonly query_seconds_mean: number;
  readonly top10: readonly (readonly (readonly [index: number, score: number])[])[];
}

/** Words drawn with a frequency of about 1 / rank. */
function writePassages(path: string): void {
  const random = createRandom('bm25 bench');
  const word = (): string => `w${Math.floor(VOCABULARY ** random())}`;
  const words = (count: number): string => Array.from({ length: count }, word).join(' ');
  const lines = Array.from({ length: QUERIES }, () => words(4 + randomInt(random, 12)));
  for (let passage = 0; passage < PASSAGES; passage++) lines.push(words(PASSAGE_WORDS));
  writeFileSync(path, `${lines.join('\n')}\n`);
}

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/** The largest score difference, and the places where another document stands without a tie. */
function compare(index: Bm25Index, queries: string[][], ours: Bm25Hit[][], theirs: RankBm25Result) {
  let scoreDifferenceMax = 0;
  let orderDifferences = 0;
  for (const [query, hits] of ours.entries()) {
    const scores = index.scores(queries[query] ?? []);
    for (const [place, [theirIndex, theirScore]] of (theirs.top10[query] ?? []).entries()) {
      const hit = hits[place] ?? { index: -1, score: Number.NaN };
      scoreDifferenceMax = Math.max(scoreDifferenceMax, Math.abs(hit.score - theirScore));
      if (hit.index !== theirIndex && scores[theirIndex] !== hit.score) orderDifferences++;
    }
  }
  return {
    score_difference_max: scoreDifferenceMax,
    order_differences_without_tie: orderDifferences,
  };
}

function main(path: string | undefined, otherPath: string | undefined): void {
  if (!path) throw new Error('Name the file of passages: node scripts/bench/bm25.ts PASSAGES');
  if (!existsSync(path)) writePassages(path);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').map(whitespaceTokens);
  const queries = lines.slice(0, QUERIES);
  const documents = lines.slice(QUERIES);

  let index = createBm25([]);
  const buildSeconds = seconds(() => {
    index = createBm25(documents);
  });
  const top10 = queries.map((query) => index.search(query, 10));
  const querySeconds = seconds(() => {
    for (let round = 0; round < ROUNDS; round++)
      for (const query of queries) index.search(query, 10);
  });
  const result = {
    name: 'mab createBm25',
    documents: documents.length,
    build_seconds: buildSeconds,
    query_seconds_mean: querySeconds / ROUNDS / queries.length,
    rss_bytes: process.memoryUsage.rss(),
  };
  if (!otherPath) {
    const pairs = top10.map((hits) => hits.map((hit) => [hit.index, hit.score]));
    process.stdout.write(`${JSON.stringify({ ...result, top10: pairs })}\n`);
    return;
  }
  const theirs = JSON.parse(readFileSync(otherPath, 'utf8')) as RankBm25Result;
  const compared = compare(index, queries, top10, theirs);
  process.stdout.write(`${JSON.stringify({ ...result, ...compared })}\n`);
}

main(process.argv[2], process.argv[3]);
