import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ChatMessage, ChatRequest } from '../../contracts/model.ts';
import { type CallIdentity, callKey, isPinnedName } from './call-key.ts';

const SECRET = createSecretKey(Uint8Array.from({ length: 32 }, (_, at) => at));

function key(request: Partial<ChatRequest>, more: Partial<CallIdentity> = {}): string {
  return callKey(SECRET, {
    logicalModel: 'gpt-4o-mini-2024-07-18',
    request: { messages: MESSAGES, maxOutputTokens: 10, ...request },
    sampling: { temperature: 0 },
    ...{ trial: 0, occurrence: 'c1/q00003/answer', lineage: undefined, generation: 0 },
    ...more,
  });
}

const MESSAGES: readonly ChatMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Where?' },
];
const CALL = { id: 'call_1', name: 'search', argumentsJson: '{"q":"Rome"}' };
const CALLING: ChatMessage = { role: 'assistant', content: '', toolCalls: [CALL] };
const RESULT: ChatMessage = { role: 'tool', toolCallId: 'call_1', content: 'In Italy.' };
const OBJECT = { type: 'object', properties: { q: { type: 'string' } } };
const SCHEMA = { name: 'answer', schema: OBJECT };
const TOOL = { name: 'search', description: 'Searches.', parameters: OBJECT };

describe('the key of a call', () => {
  /** Made by scripts/golden/call_keys.py. A change here makes everybody buy every call again. */
  it('is what it was, with and without schema, tools, turns of tools and further fields', () => {
    const keys = {
      plain: key({}),
      schema: key({ schema: SCHEMA }),
      tools: key({ tools: [TOOL], toolChoice: 'required' }),
      turns: key({ messages: [...MESSAGES, CALLING, RESULT] }),
      extra: key({ extra: { top_p: 0.5, stop: ['.'] } }),
    };
    assert.deepEqual(keys, {
      plain: 'ac5e381edbc74f53fae46f830a0ac915126e8668c061032c99d2dfa37d8724a1',
      schema: 'b711e1c0eae727d06153eef19657e7e124991ef3c5e2063af8dd5a25c7d46071',
      tools: '8d6b4f9f773b4fd2aa7d4af81be70dd2a75b2378591a123ab4f773437283194a',
      turns: 'e3b8353db454ec3e57c6dfb58cfaf0b12d1f34c61711f3dd6e8ac08c6b69f9b8',
      extra: '4797fc4f06957d593fee5983632d9e31caba0ff51339db5fa785b24dd8eadf1a',
    });
  });

  it('does not change with hints for a prompt cache', () => {
    const wanted = { cachePrefix: 3, promptCacheKey: 'k-1' };
    assert.equal(key(wanted), key({}));
  });

  it('changes with everything that can change the reply', () => {
    const other = { ...CALL, argumentsJson: '{"q":"Ghent"}' };
    const keys = [
      key({}),
      key({ schema: SCHEMA }),
      key({ schema: { ...SCHEMA, name: 'other' } }),
      key({ schema: { ...SCHEMA, schema: {} } }),
      key({ tools: [TOOL] }),
      key({ tools: [{ ...TOOL, description: 'Finds.' }] }),
      key({ tools: [TOOL], toolChoice: 'auto' }),
      key({ messages: [...MESSAGES, CALLING, RESULT] }),
      key({ messages: [...MESSAGES, { ...CALLING, toolCalls: [other] }, RESULT] }),
      key({
        messages: [...MESSAGES, { ...CALLING, toolCalls: [{ ...CALL, vendorState: 's' }] }, RESULT],
      }),
      key({ messages: [...MESSAGES, CALLING, { ...RESULT, toolCallId: 'call_2' }] }),
      key({ extra: { top_p: 0.5 } }),
      key({ extra: { top_p: 0.6 } }),
      key({}, { sampling: { temperature: 0, seed: 1 } }),
      key({}, { trial: 1 }),
    ];
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('a name', () => {
  it('that ends in a date, a digest or a version of Google is pinned', () => {
    for (const name of [
      ...['gpt-4o-mini-2024-07-18', 'claude-3-7-sonnet-20250219', 'gemini-2.5-flash-001'],
      ...['gemini-embedding-001', `llama@sha256:${'0'.repeat(64)}`, 'claude-sonnet-4@20250514'],
    ]) {
      assert.equal(isPinnedName(name), true, name);
    }
  });

  it('that may move is not', () => {
    for (const name of ['gpt-4o', 'claude-sonnet-4-5', 'gemini-2.5-flash', 'llama-3.1-405']) {
      assert.equal(isPinnedName(name), false, name);
    }
  });
});
