import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { commands } from '../../src/app/commands.ts';
import { main } from '../../src/cli/main.ts';
import { createWorld, mab } from './cli-world.ts';

const folder = await mkdtemp(join(tmpdir(), 'mab-report-files-'));
after(() => rm(folder, { recursive: true, force: true }));
const workspace = join(folder, 'workspace');

async function run(name: string, lines: string): Promise<string> {
  const configPath = join(folder, `${name}.yaml`);
  await writeFile(configPath, `name: ${name}\n${lines}\nreader: { provider: extractive }\n`);
  const { runId } = await commands.runBenchmark({
    ...{ configPath, workspace, retryFailed: false, acceptDiverged: false, share: 1 },
    onEvent: () => undefined,
    signal: new AbortController().signal,
  });
  return runId;
}

const config = (questionsMax: number, topK: number): string => `
data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_mh_6k, questionsMax: ${questionsMax} }]
methods: [oracle, { id: bm25, options: { topK: ${topK} } }]
controls: false`;

const narrow = await run('narrow', config(30, 1));
const broad = await run('broad', config(20, 10));
const elsewhere = await run(
  'elsewhere',
  `
data: { openCorpus: { seed: 1 } }
datasets: [{ id: open_fact_sh_6k, questionsMax: 3 }]
methods: [no-memory]
controls: false`,
);

/** The command line on the real program. */
async function real(...args: readonly string[]) {
  return await mab([...args, '--workspace', workspace], commands);
}

/** Everything that `mab show` knows of a question, by cell. */
async function shown(runId: string, questionId: string) {
  return (await commands.showRun(workspace, runId, questionId)).questions;
}

test('parquet, CSV and the page tell of every question what show tells of it', async () => {
  const path = join(folder, 'narrow.parquet');
  const { code, stderr } = await real('report', narrow, '--format', 'parquet', '--output', path);
  assert.deepEqual([code, stderr], [0, `written to ${path}\n`]);
  const bytes = await readFile(path);
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer });
  assert.equal(rows.length, 60);
  const page = (await real('report', narrow, '--format', 'html')).stdout;
  const packed = /id="question-data">([^<]*)</.exec(page)?.[1] ?? '';
  const { questions } = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'));
  assert.equal(questions.length, 30);
  for (const number of [0, 7, 29]) {
    const id = `open_fact_mh_6k#0/q${number}`;
    const details = await shown(narrow, id);
    const told = details.map(({ cellId, record, scores }) => ({
      ...{ cellId, answer: record.answer, score: scores?.scores.substring_exact_match },
    }));
    const inParquet = rows
      .filter(({ question_id }) => question_id === id)
      .map(({ cell_id, answer, score }) => ({ cellId: cell_id, answer, score }));
    assert.deepEqual(new Set(inParquet), new Set(told));
    const onPage = questions.find((question: { id: string }) => question.id === id);
    assert.deepEqual(
      new Set(onPage.by.map(({ answer }: { answer: string }) => answer)),
      new Set(told.map(({ answer }) => answer)),
    );
  }
  const csv = (await real('report', narrow, '--format', 'csv')).stdout.split('\r\n');
  assert.equal(csv.length, 1 + 60 + 1);
  assert.equal(
    (await real('report', narrow, '--format', 'cells-csv')).stdout.split('\r\n').length,
    4,
  );
});

test('outcomes are told by score and evidence, question by question', async () => {
  const expected: Record<string, number> = {};
  for (let number = 0; number < 30; number++) {
    const details = await shown(narrow, `open_fact_mh_6k#0/q${number}`);
    const scores = details.find(({ method }) => method === 'bm25')?.scores?.scores ?? {};
    const hasEvidence = scores.evidence_recall === 1;
    const outcome =
      scores.substring_exact_match === 1 ? 'right' : hasEvidence ? 'misread' : 'missed';
    expected[outcome] = (expected[outcome] ?? 0) + 1;
  }
  const { cells } = await commands.readReport(workspace, narrow);
  const counts = cells.find(({ method }) => method === 'bm25')?.outcomes;
  const none = { right: 0, misread: 0, missed: 0, unknown: 0, unjudged: 0, failed: 0 };
  assert.deepEqual(counts, { ...none, ...expected });
  assert.ok((expected.missed ?? 0) > 0, JSON.stringify(expected));
});

test('on a terminal a page goes to a file that is named after the run', async () => {
  const world = createWorld(
    { exportRun: async () => ({ fileName: join(folder, 'named.html'), data: '<p>' }) },
    { terminal: true },
  );
  assert.equal(await main(['report', 'latest', '--format', 'html'], world.io), 0);
  assert.equal(await readFile(join(folder, 'named.html'), 'utf8'), '<p>');
  assert.equal(world.stdout.text, '');
});

test('a comparison counts won and lost questions as they stand in the two runs', async () => {
  const { stdout } = await real('compare', narrow, broad, '--format', 'json');
  const { changes, settings, warnings, onlyBefore, onlyAfter } = JSON.parse(stdout);
  assert.deepEqual([onlyBefore, onlyAfter], [[], []]);
  const change = changes.find(
    ({ after: { method } }: { after: { method: string } }) => method === 'bm25',
  );
  const [won, lost]: [string[], string[]] = [[], []];
  for (let number = 0; number < 20; number++) {
    const id = `open_fact_mh_6k#0/q${number}`;
    const scoreIn = async (runId: string): Promise<number | undefined> =>
      (await shown(runId, id)).find(({ method }) => method === 'bm25')?.scores?.scores
        .substring_exact_match;
    const [before, later] = [await scoreIn(narrow), await scoreIn(broad)];
    if (before === 0 && later === 1) won.push(id);
    if (before === 1 && later === 0) lost.push(id);
  }
  assert.ok(won.length > 0);
  const idsOf = (list: readonly { questionId: string }[]): string[] =>
    list.map(({ questionId }) => questionId);
  assert.deepEqual([idsOf(change.won), idsOf(change.lost)], [won, lost]);
  assert.equal(change.paired.questions.paired, 20);
  const difference = (won.length - lost.length) / 20;
  assert.ok(Math.abs(change.paired.difference.mean - difference) < 1e-12);
  assert.ok(
    settings.some(
      ({ path, before, after: later }: Record<string, string>) =>
        path?.endsWith('bm25 (current)].options.topK') && before === '1' && later === '10',
    ),
    JSON.stringify(settings),
  );
  assert.deepEqual(warnings, [
    'open_fact_mh_6k: 10 questions have a score in one run only; the difference leaves them out.',
  ]);
});

test('what cannot be compared is said in one sentence, with exit code 2', async () => {
  const said = async (...args: readonly string[]): Promise<[number, string | undefined]> => {
    const { code, stderr } = await real('compare', ...args);
    return [code, stderr.split('\n')[0]];
  };
  assert.deepEqual(await said(narrow, 'narrow'), [
    ...[2, `error COMPARE_SAME_RUN: ${narrow} cannot be compared with itself.`],
  ]);
  assert.deepEqual(await said(narrow, elsewhere), [
    2,
    `error COMPARE_NOTHING_COMMON: ${narrow} and ${elsewhere} have no dataset and method in common.`,
  ]);
  assert.deepEqual(await said(narrow, 'never'), [
    ...[2, 'error RUN_UNKNOWN: There is no run "never" in this workspace.'],
  ]);
});
