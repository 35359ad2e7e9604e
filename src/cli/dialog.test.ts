import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { openDialog } from './dialog.ts';

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
