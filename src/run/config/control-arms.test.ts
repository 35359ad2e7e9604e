import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './parse-config.ts';

function methodsOf(methods: string, more = ''): unknown[] {
  const text = `
data: { openCorpus: {} }
datasets: [open_fact_sh_6k]
methods: ${methods}
reader: { provider: extractive }
${more}`;
  const config = parseConfig(new TextEncoder().encode(text), { fileName: 'a.yaml' });
  return config.methods.map(({ id, options }) => [id, options]);
}

test('control arms are added after the methods of the file, where it names none', () => {
  assert.deepEqual(methodsOf('[bm25]').slice(1), [
    ['no-memory', {}],
    ['oracle', { evidenceTokensMax: 2_048 }],
  ]);
  assert.deepEqual(methodsOf('[{ id: oracle, options: { evidenceTokensMax: 9 } }]'), [
    ['oracle', { evidenceTokensMax: 9 }],
    ['no-memory', {}],
  ]);
});

test('none are added where controls is false, and it has to be one or the other', () => {
  assert.deepEqual(methodsOf('[no-memory]', 'controls: false'), [['no-memory', {}]]);
  assert.throws(() => methodsOf('[bm25]', 'controls: maybe'), {
    code: 'CONFIG_INVALID',
    message: /controls \(line 6\): must be true or false \(received "maybe"\)/,
  });
});
