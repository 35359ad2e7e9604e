import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { listFiles, ROOT } from '../../scripts/tooling/list-files.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { findFloorNode } from './floor-node.ts';
import { type Ended, npm, runProgram } from './npm.ts';

// What users get is what `npm pack` makes, so that is what is installed and run here: on the oldest
// Node that is supported and on the one that is pinned.

/**
 * Small, because a package that is installed by itself embeds in WebAssembly: what `npm start` runs
 * takes minutes that way.
 */
const SMALL_RUN = {
  data: { openCorpus: { seed: 1 } },
  datasets: ['open_fact_sh_6k'],
  methods: ['no-memory', 'bm25', 'dense'],
  controls: false,
  reader: { provider: 'extractive' },
};

const floor = findFloorNode();
const project = mkdtempSync(join(tmpdir(), 'mab-packed-'));
let packed: readonly string[] = [];

before(() => {
  assert.ok(existsSync(join(ROOT, 'dist')), 'There is no dist/: run `npm run build` first.');
  const made = mustSucceed(npm(ROOT, ['pack', '--json', '--pack-destination', project]));
  const [tarball] = JSON.parse(made.stdout) as [{ filename: string; files: { path: string }[] }];
  packed = tarball.files.map(({ path }) => path);
  writeFileSync(join(project, 'package.json'), '{ "name": "a-user", "private": true }\n');
  mustSucceed(npm(project, ['install', join(project, tarball.filename)]));
});

after(() => rmSync(project, { recursive: true, force: true }));

test('the package holds the built program, its papers and examples, no source and no test', () => {
  const built = listFiles(['dist']);
  const besides = packed.filter((path) => !built.includes(path)).sort();
  assert.deepEqual(besides, [
    'LICENSE',
    'README.md',
    'bin/launch.js',
    'bin/mab-lab.js',
    'bin/mab.js',
    'examples/anthropic.yaml',
    'examples/first-look.yaml',
    'examples/gemini.yaml',
    'examples/llama-cpp.yaml',
    'examples/memoryagentbench.yaml',
    'examples/open-corpus.yaml',
    'examples/openai.yaml',
    'examples/plugin/own-method.yaml',
    'examples/plugin/recent-and-rare.ts',
    'package.json',
  ]);
  assert.deepEqual(
    built.filter((path) => /\.test\.|__fixtures__|-suite\./.test(path)),
    [],
  );
});

test('every address of the package is a file of it', () => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, string | Record<string, string>>;
  };
  const targets = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  assert.deepEqual(
    targets.filter((target) => !packed.includes(target.replace('./', ''))),
    [],
  );
});

/** Compiles a file of a user’s project. */
function compile(text: string, ...more: readonly string[]): Ended {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const folder = mkdtempSync(join(project, 'types-'));
  writeFileSync(join(folder, 'plugin.mts'), text);
  const strict = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--types', ''];
  const target = ['--target', 'es2024', '--module', 'nodenext', ...more];
  const args = [compiler, ...strict, ...target, 'plugin.mts'];
  return runProgram(folder, process.execPath, args, process.env);
}

test('a plug-in is checked against the types of the package, and finds its mistakes', () => {
  const source = readFileSync(join(ROOT, 'examples', 'plugin', 'recent-and-rare.ts'), 'utf8');
  mustSucceed(compile(source));
  const wrong = compile(source.replace('recent: z.int()', 'recent: z.string()'));
  assert.notEqual(wrong.exitCode, 0);
  assert.match(wrong.stdout, /plugin\.mts\(\d+,\d+\): error TS/);
});

/** A test of a user’s own, against the model server of the package. */
const LAB_USER = `
import { firstAttempts, startLab } from 'memoryagentbench-cloud/testing';
const models = { m: { price: { inputPicoUsd: 10n, outputPicoUsd: 100n } } };
const lab = await startLab({ models, faults: firstAttempts('rate-limit') });
const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Is it?' }] });
const statuses = [];
for (let send = 0; send < 2; send++) {
  const response = await fetch(lab.url + '/chat/completions', { method: 'POST', body });
  await response.text();
  statuses.push(response.status);
}
const { accepted, billed } = lab.invoice();
await lab[Symbol.asyncDispose]();
process.stdout.write(JSON.stringify([statuses, accepted, billed]));
`;

