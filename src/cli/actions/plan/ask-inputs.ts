import { printable } from '../../../app/printable.ts';
import type { InputSpec, InputValue } from '../../../contracts/advice.ts';
import { alignColumns } from '../../columns.ts';
import type { Dialog } from '../../dialog.ts';
import { typedValue } from '../../input-option.ts';
import type { OutputStream } from '../../io.ts';

/** Somebody at a terminal, and what is shown there. */
export interface Terminal {
  readonly dialog: Dialog;
  readonly screen: OutputStream;
}

/** What is asked, and what is known before somebody answers. */
export interface Questions {
  readonly specs: readonly InputSpec[];
  /** Stands in for defaults. */
  readonly known: Readonly<Record<string, { readonly value: InputValue; readonly note?: string }>>;
  /** What was answered before: it stands until something else is typed. */
  readonly before: Readonly<Record<string, unknown>>;
  /** What is wrong with a value, as a sentence. */
  problemOf(name: string, value: unknown): string | undefined;
}

const HELP =
  'Enter takes what stands in brackets. A dot takes it for all that is left, where there is one.\n';

/**
 * Asks for one input after the other, each until its answer will do.
 *
 * @returns the inputs that somebody has said; others are left to what is known, or the default.
 */
export async function askInputs(
  { specs, known, before, problemOf }: Questions,
  { dialog, screen }: Terminal,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = { ...before };
  let isHurried = false;
  screen.write(`\n${HELP}`);
  for (const spec of specs) {
    const { name, fallback } = spec;
    const standing = (): unknown => answers[name] ?? known[name]?.value ?? fallback;
    const isSettled = (): boolean => problemOf(name, standing()) === undefined;
    if (isHurried && isSettled()) continue;
    screen.write(choiceText(spec));
    for (;;) {
      const note = name in answers ? undefined : known[name]?.note;
      const typed = (await dialog.ask(printable(prompt(spec, standing(), note)))).trim();
      isHurried ||= typed === '.';
      if (typed !== '' && typed !== '.') answers[name] = typedValue(spec, typed);
      const problem = problemOf(name, standing());
      if (problem === undefined) break;
      screen.write(`${printable(problem)}\n`);
      delete answers[name];
    }
  }
  screen.write('\n');
  return answers;
}

function choiceText({ description, kind, choices = [], choiceNotes = [] }: InputSpec): string {
  if (kind !== 'choice') return '';
  const rows = choices.map((choice, at) => [`  ${at + 1}`, choice, choiceNotes[at] ?? '']);
  return `\n${sentence(description)}\n${alignColumns(rows)}`;
}

/** `How long each machine runs, 0.1 to 24 hours/day [8]: ` */
function prompt(spec: InputSpec, standing: unknown, note: string | undefined): string {
  const value = standing === undefined ? 'none' : valueText(spec, standing);
  const bracket = `[${value}${note === undefined ? '' : `, ${note}`}]: `;
  const { kind, description, min, max, unit = '', choices = [] } = spec;
  if (kind === 'choice') return `1 to ${choices.length} ${bracket}`;
  const range = min === undefined ? '' : `, ${min} to ${max} ${unit}`.trimEnd();
  const form = { 'yes-no': ', y or n', names: ', with commas', numbers: ', with commas' };
  return `${sentence(description)}${range}${form[kind as keyof typeof form] ?? ''} ${bracket}`;
}

function valueText({ kind }: InputSpec, value: unknown): string {
  if (kind === 'yes-no') return value === true ? 'y' : 'n';
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value);
}

function sentence(description: string): string {
  return description.charAt(0).toUpperCase() + description.slice(1);
}
