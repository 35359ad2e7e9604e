import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readResponse } from './read-response.ts';

const schema = { type: 'object', properties: { at: { type: 'string' } } };

it('a response request is a chat: instructions first, calls of functions as turns', () => {
  const input = [
    { role: 'developer', content: 'Search first.' },
    { role: 'user', content: [{ type: 'input_text', text: 'Where?' }] },
    {
      ...{ type: 'message', id: 'msg_1', status: 'completed', role: 'assistant' },
      content: [{ type: 'output_text', text: 'I look.', annotations: [] }],
    },
    {
      ...{ type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'search' },
      ...{ arguments: '{}', status: 'completed' },
    },
    { type: 'function_call_output', call_id: 'call_1', output: 'Rome.' },
  ];
  const tool = { name: 'search', description: 'Searches.', parameters: schema };
  const body = {
    ...{ model: 'm', instructions: 'Be brief.', input, max_output_tokens: 9, temperature: 0 },
    ...{ tools: [{ type: 'function', ...tool, strict: false }], tool_choice: 'auto' },
    text: { format: { type: 'json_schema', name: 'verdict', strict: true, schema } },
    ...{ top_p: 0.5, store: true, metadata: { a: 'b' }, stream: true },
  };
  assert.deepEqual(readResponse(body), {
    ...{ model: 'm', maxOutputTokens: 9, sampling: { temperature: 0 } },
    ...{ stream: true, includeUsage: true },
    request: {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'system', content: 'Search first.' },
        { role: 'user', content: 'Where?' },
        {
          ...{ role: 'assistant', content: 'I look.' },
          toolCalls: [{ id: 'call_1', name: 'search', argumentsJson: '{}' }],
        },
        { role: 'tool', toolCallId: 'call_1', content: 'Rome.' },
      ],
      ...{ tools: [tool], toolChoice: 'auto', schema: { name: 'verdict', schema } },
      extra: { top_p: 0.5 },
    },
  });
});

it('a tool by name has another form in a chat', () => {
  const tools = [{ type: 'function', name: 'search', parameters: schema }];
  const { request } = readResponse({
    ...{ model: 'm', input: 'Where?', tools, tool_choice: { type: 'function', name: 'search' } },
  });
  assert.deepEqual(request.extra, {
    tool_choice: { type: 'function', function: { name: 'search' } },
  });
});

it('what only the vendor’s own format has is refused by name', () => {
  const cases = {
    conversation: 'conv_1',
    include: ['reasoning.encrypted_content'],
    reasoning: { effort: 'low' },
    max_tool_calls: 3,
    tools: [{ type: 'web_search' }],
  };
  for (const [name, value] of Object.entries(cases)) {
    assert.throws(
      () => readResponse({ model: 'm', input: 'Where?', [name]: value }),
      ({ code, details }: { code: string; details: { param: string } }) =>
        code === 'PROXY_REQUEST_INVALID' && details.param.startsWith(name),
    );
  }
});
