import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ChatMessage } from '../../contracts/model.ts';
import { CallMemory } from './call-memory.ts';

it('a call that comes back has what the vendor wants to see again, and no other has', () => {
  const memory = new CallMemory();
  const call = { id: 'call_0', name: 'search', argumentsJson: '{"q":"Rome"}' };
  const other = { ...call, argumentsJson: '{"q":"Ghent"}' };
  const turns = (first: object): ChatMessage[] => [
    { role: 'user', content: 'Where?' },
    { role: 'assistant', content: '', toolCalls: [{ ...call, ...first }, other] },
  ];
  assert.deepEqual(memory.recall(turns({})), turns({}));
  memory.keep({ text: '', finish: 'tool', toolCalls: [{ ...call, vendorState: 'signed' }, other] });
  assert.deepEqual(memory.recall(turns({})), turns({ vendorState: 'signed' }));
});
