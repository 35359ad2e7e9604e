import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readChat } from './chat/read-chat.ts';
import { readEmbeddings } from './embeddings/embeddings.ts';
import { readResponse } from './responses/read-response.ts';

const chat = (fields: object) => () =>
  readChat({ model: 'm', messages: [{ role: 'user', content: 'x' }], ...fields });

it('what is wrong is told by its field, in words that help', () => {
  const image = { type: 'image_url', image_url: { url: 'x' } };
  const cases: readonly (readonly [() => unknown, string])[] = [
    [chat({ model: undefined }), '`model` is missing.'],
    [chat({ messages: 'x' }), '`messages` has to be of type array.'],
    [chat({ messages: [] }), '`messages` must not be empty.'],
    [
      chat({ messages: [{ role: 'robot', content: 'x' }] }),
      '`messages[0].role` is of a kind that the metering proxy does not serve.',
    ],
    [
      chat({ messages: [{ role: 'user', content: 5 }] }),
      '`messages[0].content` must be a text, or parts of type text.',
    ],
    [
      chat({ messages: [{ role: 'user', content: [image] }] }),
      '`messages[0].content[0].type` has to be one of "text", "input_text", "output_text".',
    ],
    [chat({ temperature: 9 }), '`temperature` has to be at most 2.'],
    [chat({ max_tokens: 0 }), '`max_tokens` has to be at least 1.'],
    [
      chat({ tools: [{ type: 'function', function: { name: 'f', colour: 'red' } }] }),
      '`tools[0].function.colour` is not served by the metering proxy.',
    ],
    [
      () => readResponse({ model: 'm', input: [{ type: 'item_reference', id: 'x' }] }),
      '`input[0].type` has to be one of "message", "function_call", "function_call_output".',
    ],
    [() => readEmbeddings({ model: 'm', input: '' }), '`input` must not be empty.'],
    [() => readEmbeddings({ model: 'm', input: [[1]] }), '`input` has to be text, not tokens.'],
    [
      () => readEmbeddings({ model: 'm', input: 'x', encoding_format: 'int8' }),
      '`encoding_format` has to be one of "float", "base64".',
    ],
  ];
  for (const [read, message] of cases) {
    assert.throws(read, { code: 'PROXY_REQUEST_INVALID', message });
  }
});
