import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
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
