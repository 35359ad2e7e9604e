/**
 * Chunking of one text; prints one line of JSON. Side by side with the reference's packages:
 *
 *   node scripts/bench/chunking.ts TEXT
 *   python scripts/bench/chunking.py TEXT node_modules
 *
 * `load_seconds` is for tables and vocabulary, `first_seconds` for the first chunking after that,
 * and `seconds` is the median of the next five.
 */
import { readFileSync } from 'node:fs';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { sha256 } from '../../src/core/hashing.ts';

const CHUNK_TOKENS = 4096;
const ROUNDS = 5;

function seconds(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function main(path: string | undefined): void {
  if (!path) throw new Error('Name a text file: node scripts/bench/chunking.ts TEXT');
  const text = readFileSync(path, 'utf8');
  const options = { chunkTokens: CHUNK_TOKENS, punkt: 'nltk-3.10' } as const;
  let chunks: string[] = [];
  const work = (): void => {
    chunks = chunkText(text, options);
  };
  const loadSeconds = seconds(() => void chunkText('It is loaded. Thé_warm-up ends.', options));
  const firstSeconds = seconds(work);
  const rounds = Array.from({ length: ROUNDS }, () => seconds(work)).sort((a, b) => a - b);
  const result = {
    name: 'mab chunkText',
    seconds: rounds[ROUNDS >> 1],
    first_seconds: firstSeconds,
    load_seconds: loadSeconds,
    characters: [...text].length,
    chunks: chunks.length,
    sha256: sha256(chunks.join('\0')),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv[2]);
