import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { z } from 'zod';
import { chunkText } from '../../src/bench/chunking/chunk-text.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { type Bm25Index, createBm25 } from '../../src/retrieval/bm25.ts';
import { whitespaceTokens } from '../../src/retrieval/tokenizers.ts';
import golden from './__fixtures__/bm25.json' with { type: 'json' };

const rowSchema = z.object({
  context: z.string(),
  questions: z.array(z.string()),
  metadata: z.object({ source: z.string() }),
});
type Row = z.infer<typeof rowSchema>;
/** Place by place the chunk's position and its score, rounded to 9 digits by the reference. */
type Ranking = readonly (readonly number[])[];

const folder = process.env.MAB_DATA;
const options = folder ? {} : { skip: 'MAB_DATA does not name a folder of *.parquet files' };

/** Two datasets may ask about one context, so the context alone does not name a row. */
function rowKey(dataset: string, contextSha256: string): string {
  return `${dataset} ${contextSha256}`;
}

async function readRows(path: string): Promise<Map<string, Row>> {
  const names = (await readdir(path)).filter((name) => name.endsWith('.parquet'));
  const rows = new Map<string, Row>();
  for (const name of names) {
    const file = await asyncBufferFromFile(join(path, name));
    const columns = ['context', 'questions', 'metadata'];
    for (const record of await parquetReadObjects({ file, compressors, columns })) {
      const row = rowSchema.parse(record);
      rows.set(rowKey(row.metadata.source, sha256(row.context)), row);
    }
  }
  return rows;
}

/**
 * Scores equal to 1e-9 place by place; where another chunk stands in a place, it is an equal one.
 */
function assertRanking(index: Bm25Index, question: string, expected: Ranking): void {
  const terms = whitespaceTokens(question);
  const scores = index.scores(terms);
  const hits = index.search(terms, 10);
  assert.equal(hits.length, expected.length);
  for (const [place, hit] of hits.entries()) {
    const [theirs = -1, score = Number.NaN] = expected[place] ?? [];
    const apart = Math.abs(hit.score - score);
    assert.ok(apart <= 1e-9, `place ${place} of "${question}" scores ${hit.score}, not ${score}`);
    assertSameOrTied(scores, hit.index, theirs);
  }
}

function assertSameOrTied(scores: Float64Array, ours: number, theirs: number): void {
  const apart = Math.abs((scores[ours] ?? Number.NaN) - (scores[theirs] ?? Number.NaN));
  assert.ok(ours === theirs || apart <= 1e-9, `chunk ${ours} stands where ${theirs} should`);
}

test('BM25 over real rows ranks chunks as rank_bm25 does', options, async (t) => {
  const rows = await readRows(folder ?? '');
  const present = golden.rows.filter((row) => rows.has(rowKey(row.dataset, row.context_sha256)));
  assert.notEqual(
    present.length,
    0,
    'MAB_DATA holds none of the rows that golden values exist for',
  );
  for (const { dataset, context_sha256, sizes } of golden.rows) {
    const row = rows.get(rowKey(dataset, context_sha256));
    const skip = row ? false : 'this row is not in MAB_DATA';
    await t.test(`${dataset} ${context_sha256.slice(0, 8)}`, { skip }, async () => {
      assert.ok(row);
      for (const { chunk_tokens, chunks, top1, top10_first3 } of sizes) {
        const texts = await chunkText(row.context, {
          chunkTokens: chunk_tokens,
          punkt: 'nltk-3.10',
        });
        assert.equal(texts.length, chunks, 'another number of chunks');
        const index = createBm25(texts.map(whitespaceTokens));
        assert.equal(row.questions.length, top1.length);
        for (const [at, ranking] of top10_first3.entries()) {
          assertRanking(index, row.questions[at] ?? '', ranking);
        }
        for (const [at, question] of row.questions.entries()) {
          const scores = index.scores(whitespaceTokens(question));
          const [best] = index.search(whitespaceTokens(question), 1);
          assertSameOrTied(scores, best?.index ?? -1, top1[at] ?? -1);
        }
      }
    });
  }
});
