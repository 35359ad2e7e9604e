import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MabError } from '../../core/errors.ts';
import { parseConfig } from './parse-config.ts';

const TEXT = `
data: { folder: ./data }
datasets:
  - factconsolidation_sh_6k
  - { id: eventqa_65536, chunkTokens: config, outputTokens: 80 }
methods: [bm25]
chunking: { chunkTokens: paper }
outputTokens: paper
reader: { provider: extractive }
`;

const parse = (text: string) =>
  parseConfig(new TextEncoder().encode(text), { fileName: 'sizes.yaml' });

test('sizes are numbers, or those of the published configurations or of the paper', () => {
  assert.deepEqual(parse(TEXT).datasets, [
    { id: 'factconsolidation_sh_6k', chunkTokens: 'paper', outputTokens: 'paper' },
    { id: 'eventqa_65536', chunkTokens: 'config', outputTokens: 80 },
  ]);
});

test('sizes of another kind are refused with what was meant', () => {
  const wrong = TEXT.replace('chunkTokens: paper', 'chunkTokens: papr').replace('80', '0');
  assert.throws(
    () => parse(wrong),
    (error) => {
      assert.ok(error instanceof MabError);
      assert.equal(
        error.message,
        'sizes.yaml has 2 problems:\n' +
          '  datasets[1].outputTokens (line 5): must be at least 1 (received 0)\n' +
          '  chunking.chunkTokens (line 7): is not a known name (received "papr"); ' +
          'did you mean "paper"?',
      );
      return true;
    },
  );
});