test('a user’s test is checked against the types of the lab, and finds its mistakes', () => {
  const lib = ['--lib', 'es2024,esnext.disposable,dom'];
  const source = `${LAB_USER}declare const process: { stdout: { write(text: string): void } };`;
  mustSucceed(compile(source, ...lib));
  const wrong = compile(source.replace('rate-limit', 'rate-limits'), ...lib);
  assert.notEqual(wrong.exitCode, 0);
});

const nodes = [
  { name: 'this Node', path: process.execPath, skip: false },
  'missing' in floor
    ? { name: 'Node 22', path: '', skip: floor.missing }
    : { name: 'Node 22', path: floor.path, skip: false },
];

for (const { name, path, skip } of nodes) {
  test(`the installed command explains itself on ${name}`, { skip }, () => {
    const { stdout, stderr } = mustSucceed(mab(path, ['--help']));
    assert.match(stdout, /^Usage: mab/m);
    assert.equal(stderr, '');
  });

  test(`the installed command runs a comparison to its scores on ${name}`, { skip }, () => {
    const { stdout } = mustSucceed(mab(path, ['run', 'small.json', '--json']));
    const report = JSON.parse(stdout) as RunReport;
    assert.equal(report.state, 'complete');
    assert.deepEqual(
      report.cells.map(({ method, outcome }) => [method, outcome]),
      SMALL_RUN.methods.map((method) => [method, 'scored']),
    );
  });

  test(`the installed command knows prices and published rows on ${name}`, { skip }, () => {
    const { stdout } = mustSucceed(mab(path, ['estimate', '--benchmark', '--json']));
    const { questions, contextTokens } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([questions, contextTokens], [2_071, 26_606_287]);
    const { stdout: shown } = mustSucceed(mab(path, ['prices', 'show', 'gpt-4o-mini']));
    assert.match(shown, /^openai\/models\/gpt-4o-mini\/input@global +0\.15 /m);
  });

  test(`the installed command names the optional packages that it lacks on ${name}`, {
    skip,
  }, () => {
    const { exitCode, stderr } = mab(path, ['plan', 'checklist', '--live', 'aws']);
    assert.equal(exitCode, 4, stderr);
    assert.match(stderr, /PACKAGE_MISSING.*\n.*npm install @aws-sdk\/client-ec2 /);
  });

  test(`the installed lab serves a user’s own test, and is a command, on ${name}`, { skip }, () => {
    writeFileSync(join(project, 'lab-user.mjs'), LAB_USER);
    const { stdout } = mustSucceed(runProgram(project, path, ['lab-user.mjs'], process.env));
    assert.deepEqual(JSON.parse(stdout), [[429, 200], 2, 1]);
    const script = join(project, 'node_modules', 'memoryagentbench-cloud', 'bin', 'mab-lab.js');
    const help = mustSucceed(runProgram(project, path, [script, '--help'], process.env));
    assert.match(help.stdout, /^Usage: mab-lab/);
  });

  test(`the installed command runs a method of the user’s own on ${name}`, { skip }, () => {
    const { stdout } = mustSucceed(mab(path, ['run', 'plugin/own-method.yaml', '--json']));
    const report = JSON.parse(stdout) as RunReport;
    const own = report.cells.filter(({ method }) => method === 'recent-and-rare');
    assert.deepEqual(
      own.map(({ outcome }) => outcome),
      ['scored', 'scored', 'scored', 'scored'],
    );
  });
}

/** Runs the command that npm linked, with that Node first on the path, as a user's shell would. */
function mab(node: string, args: readonly string[]): Ended {
  // A folder for each Node: neither may find the other's finished run.
  const folder = mkdtempSync(join(project, 'user-'));
  writeFileSync(join(folder, 'small.json'), JSON.stringify(SMALL_RUN));
  cpSync(join(ROOT, 'examples', 'plugin'), join(folder, 'plugin'), { recursive: true });
  const path = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const environment = { ...process.env, PATH: path };
  if (process.platform !== 'win32') {
    return runProgram(folder, join(project, 'node_modules', '.bin', 'mab'), args, environment);
  }
  const script = join(project, 'node_modules', 'memoryagentbench-cloud', 'bin', 'mab.js');
  return runProgram(folder, node, [script, ...args], environment);
}

function mustSucceed(ended: Ended): Ended {
  assert.equal(ended.exitCode, 0, `exit code ${ended.exitCode}\n${ended.stdout}\n${ended.stderr}`);
  return ended;
}
