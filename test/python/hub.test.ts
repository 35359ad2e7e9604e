import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createHubClient } from '../../src/adapters/hub/hub-client.ts';
import { parseEndpoint } from '../../src/adapters/hub/hub-urls.ts';
import { openCorpusSource } from '../../src/bench/datasets/open-corpus/open-corpus.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { HUB_COMMIT, HUB_FILES, HUB_REPO, hubOf } from '../../src/testing/hub-files.ts';
import { startHubServer } from '../../src/testing/hub-server.ts';
import { mab } from '../e2e/hub-world.ts';

/**
 * What others make of our files and of our imitation of a hub: pyarrow, and the hub's own client.
 * Needs `MAB_PYTHON`, a Python that has the packages of `requirements.txt`.
 */
const python = process.env.MAB_PYTHON;
const skip = python ? false : 'MAB_PYTHON does not name a Python with the packages';

async function runPython(script: string, ...args: readonly string[]): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...process.env, HF_HUB_DISABLE_XET: '1', HF_HUB_DISABLE_TELEMETRY: '1' };
  const maxBuffer = 256 * 1024 * 1024;
  return (await promisify(execFile)(python ?? '', [path, ...args], { env, maxBuffer })).stdout;
}

describe('the imitated hub', { skip }, () => {
  it('is a hub for the hub’s own client, which sees what our client sees', async () => {
    await using hub = await startHubServer(hubOf());
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-python-'));
    const paths = Object.keys(HUB_FILES);
    const got = JSON.parse(
      await runPython('pull_with_client.py', hub.url, HUB_REPO, 'main', folder.path, ...paths),
    );
    assert.equal(got.commit, HUB_COMMIT);
    assert.deepEqual(
      got.sha256,
      Object.fromEntries(Object.entries(HUB_FILES).map(([path, bytes]) => [path, sha256(bytes)])),
    );
    assert.deepEqual(got.errors, ['RevisionNotFoundError', 'RemoteEntryNotFoundError']);
    const client = createHubClient(parseEndpoint(hub.url), { stallMs: 10_000 });
    const lock = await client.lockOf(HUB_REPO, 'main', new AbortController().signal);
    assert.deepEqual(
      lock.files,
      Object.entries<{ size: number; blob: string; sha256: string | null }>(got.tree).map(
        ([path, file]) => ({ path, size: file.size, oid: file.sha256 ?? file.blob }),
      ),
    );
  });
});

describe('files of the published layout', { skip }, () => {
  it('are read by pyarrow as the open corpus is', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-python-'));
    const out = join(folder.path, 'data');
    const source = openCorpusSource(5);
    const datasets = (await source.list()).flatMap(({ dataset }) =>
      dataset.endsWith('_6k') ? dataset : [],
    );
    const wish = ['--seed', '5', '--datasets', datasets.join(',')];
    const { code, stderr } = await mab(['data', 'synth', '--out', out, ...wish], folder.path);
    assert.equal(code, 0, stderr);
    const rows = (await runPython('read_rows.py', out))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const dataset of datasets) {
      for await (const row of source.rows(dataset)) {
        const read = rows.filter((candidate) => candidate.source === dataset);
        assert.equal(read.length, 1);
        const { contextSha256, questions, answers, evidence, items, qaPairIds } = read[0];
        assert.deepEqual(
          { contextSha256, questions, answers, evidence, items, qaPairIds },
          {
            contextSha256: row.contextSha256,
            questions: row.questions.map(({ text }) => text),
            answers: row.questions.map((question) => question.answers),
            evidence: row.questions.map((question) => question.evidence ?? null),
            items: [row.items?.ids ?? null, row.items?.names ?? null],
            qaPairIds: row.questions.map(({ index }) => `${dataset}_no${index}`),
          },
        );
      }
    }
    assert.equal(rows.length, datasets.length);
  });

  it('have the published columns, empty where nothing is published', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-python-'));
    const wish = ['--datasets', 'open_fact_sh_6k'];
    await mab(['data', 'synth', '--out', folder.path, ...wish], folder.path);
    const { columns, metadata, empty } = JSON.parse(await runPython('read_rows.py', folder.path));
    assert.deepEqual(columns, ['context', 'questions', 'answers', 'metadata']);
    // As pyarrow reads them from a file of the dataset: pq.read_schema(path).field('metadata').
    const published = [
      ...['demo', 'haystack_sessions', 'keypoints', 'previous_events', 'qa_pair_ids'],
      ...['question_dates', 'question_ids', 'question_types', 'source'],
    ];
    assert.deepEqual(metadata, [...published, 'evidence', 'item_ids', 'item_names']);
    assert.deepEqual(empty, [
      ...['demo', 'haystack_sessions', 'item_ids', 'item_names', 'keypoints', 'previous_events'],
      ...['question_dates', 'question_ids', 'question_types'],
    ]);
  });
});
