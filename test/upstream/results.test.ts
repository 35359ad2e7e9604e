import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import {
  type PublishedRow,
  publishedFile,
} from '../../src/bench/datasets/__fixtures__/published-file.ts';
import { publishedRow } from '../../src/bench/datasets/__fixtures__/published-rows.ts';
import { findDataset } from '../../src/bench/datasets/catalog.ts';
import { fileOfCompetency } from '../../src/bench/datasets/parquet-file.ts';

/** Results of a run, read by the Python project: its scorer, its resume and its judges. */
const checkout = process.env.MAB_UPSTREAM;
const python = process.env.MAB_UPSTREAM_PYTHON;
const skip =
  checkout && python
    ? false
    : 'MAB_UPSTREAM does not name a checkout, or MAB_UPSTREAM_PYTHON no Python with its packages';

const folder = mkdtempSync(join(tmpdir(), 'mab-upstream-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const DATASETS = [
  ...['factconsolidation_sh_6k', 'ruler_qa1_197K', 'longmemeval_s*', 'eventqa_65536'],
  ...['icl_nlu_8296shot_balance', 'infbench_sum_eng_shots2', 'detective_qa'],
];

async function writeData(): Promise<PublishedRow[]> {
  const rows = await Promise.all(
    DATASETS.map(async (id) => ({ id, row: (await publishedRow(id, 1, 3)).row })),
  );
  const byFile = Map.groupBy(rows, ({ id }) => fileOfCompetency(findDataset(id).competency));
  for (const [file, own] of byFile) {
    const data = publishedFile(own.map(({ row }) => row));
    writeFileSync(join(folder, file), new Uint8Array(data));
  }
  return rows.map(({ row }) => row);
}

interface Evaluated {
  readonly results: Record<
    string,
    {
      readonly same_path: boolean;
      readonly keys: boolean;
      readonly entry_keys: readonly boolean[];
      readonly theirs: Record<string, number>;
      readonly ours: Record<string, number>;
      readonly resumed: readonly number[];
    }
  >;
  readonly summary: number;
  readonly labels: readonly boolean[];
  readonly asked: readonly string[];
}

test('exported results are read, scored and judged by the Python project', { skip }, async () => {
  const rows = await writeData();
  const configPath = join(folder, 'run.yaml');
  writeFileSync(
    configPath,
    `data: { folder: . }\ndatasets: ${JSON.stringify(DATASETS)}\n` +
      'methods: [{ id: bm25, profile: reference }]\nreader: { provider: extractive }\n',
  );
  const report = await commands.runBenchmark({
    ...{ configPath, workspace: folder, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  const out = join(folder, 'out');
  const { exportFolder } = await commands.exports();
  const { files } = await exportFolder(folder, report.runId, { format: 'memoryagentbench', out });
  // With both control arms.
  assert.equal(files.length, 3 * DATASETS.length);
  const script = join(import.meta.dirname, 'evaluate.py');
  const printed = execFileSync(python ?? '', [script, checkout ?? '', out], {
    input: JSON.stringify(rows),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const { results, summary, labels, asked } = JSON.parse(printed.toString('utf8')) as Evaluated;
  assert.deepEqual(Object.keys(results).sort(), files.map(({ name }) => name).sort());
  for (const [path, found] of Object.entries(results)) {
    assert.ok(found.same_path && found.keys && found.entry_keys.every(Boolean), path);
    const count = found.entry_keys.length;
    assert.deepEqual(found.resumed, [count, 1, count], path);
    assert.deepEqual(Object.keys(found.ours).sort(), Object.keys(found.theirs).sort(), path);
    for (const [name, value] of Object.entries(found.theirs)) {
      assert.ok(Math.abs(value - (found.ours[name] ?? Number.NaN)) < 1e-9, `${path} ${name}`);
    }
  }
  // Of key points the judge finds one, and of two sentences one is right.
  const keypoints =
    rows.find(({ metadata }) => metadata.keypoints)?.metadata.keypoints?.length ?? 0;
  const recall = 1 / keypoints;
  assert.ok(Math.abs(summary - (2 * recall * 0.5) / (recall + 0.5)) < 1e-12);
  assert.deepEqual(labels, [true, false, true]);
  const memory = rows.find(({ metadata }) => metadata.source === 'longmemeval_s*');
  for (const [at, question] of (memory?.questions ?? []).entries()) {
    assert.ok(asked[at]?.includes(question ?? 'nothing'));
  }
});
