import { createInterface } from 'node:readline/promises';
import { MabError } from '../core/errors.ts';

/** Somebody at a terminal. */
export interface Dialog extends Disposable {
  /** @returns what was typed. @throws {MabError} INTERRUPTED at Ctrl-C or the end of the input. */
  ask(question: string): Promise<string>;
}

/** Asks on a terminal, or on two streams of a test. */
export function openDialog(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Dialog {
  const lines = createInterface({ input, output });
  const typed = lines[Symbol.asyncIterator]();
  return {
    async ask(question) {
      output.write(question);
      const { value, done } = await typed.next();
      if (!done) return value;
      output.write('\n');
      throw new MabError('INTERRUPTED', 'The question was left without an answer.', {
        hint: 'Nothing was started, spent or written. Run the same command again.',
      });
    },
    [Symbol.dispose]: () => lines.close(),
  };
}

/** A question whose answer is yes or no; everything but `y` and `yes` is no. */
export async function agrees(dialog: Dialog, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await dialog.ask(`${question} [y/N] `)).trim());
}
