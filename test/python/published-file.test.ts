import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { conversationRow } from '../../src/bench/datasets/__fixtures__/conversation-row.ts';
import { publishedFile } from '../../src/bench/datasets/__fixtures__/published-file.ts';
import { parquetSource } from '../../src/bench/datasets/parquet-source.ts';

/** The rows that stand in for those that nobody has, as pyarrow sees them. */
const python = process.env.MAB_PYTHON;
const skip = python ? false : 'MAB_PYTHON does not name a Python with the packages';

const folder = await mkdtemp(join(tmpdir(), 'mab-published-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Prints the schema, and writes the rows anew as pyarrow writes them. */
const REWRITE = `
import sys, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
print({field.name: str(field.type) for field in table.schema})
pq.write_table(table, sys.argv[2], compression=sys.argv[3], row_group_size=int(sys.argv[4]))`;

// The card of the dataset, `dataset_info.features`, in the names of pyarrow.
const TURN = 'struct<content: string, has_answer: bool, role: string>';
const LISTS = `list<element: list<element: list<element: ${TURN}>>>`;
const TEXTS = 'list<element: string>';
const CARD =
  `{'context': 'string', 'questions': '${TEXTS}', 'answers': 'list<element: ${TEXTS}>', ` +
  `'metadata': 'struct<demo: string, haystack_sessions: ${LISTS}, keypoints: ${TEXTS}, ` +
  `previous_events: ${TEXTS}, qa_pair_ids: ${TEXTS}, question_dates: ${TEXTS}, ` +
  `question_ids: ${TEXTS}, question_types: ${TEXTS}, source: string>'}`;

const rows = [1, 2, 3].map((seed) => conversationRow('longmemeval_s*', seed, 40));

async function questionsIn(path: string) {
  const { buffer } = Uint8Array.from(await readFile(path));
  const open = async () => buffer;
  const name = 'Accurate_Retrieval-00000-of-00001.parquet';
  const files = [{ name, competency: 'accurate-retrieval', open }] as const;
  const found = [];
  for await (const row of parquetSource({ label: 'x', files }).rows('longmemeval_s*')) {
    found.push(row.questions);
  }
  return found;
}

for (const [codec, rowGroupRows] of [
  ['snappy', 3],
  ['zstd', 1],
] as const) {
  test(`generated rows are as the card says, and read alike from pyarrow's ${codec} file`, {
    skip,
  }, async () => {
    const [ours, theirs] = [join(folder, 'ours.parquet'), join(folder, 'theirs.parquet')];
    await writeFile(ours, new Uint8Array(publishedFile(rows)));
    const args = ['-c', REWRITE, ours, theirs, codec, String(rowGroupRows)];
    const schema = execFileSync(python ?? '', args, { encoding: 'utf8' });
    assert.equal(schema.trim(), CARD);
    const read = await questionsIn(theirs);
    assert.deepEqual(read, await questionsIn(ours));
    assert.ok(read.flat().every(({ evidence }) => evidence?.length === 1));
    assert.equal(read.flat().length, 120);
  });
}
