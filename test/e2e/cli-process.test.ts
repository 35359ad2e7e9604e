import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../src/run/config/parse-config.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../examples', import.meta.url));

/** Runs the command as a process of its own, without colours unless `environment` asks for them. */
async function mab(args: readonly string[], environment: Record<string, string> = {}) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

const SMALL = `
data: { openCorpus: {} }
datasets: [{ id: open_fact_sh_6k, questionsMax: 5 }]
methods: [no-memory, bm25]
controls: false
reader: { provider: extractive }
`;

test('a run, its repetition and its reading, from file to exit code', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-cli-'));
  const config = join(folder.path, 'small.yaml');
  const workspace = ['--workspace', join(folder.path, 'workspace')];
  await writeFile(config, SMALL);

  const first = await mab(['run', config, ...workspace, '--json']);
  assert.equal(first.code, 0, first.stderr);
  assert.equal(first.stderr, '');
  const report = JSON.parse(first.stdout);
  assert.equal(report.state, 'complete');
  assert.deepEqual(
    report.cells.map(({ method, questions }: { method: string; questions: object }) => ({
      method,
      questions,
    })),
    [
      { method: 'no-memory', questions: { answered: 5, planned: 5 } },
      { method: 'bm25', questions: { answered: 5, planned: 5 } },
    ],
  );

  const again = await mab(['run', config, ...workspace, '--json']);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(JSON.parse(again.stdout), report);

  const list = await mab(['list', ...workspace, '--json']);
  assert.deepEqual(
    JSON.parse(list.stdout).runs.map(({ runId }: { runId: string }) => runId),
    [report.runId],
  );
  const read = await mab(['report', 'small', ...workspace, '--format', 'json']);
  assert.deepEqual(JSON.parse(read.stdout), report);
  const shown = await mab(['show', 'latest', ...workspace, '--question', 'open_fact_sh_6k#0/q0']);
  assert.match(shown.stdout, /^open_fact_sh_6k#0\/q0\nquestion {2}/);
});

test('a full disk behind > is one sentence and exit code 4', {
  skip: process.platform === 'linux' ? false : 'needs /dev/full',
}, () => {
  const full = openSync('/dev/full', 'w');
  try {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'data', 'list', 'open'], {
      ...{ stdio: ['ignore', full, 'pipe'], encoding: 'utf8' },
    });
    assert.equal(status, 4, stderr);
    assert.match(stderr, /^error OUTPUT_NOT_WRITTEN: Standard output cannot be written: ENOSPC/);
    assert.doesNotMatch(stderr, /at .*\.ts/);
  } finally {
    closeSync(full);
  }
});

test('a key in a configuration is refused before anything is made, and not shown', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'mab-cli-'));
  const config = join(folder.path, 'bad.yaml');
  await writeFile(
    config,
    SMALL.replace(
      '{ provider: extractive }',
      '{ provider: openai, model: m, contextTokens: 4096, apiKeyEnv: sk-proj-Ab12Cd34Ef56 }',
    ),
  );
  const { code, stdout, stderr } = await mab(['run', config, '--workspace', folder.path, '--json']);
  assert.equal(code, 2);
  assert.equal(JSON.parse(stdout).error.code, 'CONFIG_INVALID');
  assert.ok(!`${stdout}${stderr}`.includes('Ab12Cd34'));
  assert.deepEqual(await readdir(folder.path), ['bad.yaml']);
});

test('every example is a valid configuration', async () => {
  const names = (await readdir(EXAMPLES)).filter((name) => name.endsWith('.yaml'));
  assert.deepEqual(names.sort(), [
    'anthropic.yaml',
    'first-look.yaml',
    'gemini.yaml',
    'llama-cpp.yaml',
    'memoryagentbench.yaml',
    'open-corpus.yaml',
    'openai.yaml',
  ]);
  for (const name of names) {
    const bytes = await readFile(join(EXAMPLES, name));
    assert.equal(parseConfig(bytes, { fileName: name }).name, name.replace('.yaml', ''));
  }
});

test('colours appear on demand only', async () => {
  const red = '\u001b[31merror USAGE:\u001b[39m';
  const plain = await mab(['lst']);
  assert.ok(plain.stderr.startsWith('error USAGE: '));
  const forced = await mab(['lst'], { FORCE_COLOR: '1' });
  assert.ok(forced.stderr.startsWith(red));
  const refused = await mab(['lst'], { NO_COLOR: '1' });
  assert.ok(refused.stderr.startsWith('error USAGE: '));
});

test('a reader that leaves early is no error', async () => {
  const child = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});
