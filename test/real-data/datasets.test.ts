import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dataFolder } from '../../src/app/data-source.ts';
import { findDataset } from '../../src/bench/datasets/catalog.ts';
import { parquetSource } from '../../src/bench/datasets/parquet-source.ts';
import type { DatasetSource } from '../../src/contracts/dataset.ts';
import { sha256 } from '../../src/core/hashing.ts';

/**
 * The project's partial copy of the dataset, in the published layout. The hashes were made by
 * Python (pyarrow and hashlib) from the same files.
 */
const EXPECTED: Readonly<
  Record<string, readonly [questions: number, sha256: string, status: string]>
> = {
  'ruler_qa1_197K#0': [
    100,
    '86b44edc1eeb812248f8543fa8a2f97e77a6a4ee12aa7fe0809dc290d1d84293',
    'rebuilt',
  ],
  'eventqa_65536#0': [
    40,
    '3eb8a32b64eef5950a3dd2630168d3fa9b6ada245e8b256ed7522d1f76de7e62',
    'partial',
  ],
  'eventqa_65536#1': [
    40,
    'd55294a488ed900741b946544a6f1e268a384c29db027c6cf10e796f2e1486f9',
    'partial',
  ],
  'eventqa_65536#2': [
    40,
    'fcc5a69f28f0ad1fc685ff0cf3c199ff5ffd39a5d9d73f9651d8d6b2a43b6d49',
    'partial',
  ],
  'longmemeval_s*#0': [
    26,
    'bdf70655b4556351703e6e6ad6727928a03c92bde03c3f952713783ff8b0daf6',
    'stand-in',
  ],
  'factconsolidation_mh_6k#0': [
    100,
    'e46cb14b53eedd71bf92762974a597d46b001157b6b769c03865dee9641818a1',
    'published',
  ],
  'factconsolidation_sh_6k#0': [
    100,
    'e46cb14b53eedd71bf92762974a597d46b001157b6b769c03865dee9641818a1',
    'published',
  ],
  'factconsolidation_sh_32k#0': [
    100,
    '2a44d6ad3264a775596fe6de01994d6b348280303fdd964f82288e2c476a7409',
    'published',
  ],
  'factconsolidation_sh_262k#0': [
    100,
    '9c8ce1ed911d25a3c9d52e5758d9a8d23fa769ded88c5e59dbc1e1a3f6eb1f10',
    'published',
  ],
  'recsys_redial_full#0': [
    200,
    'b181b76d01006f2764a4f7e9e0ad1b2c330857a4e44451011c9fd9216248b0c6',
    'stand-in',
  ],
  'icl_banking77_5900shot_balance#0': [
    100,
    'da4cefdf785829c3bcdf5572c8dc933e44cb485069e290ed37ac306425200df8',
    'rebuilt',
  ],
  'icl_nlu_8296shot_balance#0': [
    40,
    'ffcb6a26842ed35b2280e97ced023cfeee7af7613834648e52c94a882b2fba4c',
    'partial',
  ],
  'icl_trec_coarse_6600shot_balance#0': [
    100,
    '39146950180e7cff4cfd8a259e1b74c2c850440b5fff3116fcb935be11c7dd48',
    'rebuilt',
  ],
};

const folder = process.env.MAB_DATA;
const skip = folder ? false : 'MAB_DATA does not name a folder with the parquet files';

/** As a run opens it: with the table of items that lies beside the folder. */
async function openFolder(path: string): Promise<DatasetSource> {
  return parquetSource(await dataFolder(path));
}

describe('the real rows', { skip }, () => {
  it('are all there with their questions, contexts and statuses', async () => {
    const source = await openFolder(folder ?? '');
    const read: Record<string, readonly [number, string, string]> = {};
    for (const { dataset } of await source.list()) {
      for await (const row of source.rows(dataset)) {
        read[row.contextId] = [row.questions.length, row.contextSha256, row.status];
      }
    }
    assert.deepEqual(read, EXPECTED);
  });

  it('have what the judge of LongMemEval goes by, in the rows of LongMemEval alone', async () => {
    const source = await openFolder(folder ?? '');
    const facts: Record<string, unknown> = {};
    for (const { dataset } of await source.list()) {
      for await (const { contextId, questions } of source.rows(dataset)) {
        const judged = questions.filter(({ type, sourceId, date }) => type ?? sourceId ?? date);
        if (judged.length === 0) continue;
        const columns = judged.map(({ type, sourceId, date }) => [type, sourceId, date]);
        facts[contextId] = sha256(JSON.stringify(columns));
      }
    }
    // python: sha256(json.dumps([list(c) for c in zip(m["question_types"], m["question_ids"],
    //   m["question_dates"])], separators=(",", ":"))), m being the row's metadata by pyarrow.
    assert.deepEqual(facts, {
      'longmemeval_s*#0': '3fdbab0da528a88510d01998e110e2549e3fedfd6c1ef09dc934b2f29ad5ff4c',
    });
  });

  it('are listed with the counts that reading them gives', async () => {
    const source = await openFolder(folder ?? '');
    const counted: Record<string, [number, number]> = {};
    for (const [contextId, [questions]] of Object.entries(EXPECTED)) {
      const [dataset = ''] = contextId.split('#');
      const [rows, sum] = counted[dataset] ?? [0, 0];
      counted[dataset] = [rows + 1, sum + questions];
    }
    const listed = await source.list();
    assert.deepEqual(
      Object.fromEntries(
        listed.map(({ dataset, rows, questions }) => [dataset, [rows, questions]]),
      ),
      counted,
    );
    for (const { dataset, competency } of listed) {
      assert.equal(findDataset(dataset).competency, competency);
    }
  });
});
