import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { noMemory } from './no-memory.ts';

test('asks the reader the question alone and retrieves nothing', async () => {
  const { context, requests } = recordingContext();
  const memory = noMemory.create(context, {});
  await memory.memorize(chunkOf(0, 'Rome is old.'));
  await memory.finalize();
  assert.deepEqual(await memory.answer(queryOf('Is Rome old?')), {
    text: 'ok',
    finish: 'stop',
    trace: { items: [], provenance: 'exact' },
  });
  assert.deepEqual(requests, [
    {
      request: {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: '[Question]\nSay it.\n\nQuestion: Is Rome old?\nAnswer:' },
        ],
        maxOutputTokens: 10,
      },
      step: 'answer',
    },
  ]);
});
