import { Option } from 'commander';
import type { InputSpec } from '../contracts/advice.ts';

/**
 * The flag of an input. Values are checked by whoever takes them; here they only get their type.
 */
export function inputOption(input: InputSpec): Option {
  const { kind, flag, fallback } = input;
  const isOn = kind === 'yes-no' && fallback === true;
  const flags = isOn ? `--no-${flag.slice(2)}` : flag + placeholder(input);
  const option = new Option(flags, inputText(input));
  if (kind === 'number' || kind === 'whole') option.argParser(numberOrText);
  if (kind === 'names') option.argParser(entriesOf);
  if (kind === 'numbers') option.argParser((text) => entriesOf(text).map(numberOrText));
  return input.choices ? option.choices(input.choices) : option;
}

/**
 * The value that somebody typed for an input; what it cannot be stays as it was typed, so that the
 * check of values can say so.
 */
export function typedValue({ kind, choices = [], fallback }: InputSpec, typed: string): unknown {
  const text = typed.trim();
  if (fallback === undefined && text === 'none') return undefined;
  switch (kind) {
    case 'number':
    case 'whole':
      return numberOrText(text);
    case 'names':
      return entriesOf(text);
    case 'numbers':
      return entriesOf(text).map(numberOrText);
    case 'yes-no':
      if (/^(?:y|yes|true)$/i.test(text)) return true;
      return /^(?:n|no|false)$/i.test(text) ? false : text;
    case 'choice':
      return (
        choices.find((choice, at) => [choice, `${at + 1}`].includes(text.toLowerCase())) ?? text
      );
    case 'text':
      return text;
  }
}

function placeholder({ kind, unit }: InputSpec): string {
  if (kind === 'yes-no') return '';
  if (kind === 'number' || kind === 'whole') return ` <${unit ?? 'number'}>`;
  if (kind === 'numbers') return ` <${unit ?? 'number'},…>`;
  return kind === 'names' ? ' <name,…>' : ' <name>';
}

function entriesOf(text: string): string[] {
  return text.split(',').map((entry) => entry.trim());
}

function numberOrText(text: string): number | string {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? text : number;
}

function inputText({ kind, description, fallback, min, max }: InputSpec): string {
  const range = min === undefined ? '' : `, ${min} to ${max}`;
  const otherwise =
    kind === 'yes-no'
      ? `; default: ${fallback ? 'yes' : 'no'}`
      : fallback === undefined
        ? ''
        : `; default: ${String(fallback)}`;
  return `${description}${range}${otherwise}`;
}
