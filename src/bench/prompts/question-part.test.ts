import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderQuestionPart, splitQuestionPart } from './question-part.ts';

test('a question part is instructions, the bare question and a cue', () => {
  const part = { instructions: 'Be brief.', text: 'Who is it?', cue: 'Answer' };
  assert.equal(renderQuestionPart(part), 'Be brief.\n\nQuestion: Who is it?\nAnswer:');
});

test('any question is found again in its part', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const part = { instructions: 'Be brief.', text, cue: 'Label number' };
      assert.deepEqual(splitQuestionPart(renderQuestionPart(part)), part);
    }),
  );
});

test('text of another layout is all question', () => {
  assert.deepEqual(splitQuestionPart(' What now? '), {
    instructions: '',
    text: 'What now?',
    cue: '',
  });
});
