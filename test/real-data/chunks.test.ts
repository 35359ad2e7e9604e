import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { splitSentences } from '../../src/bench/chunking/punkt.ts';
import { countTokens } from '../../src/bench/chunking/token-count.ts';
import { sha256 } from '../../src/core/hashing.ts';
import golden from './__fixtures__/chunks.json' with { type: 'json' };

/** What the authors of the benchmark published: dataset, tokens of a chunk, chunks. */
const PUBLISHED = [
  ['factconsolidation_sh_6k', 4096, 2],
  ['factconsolidation_sh_32k', 4096, 9],
  ['factconsolidation_sh_262k', 4096, 67],
  ['factconsolidation_sh_6k', 512, 12],
] as const;

const rowSchema = z.object({ context: z.string(), metadata: z.object({ source: z.string() }) });

const folder = process.env.MAB_DATA;
const options = folder ? {} : { skip: 'MAB_DATA does not name a folder of *.parquet files' };

const digest = (parts: readonly string[]): string => sha256(parts.join('\0'));

/** Two datasets may have the same context, so the key has both. */
const rowKey = (source: string, textSha256: string): string => `${source} ${textSha256}`;

async function readContexts(path: string): Promise<Map<string, string>> {
  const names = (await readdir(path)).filter((name) => name.endsWith('.parquet'));
  const contexts = new Map<string, string>();
  for (const name of names) {
    const file = await asyncBufferFromFile(join(path, name));
    for (const row of await parquetReadObjects({
      file,
      compressors,
      columns: ['context', 'metadata'],
    })) {
      const { context, metadata } = rowSchema.parse(row);
      contexts.set(rowKey(metadata.source, sha256(context)), context);
    }
  }
  return contexts;
}

function measure(text: string): object {
  const sentences = splitSentences(text, 'nltk-3.10');
  const sizes = [512, 4096].map((chunkTokens) => {
    const chunks = chunkText(text, { chunkTokens, punkt: 'nltk-3.10' });
    return [String(chunkTokens), { chunks: chunks.length, sha256: digest(chunks) }] as const;
  });
  return {
    tokens: countTokens(text),
    sentences: sentences.length,
    sentencesSha256: digest(sentences),
    sizes: Object.fromEntries(sizes),
  };
}

test('chunks of real rows are those of the reference, byte for byte', options, async (t) => {
  const contexts = await readContexts(folder ?? '');
  const known = golden.rows.filter(({ source, textSha256 }) =>
    contexts.has(rowKey(source, textSha256)),
  );
  assert.notEqual(known.length, 0, 'MAB_DATA holds none of the rows that golden values exist for');
  for (const { split, row, source, textSha256, ...expected } of golden.rows) {
    const context = contexts.get(rowKey(source, textSha256));
    const skip = context === undefined ? 'this row is not in MAB_DATA' : false;
    await t.test(`${split} row ${row}, ${source}`, { skip }, () => {
      assert.deepEqual(measure(context ?? ''), expected);
    });
  }
});

test('chunk counts of real rows are the published ones', options, async (t) => {
  const contexts = [...(await readContexts(folder ?? ''))];
  for (const [dataset, chunkTokens, chunks] of PUBLISHED) {
    const context = contexts.find(([key]) => key.startsWith(`${dataset} `))?.[1];
    const skip = context === undefined ? 'this row is not in MAB_DATA' : false;
    await t.test(`${dataset} at ${chunkTokens} tokens: ${chunks}`, { skip }, () => {
      const ours = chunkText(context ?? '', { chunkTokens, punkt: 'nltk-3.10' });
      assert.equal(ours.length, chunks);
    });
  }
});
