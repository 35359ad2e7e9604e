import type { InputSpec } from '../../../contracts/advice.ts';
import { alignColumns } from '../../columns.ts';
import type { Dialog } from '../../dialog.ts';
import type { OutputStream } from '../../io.ts';

/**
 * Asks for every input whose choices are explained, until each has an answer; an empty one takes
 * the default.
 */
export async function askInputs(
  inputs: readonly InputSpec[],
  dialog: Dialog,
  screen: OutputStream,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const input of inputs) {
    const { choices = [], choiceNotes = [], fallback } = input;
    if (choiceNotes.length === 0) continue;
    screen.write(`\n${questionText(input)}`);
    const at = choices.indexOf(String(fallback)) + 1;
    let chosen: string | undefined;
    while (chosen === undefined) {
      const typed = (await dialog.ask(`1 to ${choices.length} [${at}]: `)).trim().toLowerCase();
      chosen = typed === '' ? String(fallback) : choiceOf(typed, choices);
      if (chosen === undefined) screen.write(`Please type a number, or one of the words.\n`);
    }
    answers[input.name] = chosen;
  }
  screen.write('\n');
  return answers;
}

function choiceOf(typed: string, choices: readonly string[]): string | undefined {
  return choices.find((choice, at) => typed === choice || typed === String(at + 1));
}

function questionText({ description, choices = [], choiceNotes = [] }: InputSpec): string {
  const rows = choices.map((choice, at) => [`  ${at + 1}`, choice, choiceNotes[at] ?? '']);
  const head = description.charAt(0).toUpperCase() + description.slice(1);
  return `${head}\n${alignColumns(rows)}`;
}
