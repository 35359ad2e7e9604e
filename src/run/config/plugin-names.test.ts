import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig, parsePluginNames } from './parse-config.ts';

test('plug-ins can be had before anything else of a file is right', () => {
  const names = (text: string) => parsePluginNames(new TextEncoder().encode(text), 'x.yaml');
  assert.deepEqual(names('plugins: [./a.ts, b]\nmethods: 7'), ['./a.ts', 'b']);
  assert.deepEqual(names('methods: [bm25]'), []);
  assert.deepEqual(names('- a list'), []);
  // Not as it should be: parseConfig says so.
  assert.deepEqual(names('plugins: ./a.ts'), []);
  assert.throws(() => parseConfig(new TextEncoder().encode('plugins: ./a.ts'), { fileName: 'x' }), {
    code: 'CONFIG_INVALID',
    message: /\n {2}plugins \(line 1\): must be a list \(received "\.\/a\.ts"\)/,
  });
  assert.throws(() => names('plugins: ['), { code: 'CONFIG_SYNTAX' });
});
