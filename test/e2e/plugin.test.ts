import assert from 'node:assert/strict';
import { cp, mkdtempDisposable, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commands } from '../../src/app/commands.ts';
import type { AnswerRecord } from '../../src/contracts/records.ts';
import { runProgram } from '../package/npm.ts';
import { mab as mabHere } from './cli-world.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/plugin', import.meta.url));
const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** A user's folder, outside of the repository and without any package in it. */
async function userFolder() {
  const folder = await mkdtempDisposable(join(tmpdir(), 'mab-own-method-'));
  await cp(EXAMPLE, folder.path, { recursive: true });
  const mab = (...args: readonly string[]) =>
    runProgram(folder.path, process.execPath, [MAIN, ...args], process.env);
  const json = (...args: readonly string[]) => {
    const { exitCode, stdout, stderr } = mab(...args, '--json');
    assert.equal(stderr, '', stderr);
    return { exitCode, result: JSON.parse(stdout) };
  };
  // What only reads runs needs no plug-in, and so no process of its own.
  const read = (...args: readonly string[]) =>
    mabHere([...args, '--workspace', join(folder.path, '.mab')], commands);
  const show = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await read('show', ...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  return {
    ...{ mab, json, read, show },
    path: folder.path,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const CONFIG = `
plugins: [./recent-and-rare.ts]
data: { openCorpus: {} }
datasets: [{ id: open_fact_sh_6k, questionsMax: 20 }]
methods: [bm25, { id: recent-and-rare, options: { matching: 2 } }]
controls: false
reader: { provider: extractive }
`;

test('a method in a file outside of the repository is run like any other', async () => {
  await using user = await userFolder();
  await writeFile(join(user.path, 'own.yaml'), CONFIG);
  const { exitCode, result: report } = user.json('run', 'own.yaml');
  assert.equal(exitCode, 0);
  const [, cell] = report.cells;
  assert.deepEqual(
    { method: cell.method, settings: cell.settings, outcome: cell.outcome },
    { method: 'recent-and-rare', settings: 'matching=2', outcome: 'scored' },
  );
  assert.ok(
    report.warnings.some((text: string) =>
      /^recent-and-rare is a plug-in \(\.\/recent-and-rare\.ts, SHA-256 [0-9a-f]{12}…\)/.test(text),
    ),
  );

  // What it retrieved, against its definition: 2 chunks by rare words, and the last one.
  const shown = await user.show('latest', '--question', 'open_fact_sh_6k#0/q0');
  const { record } = shown.questions[1] as { record: AnswerRecord };
  const last = `open_fact_sh_6k#0#c${cell.chunks - 1}`;
  const sources = record.retrieved.flatMap(({ sources }) => sources);
  assert.ok(sources.includes(last), String(sources));
  assert.ok(sources.length === 3 || sources.indexOf(last) < 2, String(sources));

  // Going on is replay, as with any method.
  const again = user.json('run', 'own.yaml');
  assert.deepEqual(again.result, report);
});

test('an edited plug-in is another run with other units; the old one stays readable', async () => {
  await using user = await userFolder();
  await writeFile(join(user.path, 'own.yaml'), CONFIG);
  const unitsOf = async (run: string): Promise<Record<string, string>> => {
    const { manifest } = await user.show(run);
    const methodOf = new Map(
      manifest.cells.map((cell: { cellId: string; method: string }) => [cell.cellId, cell.method]),
    );
    return Object.fromEntries(
      manifest.units.map(({ unitId, cellId }: { unitId: string; cellId: string }) => [
        methodOf.get(cellId),
        unitId,
      ]),
    );
  };
  const before = user.json('run', 'own.yaml').result.runId;
  const file = join(user.path, 'recent-and-rare.ts');
  await writeFile(file, `${await readFile(file, 'utf8')}// Edited.\n`);
  const after = user.json('run', 'own.yaml').result.runId;
  assert.notEqual(after, before);
  const units = { before: await unitsOf(before), after: await unitsOf(after) };
  assert.notEqual(units.after['recent-and-rare'], units.before['recent-and-rare']);
  // The other method is the same as ever, and not run again.
  assert.equal(units.after.bm25, units.before.bm25);

  await rm(file);
  assert.equal((await user.read('list')).code, 0);
  for (const format of ['terminal', 'markdown', 'json', 'html', 'csv', 'cells-csv']) {
    const { code, stdout } = await user.read('report', before, '--format', format);
    assert.equal(code, 0);
    assert.match(stdout, /recent-and-rare/);
  }
  const compared = await user.read('compare', before, after);
  assert.equal(compared.code, 0, compared.stderr);
  assert.match(compared.stdout, /recent-and-rare/);
  const gone = user.mab('run', 'own.yaml');
  assert.equal(gone.exitCode, 2);
  assert.match(gone.stderr, /^error PLUGIN_MISSING: The plug-in \.\/recent-and-rare\.ts cannot/m);
});

test('a plug-in that fails at a question leaves its cell blank, and only its own', async () => {
  await using user = await userFolder();
  const file = join(user.path, 'recent-and-rare.ts');
  const broken = (await readFile(file, 'utf8')).replace(
    'async answer(query) {',
    "async answer(query) { if (query.id.endsWith('q3')) throw new TypeError('oops');",
  );
  await writeFile(file, broken);
  await writeFile(join(user.path, 'own.yaml'), CONFIG);
  const { exitCode, result: report } = user.json('run', 'own.yaml');
  assert.equal(exitCode, 3);
  const [bm25, own] = report.cells;
  assert.equal(bm25.outcome, 'scored');
  assert.equal(own.outcome, 'blank');
  assert.deepEqual(own.questions, { answered: 19, planned: 20 });
  assert.match(own.reason, /PLUGIN_FAILED: The plug-in recent-and-rare failed in answer: oops \(/);
});

test('options of a plug-in are checked like those of any method', async () => {
  await using user = await userFolder();
  await writeFile(join(user.path, 'own.yaml'), CONFIG.replace('matching: 2', 'matchin: 2'));
  const { exitCode, stderr } = user.mab('run', 'own.yaml');
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /methods\[1\]\.options\.matchin \(line 5\): is not an option; did you mean "matching"\?/,
  );
});

const BY_MEANING = `
import { createVectorIndex, defineMethod, rankedChunks } from 'memoryagentbench-cloud/plugin';
export const method = defineMethod({
  id: 'by-meaning', version: 1, summary: 'Nearest chunks.', capabilities: { needsEmbedder: true },
  create(context) {
    const { embedder } = context;
    let index;
    return rankedChunks(context, {
      async build(chunks) {
        const texts = chunks.map(({ text }) => text);
        index = createVectorIndex(embedder.id, await embedder.embed(texts, 'document', 'build'));
      },
      async search({ text }, count) {
        const [vector] = await embedder.embed([text], 'query', 'search');
        return index.search(vector, count);
      },
    }, { topK: 3 });
  },
});
`;

test('a plug-in may embed, and its embeddings are metered like any others', async () => {
  await using user = await userFolder();
  await writeFile(join(user.path, 'by-meaning.mjs'), BY_MEANING);
  const config = CONFIG.replace('recent-and-rare.ts', 'by-meaning.mjs').replace(
    /methods: .*/,
    'methods: [{ id: by-meaning, embedder: small }, { id: dense, embedder: small, options: { topK: 3 } }]',
  );
  const embedders = 'embedders: { small: { provider: scripted } }';
  await writeFile(join(user.path, 'own.yaml'), `${config}${embedders}\n`);
  const { exitCode, result: report } = user.json('run', 'own.yaml');
  assert.equal(exitCode, 0);
  const [own, dense] = report.cells;
  assert.ok(own.phases.finalize.usage.embeddedTokens > 0);
  assert.equal(
    own.phases.finalize.usage.embeddedTokens,
    dense.phases.finalize.usage.embeddedTokens,
  );
  const { questions } = await user.show('latest', '--question', 'open_fact_sh_6k#0/q1');
  const found = questions.map(({ record }: { record: AnswerRecord }) =>
    record.retrieved.map(({ sources }) => sources),
  );
  // The same vectors, the same exact search: the same chunks as the built-in method finds.
  assert.deepEqual(found[0], found[1]);
});
