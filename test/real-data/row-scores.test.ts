import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dataFolder } from '../../src/app/data-source.ts';
import { findDataset } from '../../src/bench/datasets/catalog.ts';
import { parquetSource } from '../../src/bench/datasets/parquet-source.ts';
import { ANSWER_METRICS } from '../../src/bench/metrics/answer-scores.ts';
import { answerSpaceOf } from '../../src/bench/metrics/answer-space.ts';
import { scorerOf } from '../../src/bench/metrics/scorers.ts';
import type { ContextRow } from '../../src/contracts/dataset.ts';

/** What scripts/golden/row_scores.py made of the same rows with the reference's own code. */
const golden = JSON.parse(
  gunzipSync(
    readFileSync(new URL('./__fixtures__/row-scores.json.gz', import.meta.url)),
  ).toString(),
) as {
  /** By context: for each question and each of its three replies the scores. */
  readonly scores: Readonly<Record<string, readonly (readonly (readonly number[])[])[]>>;
};

const folder = process.env.MAB_DATA;
const skip = folder ? false : 'MAB_DATA does not name a folder with the parquet files';

/** As `replies` in the script: an accepted answer, one of the next question, one among others. */
function repliesTo({ questions, items }: ContextRow, at: number): string[] {
  const [own, other] = [at, (at + 1) % questions.length].map((n) => questions[n]?.answers ?? []);
  const first = own?.[0] ?? '';
  const names = new Map(items?.ids.map((id, place) => [id, items.names[place]]));
  const films = [...(other ?? []), ...(own ?? [])].map(
    (id, place) => `${place + 1}. ${names.get(id)} (1999)`,
  );
  return [first, other?.at(-1) ?? '', items ? films.join('\n') : `Answer: ${first}\nSo.`];
}

function metricsOf(family: string): readonly string[] {
  if (family === 'recsys') return ['recall_at_1', 'recall_at_5', 'recall_at_10'];
  return family === 'eventqa' ? [...ANSWER_METRICS, 'eventqa_recall'] : ANSWER_METRICS;
}

test('accepted answers of every real row score what the reference gives them', {
  skip,
}, async (context) => {
  const source = parquetSource(await dataFolder(folder ?? ''));
  const seen: string[] = [];
  let compared = 0;
  for (const { dataset } of await source.list()) {
    const { family } = findDataset(dataset);
    const names = metricsOf(family);
    for await (const row of source.rows(dataset)) {
      seen.push(row.contextId);
      const score = scorerOf(family).create(answerSpaceOf(family, row));
      for (const [at, question] of row.questions.entries()) {
        for (const [kind, reply] of repliesTo(row, at).entries()) {
          const expected = golden.scores[row.contextId]?.[at]?.[kind] ?? [];
          const { scores } = score(reply, question);
          const ours = names.map((name) => scores[name] ?? Number.NaN);
          const off = ours.map((value, n) => Math.abs(value - (expected[n] ?? Number.NaN)));
          assert.ok(
            off.every((difference) => difference <= 1e-12),
            `${question.id}: ${reply} gives ${ours}, not ${expected}`,
          );
          compared += ours.length;
        }
      }
    }
  }
  assert.deepEqual(seen.sort(), Object.keys(golden.scores).sort());
  context.diagnostic(`${compared} scores of ${seen.length} rows`);
});
