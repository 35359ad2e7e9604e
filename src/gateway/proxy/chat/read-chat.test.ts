import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHAT_FIELDS } from './chat-fields.ts';
import { readChat } from './read-chat.ts';

const messages = [{ role: 'user', content: 'Where?' }];
const schema = { type: 'object', properties: { at: { type: 'string' } } };
const tool = { name: 'search', description: 'Searches.', parameters: schema };

const request = (fields: object) => readChat({ model: 'm', messages, ...fields }).request;

describe('a chat completion request', () => {
  it('is messages, limit and sampling, and whether a stream is wanted', () => {
    const stream_options = { include_usage: true };
    const more = { max_completion_tokens: 9, temperature: 0.5, seed: 1, stream: true };
    assert.deepEqual(readChat({ model: 'm', messages, ...more, stream_options }), {
      ...{ model: 'm', request: { messages }, maxOutputTokens: 9, stream: true },
      ...{ includeUsage: true, sampling: { temperature: 0.5, seed: 1 } },
    });
  });

  it('has texts in parts joined, and developers called system', () => {
    const parts = [
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.' },
    ];
    const turns = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: parts },
      { role: 'assistant', content: 'Yes.', refusal: null, annotations: [] },
    ];
    assert.deepEqual(request({ messages: turns }).messages, [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'One.\nTwo.' },
      { role: 'assistant', content: 'Yes.' },
    ]);
  });

  it('has tools and a strict schema as our own calls have them', () => {
    const json_schema = { name: 'verdict', strict: true, schema };
    const fields = {
      tools: [
        { type: 'function', function: { ...tool, strict: false } },
        { type: 'function', function: { name: 'list' } },
      ],
      tool_choice: 'required',
      response_format: { type: 'json_schema', json_schema },
    };
    assert.deepEqual(request(fields), {
      messages,
      tools: [
        tool,
        { name: 'list', description: '', parameters: { type: 'object', properties: {} } },
      ],
      toolChoice: 'required',
      schema: { name: 'verdict', schema },
    });
  });

  it('keeps as it is whatever else can change the reply', () => {
    const strict = [{ type: 'function', function: { ...tool, strict: true } }];
    const named = { type: 'function', function: { name: 'search' } };
    const described = { name: 'v', strict: true, description: 'A verdict.', schema };
    for (const extra of [
      { top_p: 0.5, stop: ['.'], presence_penalty: 1, logit_bias: { 7: 1 }, user: 'ann' },
      { reasoning_effort: 'low', parallel_tool_calls: false },
      { top_k: 4, chat_template_kwargs: { thinking: false } },
      { response_format: { type: 'json_object' } },
      { response_format: { type: 'json_schema', json_schema: { name: 'v', schema } } },
      { response_format: { type: 'json_schema', json_schema: described } },
      { tools: strict, tool_choice: 'required' },
      { tools: strict, tool_choice: named },
    ]) {
      assert.deepEqual(request(extra), { messages, extra });
    }
    const offered = { tools: [{ type: 'function', function: tool }], tool_choice: named };
    assert.deepEqual(request(offered), {
      ...{ messages, tools: [tool] },
      extra: { tool_choice: named },
    });
  });

  it('is without what changes no reply, and without what says nothing', () => {
    const idle = Object.entries(CHAT_FIELDS).flatMap(([name, rule]) =>
      rule.kind === 'idle' ? [[name, { a: 1 }]] : [],
    );
    const nothing = { n: 1, logprobs: false, service_tier: 'auto', modalities: ['text'] };
    const fields = { ...Object.fromEntries(idle), ...nothing, stop: null, audio: null };
    assert.deepEqual(request(fields), { messages });
    assert.deepEqual(idle.length, 5);
  });

  it('is refused for everything that the ledger could not keep', () => {
    for (const [name, rule] of Object.entries(CHAT_FIELDS)) {
      if (rule.kind !== 'refused') continue;
      assert.throws(() => request({ [name]: 'anything' }), {
        code: 'PROXY_REQUEST_INVALID',
        message: `\`${name}\` is not served by the metering proxy: ${rule.why}.`,
      });
    }
  });
});
