import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { RunReport } from '../../src/contracts/report.ts';
import { DATASET, factRow, writeDataFolder } from '../chaos/support/small-dataset.ts';
import { mab } from './cli-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'mab-upstream-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const agent = join(folder, 'agent.yaml');
const dataset = join(folder, 'dataset.yaml');
writeFileSync(
  agent,
  'agent_name: Simple_rag_bm25\nmodel: gpt-4o-mini\ntemperature: 0.7\n' +
    'input_length_limit: 10000000\nbuffer_length: 200\nretrieve_num: 7\n',
);
writeFileSync(
  dataset,
  'sub_dataset: factconsolidation_sh_6k\nchunk_size: 512\ncontext_max_length: 6000\n' +
    'generation_max_length: 10\nmax_test_samples: 1\ntag: null\n',
);
const files = ['--upstream-agent', agent, '--upstream-dataset', dataset];

test('files of the Python project are shown as a configuration, and run as one', async () => {
  assert.deepEqual(await mab(['run', ...files, '--print-config'], commands), {
    code: 0,
    stdout: [
      'name: simple-rag-bm25-gpt-4o-mini',
      'data:\n  hub: {}',
      'datasets:\n  - id: factconsolidation_sh_6k\n    chunkTokens: 512\n    outputTokens: 10',
      'methods:\n  - id: bm25\n    profile: reference\n    options:\n      topK: 7',
      'reader:\n  provider: openai\n  model: gpt-4o-mini\n  contextTokens: 128000',
      '  temperature: 0.7\n',
    ].join('\n'),
    stderr:
      'context_max_length is ignored: only what does not fit the reader is left out, and it is ' +
      'reported.\ntag is ignored: it names a file only.\n',
  });
  const folderless = [...files, '--data', join(folder, 'absent'), '--workspace', folder];
  for (const command of ['run', 'estimate']) {
    const { code, stderr } = await mab([command, ...folderless], commands);
    assert.equal(code, 2);
    assert.match(stderr, /error FILE_MISSING: .*absent/);
  }
});

test('half of the files, none, or too many, are bad input', async () => {
  const said = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await mab(['run', ...args], commands);
    assert.equal(code, 2);
    return stderr.split('\n')[0] ?? '';
  };
  assert.equal(await said(), 'error USAGE: No configuration is named.');
  assert.equal(
    await said('--upstream-agent', agent),
    'error USAGE: --upstream-agent and --upstream-dataset go together: one names the method, one ' +
      'the questions.',
  );
  assert.equal(
    await said('x.yaml', ...files),
    'error USAGE: x.yaml and files of the Python project exclude each other.',
  );
  assert.equal(
    await said('x.yaml', '--data', 'd'),
    'error USAGE: --data says nothing here: a configuration names its data.',
  );
  assert.equal(
    await said('x.yaml', '--print-config'),
    'error USAGE: --print-config says nothing of a configuration of mab.',
  );
});

const TEMPLATES = `
BASE_TEMPLATES = {'factconsolidation': {
    'system': 'You know facts.',
    'memorize': '{time_stamp} {context}',
    'query': {'rag_agent': 'Newest only.\\n\\n{question}', 'long_context_agent': '{question}'},
}}
`;

test('prompts of a file make another run, which says so', async () => {
  const prompts = join(folder, 'templates.py');
  const config = join(folder, 'facts.yaml');
  writeFileSync(prompts, TEMPLATES);
  writeFileSync(
    config,
    'data: { openCorpus: {} }\ndatasets: [{ id: open_fact_sh_6k, questionsMax: 2 }]\n' +
      'methods: [{ id: bm25, profile: reference }]\nreader: { provider: scripted }\n',
  );
  const run = async (...flags: string[]) => {
    const args = ['run', config, '--workspace', join(folder, 'work'), '--json', ...flags];
    const { code, stdout } = await mab(args, commands);
    assert.equal(code, 0, stdout);
    return JSON.parse(stdout) as { runId: string; warnings: string[] };
  };
  const [own, theirs] = [await run(), await run('--prompts', prompts)];
  assert.notEqual(theirs.runId, own.runId);
  const hash = createHash('sha256').update(TEMPLATES).digest('hex');
  assert.deepEqual(
    theirs.warnings.filter((text) => !own.warnings.includes(text)),
    [`The prompts are those of ${prompts} (templates ${hash}), not mab’s own.`],
  );
  writeFileSync(config, `prompts: templates.py\n${readFileSync(config, 'utf8')}`);
  assert.equal((await run()).runId, theirs.runId);

  writeFileSync(prompts, 'BASE_TEMPLATES = {}');
  const { code, stderr } = await mab(['run', config, '--workspace', folder], commands);
  assert.equal(code, 2);
  assert.match(stderr, /error PROMPTS_INVALID: templates.py has no text at BASE_TEMPLATES.factc/);
});

test('a run is exported as result files of the Python project', async () => {
  const place = join(folder, 'results');
  writeDataFolder(join(place, 'data'), [factRow(0, 2)]);
  const config = join(place, 'facts.yaml');
  writeFileSync(
    config,
    `data: { folder: data }\ndatasets: [{ id: ${DATASET}, outputTokens: 12 }]\n` +
      'methods: [{ id: bm25, profile: reference, options: { topK: 3 } }]\n' +
      'reader: { provider: extractive }\n',
  );
  const ran = await mab(['run', config, '--workspace', place, '--json'], commands);
  assert.equal(ran.code, 0, ran.stdout);
  const report = JSON.parse(ran.stdout) as RunReport;
  const out = join(place, 'out');
  const flags = ['--workspace', place, '--format', 'memoryagentbench', '--out', out];
  assert.equal((await mab(['export', 'latest', ...flags], commands)).code, 0);
  const model = report.reader.model;
  const name = `${DATASET}_unknown_in6000_size12_shots0_max_samples1_k3_chunk4096_results.json`;
  const path = join(out, 'outputs', `${model}-bm25`, 'Conflict_Resolution', name);
  const { agent_config, data, averaged_metrics, metrics } = JSON.parse(readFileSync(path, 'utf8'));
  assert.deepEqual(agent_config, {
    ...{ agent_name: 'Simple_rag_bm25', model, retrieve_num: 3 },
    output_dir: `./outputs/${model}-bm25`,
  });
  const { questions, answers } = factRow(0, 2);
  assert.deepEqual(
    data.map(({ query, answer, query_id }: Record<string, unknown>) => [query, answer, query_id]),
    questions?.map((question, at) => [question, answers?.[at], at]),
  );
  const cell = report.cells.find(({ method }) => method === 'bm25');
  assert.equal(averaged_metrics.exact_match, 100 * (cell?.metrics.exact_match?.mean ?? Number.NaN));
  assert.equal(metrics.rougeL_f1.length, 2);

  // The runs of the test before, on data that the Python project does not have.
  const open = ['export', 'latest', '--workspace', join(folder, 'work'), ...flags.slice(2)];
  const refused = await mab(open, commands);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /error EXPORT_EMPTY: No cell of facts-/);
});
