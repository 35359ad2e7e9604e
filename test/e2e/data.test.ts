import assert from 'node:assert/strict';
import { cp, mkdtempDisposable, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import { openCorpusSource } from '../../src/bench/datasets/open-corpus/open-corpus.ts';
import { createRowFile } from '../../src/bench/datasets/row-file.ts';
import type { ContextRow } from '../../src/contracts/dataset.ts';
import { HUB_COMMIT, hubOf } from '../../src/testing/hub-files.ts';
import { startHubServer } from '../../src/testing/hub-server.ts';
import { mab as mabWith } from './cli-world.ts';

after(() => {
  delete process.env.MAB_CACHE;
});

/** The command line, with this folder as the cache of its machine. */
function mab(args: readonly string[], cache: string) {
  process.env.MAB_CACHE = cache;
  return mabWith(args, commands);
}

const temporaryFolder = () => mkdtempDisposable(join(tmpdir(), 'mab-data-'));
const CONFLICT = 'Conflict_Resolution-00000-of-00001.parquet';

async function openRow(): Promise<ContextRow> {
  for await (const row of openCorpusSource(3).rows('open_fact_sh_6k')) return row;
  throw new Error('The open corpus has no such row.');
}

/** A parquet file of the published layout: invented facts under the name of a published dataset. */
async function parquetBytes(
  change: (row: ContextRow) => ContextRow = (row) => row,
  rows = 1,
): Promise<Uint8Array> {
  const file = createRowFile('conflict-resolution', 'a test');
  const row = { ...(await openRow()), dataset: 'factconsolidation_sh_6k' };
  for (let at = 0; at < rows; at++) file.add(at === 0 ? row : change(row));
  return file.finish();
}

const configOf = (data: string, dataset: string): string => `
data: ${data}
datasets: [{ id: ${dataset}, questionsMax: 5 }]
methods: [oracle]
controls: false
reader: { provider: extractive }
`;

/** The report of a run, and how it ended. */
async function run(folder: string, cache: string, config: string) {
  const path = join(folder, 'config.yaml');
  await writeFile(path, config);
  const workspace = join(folder, 'workspace');
  const { code, stdout } = await mab(['run', path, '--workspace', workspace, '--json'], cache);
  return { code, report: JSON.parse(stdout) };
}

describe('mab data synth', () => {
  it('writes the open corpus so that a run on the folder is a run on the corpus', async () => {
    await using folder = await temporaryFolder();
    const [cache, out] = [join(folder.path, 'cache'), join(folder.path, 'data')];
    const wish = ['--datasets', 'open_retrieval_6k,open_fact_sh_6k', '--seed', '3'];
    const made = await mab(['data', 'synth', '--out', out, ...wish, '--json'], cache);
    assert.equal(made.code, 0, made.stderr);
    const { label, files } = JSON.parse(made.stdout);
    assert.equal(label, openCorpusSource(3).label);
    assert.deepEqual(
      (await readdir(out)).sort(),
      files.map(({ name }: { name: string }) => name).sort(),
    );

    const list = await mab(['data', 'list', out], cache);
    assert.match(list.stdout, /\nopen_fact_sh_6k +conflict-resolution +1 +100 +open-corpus\n/);
    const dataset = 'open_fact_sh_6k';
    const first = await run(folder.path, cache, configOf('{ folder: data }', dataset));
    const second = await run(folder.path, cache, configOf('{ openCorpus: { seed: 3 } }', dataset));
    assert.equal(first.code, 0);
    assert.deepEqual(first.report.data, { label: out, openCorpus: true });
    assert.deepEqual(first.report.cells[0].rowStatus, 'open-corpus');
    // The same questions with the same evidence: the same run, which is done already.
    assert.deepEqual(second.report, first.report);
  });

  it('replaces nobody’s files, and makes the same ones again', async () => {
    await using folder = await temporaryFolder();
    const args = ['data', 'synth', '--out', folder.path, '--datasets', 'open_fact_mh_6k'];
    assert.equal((await mab(args, folder.path)).code, 0);
    assert.equal((await mab(args, folder.path)).code, 0);
    const other = await mab([...args, '--seed', '2', '--json'], folder.path);
    assert.equal(other.code, 2);
    assert.equal(JSON.parse(other.stdout).error.code, 'DATA_FOLDER_TAKEN');
  });

  it('knows its datasets', async () => {
    await using folder = await temporaryFolder();
    const args = ['data', 'synth', '--out', folder.path, '--datasets', 'open_fact_sh_6'];
    const { code, stderr } = await mab(args, folder.path);
    assert.equal(code, 2);
    assert.match(stderr, /DATASET_UNKNOWN: There is no dataset "open_fact_sh_6"/);
    assert.match(stderr, /from open_fact_sh_6k to open_fact_sh_1000k/);
  });

  it('writes any size, in the order of the corpus', async () => {
    await using folder = await temporaryFolder();
    const out = join(folder.path, 'data');
    const wish = ['--datasets', 'open_event_7k,open_event_6k,open_recsys_8k'];
    const made = await mab(['data', 'synth', '--out', out, ...wish], folder.path);
    assert.equal(made.code, 0, made.stderr);
    const listed = await mab(['data', 'list', out, '--json'], folder.path);
    assert.deepEqual(
      JSON.parse(listed.stdout).datasets.map(({ dataset }: { dataset: string }) => dataset),
      ['open_event_6k', 'open_event_7k', 'open_recsys_8k'],
    );
  });
});

describe('data from the hub', () => {
  it('is run from the cache, and from nowhere else', async () => {
    await using folder = await temporaryFolder();
    await using hub = await startHubServer(
      hubOf(undefined, { [`data/${CONFLICT}`]: await parquetBytes() }),
    );
    const cache = join(folder.path, 'cache');
    const source = `{ hub: { revision: ${HUB_COMMIT} } }`;
    const config = configOf(source, 'factconsolidation_sh_6k');

    const before = await run(folder.path, cache, config);
    assert.equal(before.code, 2);
    assert.equal(before.report.error.code, 'DATA_NOT_PULLED');
    assert.match(before.report.error.hint, new RegExp(`mab data pull --revision ${HUB_COMMIT}`));
    assert.equal(hub.requests.length, 0);

    const pull = ['data', 'pull', '--mirror', hub.url, '--revision', HUB_COMMIT];
    assert.equal((await mab(pull, cache)).code, 0);
    const after = await run(folder.path, cache, config);
    assert.equal(after.code, 0);
    assert.deepEqual(after.report.data, {
      label: 'ai-hyz/MemoryAgentBench at 0123456789ab',
      openCorpus: false,
    });
    // Nobody has compared these rows with the published ones, wherever they came from.
    assert.equal(after.report.cells[0].rowStatus, 'unverified');

    const listed = JSON.parse((await mab(['data', 'list', '--json'], cache)).stdout);
    assert.deepEqual(
      listed.revisions.map(({ files: [file], ...revision }: { files: { state: string }[] }) => ({
        ...revision,
        state: file?.state,
      })),
      [{ repo: 'ai-hyz/MemoryAgentBench', revision: HUB_COMMIT, pinned: false, state: 'held' }],
    );

    const objects = join(cache, 'hub', 'objects');
    for (const name of await readdir(objects)) {
      await writeFile(join(objects, name), (await readFile(join(objects, name))).subarray(1));
    }
    const damaged = await run(folder.path, cache, config);
    assert.equal(damaged.code, 4);
    assert.equal(damaged.report.error.code, 'DATA_DAMAGED');
    const check = await mab(['data', 'check', `hub:${HUB_COMMIT}`], cache);
    assert.equal(check.code, 2);
    assert.match(check.stdout, /NOT as in the lock/);
  });
});

describe('mab data check', () => {
  it('names every bad row, and goes on', async () => {
    await using folder = await temporaryFolder();
    const noAnswer = (row: ContextRow): ContextRow => ({
      ...row,
      questions: row.questions.map((question, at) =>
        at === 4 ? { ...question, answers: [] } : question,
      ),
    });
    await writeFile(join(folder.path, CONFLICT), await parquetBytes(noAnswer, 3));
    await writeFile(join(folder.path, 'Accurate_Retrieval-00000-of-00001.parquet'), 'PAR1 no PAR1');
    const { code, stdout } = await mab(['data', 'check', folder.path, '--json'], folder.path);
    assert.equal(code, 2);
    const { rows, datasets, files, problems } = JSON.parse(stdout);
    assert.deepEqual(
      rows.map(({ file, row, code, status }: Record<string, unknown>) => ({
        file,
        row,
        code,
        status,
      })),
      [
        {
          ...{ file: 'Accurate_Retrieval-00000-of-00001.parquet', row: undefined },
          ...{ code: 'DATA_UNREADABLE', status: undefined },
        },
        { file: CONFLICT, row: 0, code: undefined, status: 'unverified' },
        { file: CONFLICT, row: 1, code: 'ROW_INVALID', status: undefined },
        { file: CONFLICT, row: 2, code: 'ROW_INVALID', status: undefined },
      ],
    );
    assert.deepEqual(datasets, [
      {
        dataset: 'factconsolidation_sh_6k',
        ...{ rows: 1, questions: 100, isKnown: true, rowsComplete: 1, questionsComplete: 100 },
      },
    ]);
    assert.deepEqual(
      files.map(({ lock }: { lock: string }) => lock),
      ['no-lock', 'no-lock'],
    );
    assert.equal(problems, 3);
  });

  it('warns of names that stand twice, and takes the row', async () => {
    await using folder = await temporaryFolder();
    const twice = (row: ContextRow): ContextRow => ({
      ...row,
      questions: row.questions.map((question, at) => ({
        ...question,
        ...{ qaPairId: `no${at % 99}`, sourceId: at < 3 ? 'a' : `b${at}` },
      })),
    });
    await writeFile(join(folder.path, CONFLICT), await parquetBytes(twice, 2));
    const { code, stdout } = await mab(['data', 'check', folder.path], folder.path);
    assert.equal(code, 0);
    assert.ok(
      stdout.endsWith(
        `2 warnings.
  factconsolidation_sh_6k#1: The questions 0, 99 have the same entry in qa_pair_ids.
  factconsolidation_sh_6k#1: The questions 0, 1, 2 have the same entry in question_ids.

No problems.
`,
      ),
      stdout,
    );
  });

  it('compares with the lock that a pull has left', async () => {
    await using folder = await temporaryFolder();
    const bytes = await parquetBytes();
    await using hub = await startHubServer(
      hubOf(undefined, { [`data/${CONFLICT}`]: bytes, 'entity2id.json': Buffer.from('{}') }),
    );
    const [cache, to] = [join(folder.path, 'cache'), join(folder.path, 'data')];
    const pull = ['data', 'pull', '--mirror', hub.url, '--revision', 'main', '--to', to];
    assert.equal((await mab(pull, cache)).code, 0);
    const good = await mab(['data', 'check', to, '--json'], cache);
    assert.equal(good.code, 0);
    assert.deepEqual(JSON.parse(good.stdout).files, [
      { name: CONFLICT, size: bytes.length, lock: 'matches' },
      { name: 'entity2id.json', size: 2, lock: 'matches' },
    ]);

    await rm(join(to, 'entity2id.json'));
    await writeFile(join(to, CONFLICT), await parquetBytes((row) => row, 2));
    await cp(join(to, CONFLICT), join(to, 'Test_Time_Learning-00000-of-00001.parquet'));
    const bad = await mab(['data', 'check', to, '--json'], cache);
    assert.equal(bad.code, 2);
    const found = JSON.parse(bad.stdout);
    assert.deepEqual(
      found.files.map(({ name, lock }: { name: string; lock: string }) => [name, lock]),
      [
        [CONFLICT, 'differs'],
        ['Test_Time_Learning-00000-of-00001.parquet', 'unlisted'],
        ['entity2id.json', 'missing'],
      ],
    );
    assert.equal(found.problems, 2);
  });
});
