import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { agrees, openDialog } from './dialog.ts';

/** What a person types, and all that stood on the screen. */
function conversation(typed: string) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  input.end(typed);
  return { dialog: openDialog(input, output), screen: () => String(output.read() ?? '') };
}

test('dialog: answers come in the order of the questions, and may be empty', async () => {
  const { dialog, screen } = conversation('yes\n\nthe last without an end of line');
  assert.equal(await dialog.ask('first? '), 'yes');
  assert.equal(await dialog.ask('second? '), '');
  assert.equal(await dialog.ask('third? '), 'the last without an end of line');
  assert.equal(screen(), 'first? second? third? ');
  dialog[Symbol.dispose]();
});

test('dialog: the end of the input is an interruption, not an answer', async () => {
  const { dialog } = conversation('yes\n');
  await dialog.ask('first? ');
  await assert.rejects(dialog.ask('second? '), {
    code: 'INTERRUPTED',
    hint: 'Nothing was started, spent or written. Run the same command again.',
  });
});

test('dialog: whoever does not say yes has not agreed', async () => {
  const answers = ['y', ' YES ', '', 'n', 'yes please'];
  const { dialog, screen } = conversation(answers.map((answer) => `${answer}\n`).join(''));
  const agreed = [];
  for (const _ of answers) agreed.push(await agrees(dialog, 'Start?'));
  assert.deepEqual(agreed, [true, true, false, false, false]);
  assert.equal(screen(), 'Start? [y/N] '.repeat(5));
});
